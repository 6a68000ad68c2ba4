// The front page of reports: folders, a search, and what others share.

import { ActionIcon, Badge, Menu, Skeleton, TextInput, Tooltip } from '@mantine/core';
import { IconCopy, IconDots, IconFiles, IconPencil, IconPlus, IconReport, IconSearch, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues, Reference } from '../../client/index.ts';
import { fold } from '../../schema/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { useLive } from '../live.tsx';
import { errorText, showError } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import { deleteRecord } from '../record/delete-record.tsx';
import classes from '../reports/reports.module.css';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';

const QUERY = { fields: ['name', 'folder', 'description', 'shared', 'owner', 'updated_at'], sort: 'name', limit: 500 } as const;

export function ReportsScreen() {
  const { t } = useTranslation();
  const entity = useEntity('reports');
  const [search, setSearch] = useState('');
  const { data, error } = useQuery({
    queryKey: keys.list('reports', QUERY),
    queryFn: ({ signal }) => client.records('reports').list(QUERY, { signal }),
  });
  useLive('reports', () => void queryClient.invalidateQueries({ queryKey: keys.entity('reports') }));
  const words = fold(search).trim();
  const found = (data?.records ?? []).filter((report) =>
    fold([report.name, report.folder, report.description].filter(Boolean).join(' ')).includes(words),
  );
  const folders = Map.groupBy(found, (report) => String(report.folder ?? ''));
  const names = [...folders.keys()].sort((a, b) => (a === '' ? 1 : b === '' ? -1 : a.localeCompare(b, currentLanguage())));
  return (
    <>
      <PageHead title={t('reports.title')}>
        <ButtonLink variant="default" to="/reports/files" leftSection={<IconFiles size={15} />}>
          {t('reportFiles.title')}
        </ButtonLink>
        {entity?.can.create && (
          <ButtonLink to="/reports/$id/edit" params={{ id: 'new' }} leftSection={<IconPlus size={15} />}>
            {t('reports.new')}
          </ButtonLink>
        )}
      </PageHead>
      {error && <Notice icon={<IconReport size={28} stroke={1.5} />} title={t('errors.title')} text={errorText(error)} />}
      {!data && !error && <Skeleton height={180} mx={20} w="auto" />}
      {data && data.records.length === 0 && (
        <Notice icon={<IconReport size={30} stroke={1.4} />} title={t('reports.empty')} text={t('reports.emptyHint')} />
      )}
      {data && data.records.length > 0 && (
        <div className={classes.list}>
          <TextInput
            aria-label={t('reports.search')}
            placeholder={t('reports.search')}
            leftSection={<IconSearch size={15} />}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
            maw={360}
          />
          {found.length === 0 && <p className={classes.quiet}>{t('reports.notFound')}</p>}
          {names.map((name) => (
            <section key={name} className={classes.folder}>
              <h2>{name || t('reports.noFolder')}</h2>
              <ul className={classes.reports}>
                {folders.get(name)?.map((report) => (
                  <Report key={report.id} report={report} />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
    </>
  );
}

function Report({ report }: { report: RecordValues }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const entity = useEntity('reports');
  const name = String(report.name);
  const details = [(report.owner as Reference | null)?.title, formatDateTime(String(report.updated_at), currentLanguage())].filter(Boolean);
  return (
    <li className={classes.report}>
      <div>
        <Link to="/reports/$id" params={{ id: report.id }} target="_blank" className={classes.name}>
          {name}
        </Link>
        {!!report.description && <div className={classes.quiet}>{String(report.description)}</div>}
      </div>
      <div className={`${classes.quiet} ${classes.who}`}>
        {report.shared !== 'private' && (
          <Badge size="sm" variant="light" me={8}>
            {t(`reports.shared.${String(report.shared)}`)}
          </Badge>
        )}
        {details.join(' · ')}
      </div>
      <div className={classes.buttons}>
        <Tooltip label={t('reports.edit')}>
          <ActionIcon
            component="a"
            href={`./reports/${report.id}/edit`}
            aria-label={t('reports.editNamed', { name })}
            onClick={(event) => {
              event.preventDefault();
              void navigate({ to: '/reports/$id/edit', params: { id: report.id } });
            }}
          >
            <IconPencil size={16} />
          </ActionIcon>
        </Tooltip>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon aria-label={t('reports.more', { name })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item
              leftSection={<IconCopy size={15} />}
              onClick={() => void navigate({ to: '/reports/$id/edit', params: { id: 'new' }, search: { from: report.id } })}
            >
              {t('reports.copy')}
            </Menu.Item>
            {entity?.can.delete && (
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={15} />}
                onClick={() => void deleteRecord(entity, report.id, name).catch(showError)}
              >
                {t('reports.delete')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      </div>
    </li>
  );
}
