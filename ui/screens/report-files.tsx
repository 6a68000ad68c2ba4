// Reports that were made in the background: one's own files, to be fetched for a month.

import { Button, Skeleton } from '@mantine/core';
import { IconDownload, IconFiles } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../client/index.ts';
import { formatDateTime, formatDecimal } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { useLive } from '../live.tsx';
import { errorText } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import classes from '../reports/reports.module.css';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';

const QUERY = { fields: ['name', 'rows', 'size', 'as_of', 'created_at', 'expires_at'], sort: '-created_at', limit: 200 } as const;

export function ReportFilesScreen() {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: keys.list('report_files', QUERY),
    queryFn: ({ signal }) => client.records('report_files').list(QUERY, { signal }),
  });
  useLive('report_files', () => void queryClient.invalidateQueries({ queryKey: keys.entity('report_files') }));
  return (
    <>
      <PageHead title={t('reportFiles.title')}>
        <ButtonLink variant="default" to="/reports">
          {t('reports.title')}
        </ButtonLink>
      </PageHead>
      {error && <Notice icon={<IconFiles size={28} stroke={1.5} />} title={t('errors.title')} text={errorText(error)} />}
      {!data && !error && <Skeleton height={180} mx={20} w="auto" />}
      {data?.records.length === 0 && (
        <Notice icon={<IconFiles size={30} stroke={1.4} />} title={t('reportFiles.empty')} text={t('reportFiles.emptyHint')} />
      )}
      {data && data.records.length > 0 && (
        <div className={classes.list}>
          <p className={classes.quiet}>{t('reportFiles.hint')}</p>
          <ul className={classes.reports}>
            {data.records.map((file) => (
              <File key={file.id} file={file} />
            ))}
          </ul>
        </div>
      )}
    </>
  );
}

function File({ file }: { file: RecordValues }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  const when = (value: unknown) => formatDateTime(String(value), language);
  return (
    <li className={classes.report}>
      <div>
        <div className={classes.fileName}>{String(file.name)}</div>
        <div className={classes.quiet}>
          {[t('reports.rows', { count: Number(file.rows) }), sizeWords(Number(file.size), language)].join(' · ')}
        </div>
      </div>
      <div className={`${classes.quiet} ${classes.who}`}>
        {[when(file.created_at), t('reportFiles.until', { when: when(file.expires_at) })].join(' · ')}
      </div>
      <Button
        component="a"
        href={client.reports.keptUrl(file.id)}
        download
        size="compact-sm"
        variant="default"
        leftSection={<IconDownload size={14} />}
        aria-label={t('reportFiles.fetchNamed', { name: String(file.name) })}
      >
        {t('reportFiles.fetch')}
      </Button>
    </li>
  );
}

function sizeWords(bytes: number, language: string): string {
  const [unit, of] = bytes >= 1_000_000 ? ['MB', 1_000_000] : ['kB', 1000];
  return `${formatDecimal(String(Math.max(0.1, Math.round((10 * bytes) / Number(of)) / 10)), language)} ${unit}`;
}
