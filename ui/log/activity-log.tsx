// The activity log (row PX-36): who did what and when, day by day, narrowed as one likes and kept as a file.

import { Alert, Button, Menu, Skeleton, Text } from '@mantine/core';
import { IconDownload, IconHistory } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { LogAnswer } from '../../client/index.ts';
import { localToday } from '../fields/date-text.ts';
import { formatDate, formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { LogEntry } from './entry.tsx';
import { LogFilters } from './filters.tsx';
import classes from './log.module.css';
import { type LogSearch, logSearchIn, queryOf } from './search.ts';
import { LogTabs } from './tabs.tsx';

const PAGE = 50;

export function ActivityLog() {
  const { t } = useTranslation();
  const search = useSearch({ from: '/log' });
  const navigate = useNavigate();
  const query = queryOf(search);
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['log', query],
    queryFn: ({ pageParam, signal }) => client.log.list({ ...query, limit: PAGE, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const narrow = (change: LogSearch) =>
    void navigate({ to: '/log', search: logSearchIn({ ...search, ...change }), replace: true, resetScroll: false });
  const entries = data?.pages.flatMap(({ changes }) => changes) ?? [];
  const reached = data?.pages.at(-1)?.reached;
  return (
    <>
      <PageHead title={t('log.title')}>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconDownload size={16} />}>
              {t('rights.export')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {(['csv', 'xlsx'] as const).map((format) => (
              <Menu.Item key={format} component="a" href={client.log.exportUrl(query, format)} download>
                {t(`log.${format}`)}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </PageHead>
      <div className={classes.page}>
        <LogTabs />
        <LogFilters search={search} onChange={narrow} />
        {search.record && (
          <Text size="sm">
            {t('log.ofRecord')}{' '}
            <Button size="compact-xs" variant="subtle" onClick={() => narrow({ record: '' })}>
              {t('log.ofAll')}
            </Button>
          </Text>
        )}
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={300} />}
        {data && entries.length === 0 && !hasNextPage && (
          <Notice icon={<IconHistory size={30} stroke={1.4} />} title={t('log.nothing')} text={t('log.nothingHint')} />
        )}
        <Days entries={entries} />
        {hasNextPage && (
          <div className={classes.further}>
            {reached && <span>{t('log.reached', { when: formatDateTime(reached, currentLanguage()) })}</span>}
            <Button size="xs" variant="default" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
              {t('log.earlier')}
            </Button>
          </div>
        )}
      </div>
    </>
  );
}

function Days({ entries }: { entries: LogAnswer['changes'] }) {
  const days = Map.groupBy(entries, ({ at }) => localToday(new Date(at)));
  return [...days].map(([day, own]) => (
    <section key={day} className={classes.day}>
      <h2 className={classes.date}>{formatDate(day, currentLanguage())}</h2>
      <ol className={classes.entries}>
        {own.map((entry) => (
          <LogEntry key={entry.id} entry={entry} />
        ))}
      </ol>
    </section>
  ));
}
