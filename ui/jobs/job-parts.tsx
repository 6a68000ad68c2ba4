// A job's parts, shared by the import and the page of jobs: progress, counts, what was refused, what can be done about it.

import { Button, Progress, Table, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Job } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { formatDecimal } from '../fields/format.ts';
import { titleOf } from '../fields/lookup.ts';
import { followJob } from '../follow-job.tsx';
import { problemText } from '../form/problems.ts';
import { currentLanguage } from '../i18n.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './jobs.module.css';
import { isRunning } from './use-job.ts';

export function JobProgress({ job, total: expected = null }: { job: Job | undefined; total?: number | null }) {
  const { t } = useTranslation();
  const total = job?.total ?? expected;
  const known = job !== undefined && job.state === 'running' && !!total;
  return (
    <div className={classes.progress}>
      <Progress value={known ? (100 * job.done) / total : 100} animated={!known} aria-label={t('jobs.progress')} />
      <Text size="xs" c="dimmed" role="status">
        {known ? t('jobs.doneOf', { done: number(job.done), total: number(total) }) : t(`jobs.state.${job?.state ?? 'queued'}`)}
      </Text>
    </div>
  );
}

function number(value: number): string {
  return formatDecimal(value, currentLanguage());
}

const COUNTS = ['created', 'updated', 'deleted', 'unchanged', 'skipped', 'failed'] as const;

export function JobResult({ job }: { job: Job }) {
  const { t } = useTranslation();
  const result = job.result ?? {};
  const counts = COUNTS.filter((name) => result[name] !== undefined);
  if (counts.length === 0) return <Text size="sm">{t('jobs.doneCount', { count: job.done })}</Text>;
  return (
    <dl className={classes.counts}>
      {counts.map((name) => (
        <div key={name} className={classes.count} data-zero={result[name] === 0 || undefined} data-kind={name}>
          <dt>{t(`jobs.count.${name}`)}</dt>
          <dd>{number(result[name] ?? 0)}</dd>
        </div>
      ))}
    </dl>
  );
}

const SHOWN = 30;
/** Row numbers told of one complaint. */
const ROWS = 5;

interface Complaint {
  /** Noun of the records. */
  readonly entity: string | null;
  readonly field: string;
  readonly text: string;
  readonly rows: readonly (number | string)[];
}

export function JobErrors({ job }: { job: Job }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const nounOf = (name: string | null) => entities.find((candidate) => candidate.name === name);
  const [all, setAll] = useState(false);
  if (job.errors.length === 0) return null;
  const complaints = gathered(job);
  const shown = all ? complaints : complaints.slice(0, SHOWN);
  return (
    <section aria-label={t('jobs.errors')} className={classes.errors}>
      <header className={classes.errorsHead}>
        <h2 className={classes.heading}>{t('jobs.errors')}</h2>
        <Button
          component="a"
          href={client.jobs.errorsUrl(job.id)}
          download
          size="compact-sm"
          variant="default"
          leftSection={<IconDownload size={14} />}
        >
          {t('jobs.download')}
        </Button>
      </header>
      {(job.result?.failed ?? 0) > job.errors.length && (
        <Text size="xs" c="dimmed">
          {t('jobs.firstErrors', { count: job.errors.length })}
        </Text>
      )}
      <Table verticalSpacing={6} fz="sm" className={classes.refused}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>{t('jobs.field')}</Table.Th>
            <Table.Th>{t('jobs.reason')}</Table.Th>
            <Table.Th w={220}>{t(job.errors[0]?.id === undefined ? 'jobs.row' : 'jobs.record')}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map(({ entity: name, field, text, rows }) => (
            <Table.Tr key={`${name} ${field} ${text}`}>
              <Table.Td>{labelOf(nounOf(name), field)}</Table.Td>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{text}</Table.Td>
              <Table.Td>
                <Rows entity={nounOf(name)} rows={rows} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {complaints.length > shown.length && (
        <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)} className={classes.more}>
          {t('jobs.showAllErrors', { count: complaints.length })}
        </Button>
      )}
    </section>
  );
}

function labelOf(entity: EntityDescription | undefined, field: string): string {
  return (entity && fieldOf(entity, field)?.label) || field || '–';
}

function Rows({ entity, rows }: { entity: EntityDescription | undefined; rows: readonly (number | string)[] }) {
  const { t } = useTranslation();
  const few = rows.slice(0, ROWS);
  if (few.every((row) => typeof row === 'number')) {
    const words = few.map(number).join(', ') + (rows.length > ROWS ? ' …' : '');
    return rows.length === 1 ? words : t('jobs.rows', { count: rows.length, rows: words });
  }
  return entity ? <RecordTitles entity={entity} ids={few.map(String)} more={rows.length - few.length} /> : '–';
}

/** Records by their names; one that is gone or out of reach still leads to where it was. */
function RecordTitles({ entity, ids, more }: { entity: EntityDescription; ids: readonly string[]; more: number }) {
  const { t } = useTranslation();
  const query = { filter: `id in (${ids.map((id) => JSON.stringify(id)).join(', ')})`, fields: ['id', ...entity.title], limit: ROWS };
  const { data } = useQuery({
    queryKey: keys.list(entity.name, query),
    queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }),
  });
  const titles = new Map(data?.records.map((record) => [record.id, titleOf(entity, record)]));
  return (
    <>
      {ids.map((id) => (
        <Link key={id} to="/$entity/$id" params={{ entity: entity.name, id }} className={classes.open}>
          {titles.get(id) || t('jobs.open')}
        </Link>
      ))}
      {more > 0 && t('jobs.moreRecords', { count: more })}
    </>
  );
}

/** The same complaint about many rows is one line, in the order of the rows. */
function gathered(job: Job): readonly Complaint[] {
  const found = new Map<string, Complaint & { rows: (number | string)[] }>();
  for (const error of job.errors) {
    const text = job.kind === 'import' ? error.message : problemText(error);
    const entity = error.entity ?? job.entity ?? null;
    const key = `${entity} ${error.field} ${text}`;
    const known = found.get(key) ?? { entity, field: error.field, text, rows: [] };
    known.rows.push(error.id ?? error.row ?? '');
    found.set(key, known);
  }
  return [...found.values()];
}

/** Stop while it works, Undo when it is done. */
export function JobActions({ job }: { job: Job }) {
  const { t } = useTranslation();
  const [busy, work] = useBusy();
  const during = async (what: () => Promise<unknown>) => {
    await work(what);
    void queryClient.invalidateQueries({ queryKey: keys.jobs });
  };
  const undo = async () => {
    const { job: undoing } = await client.jobs.undo(job.id);
    void queryClient.invalidateQueries({ queryKey: keys.jobs });
    if (undoing) await followJob(undoing, t('jobs.undoing'));
    if (job.entity) void queryClient.invalidateQueries({ queryKey: keys.entity(job.entity) });
  };
  if (isRunning(job)) {
    return (
      <Button variant="default" loading={busy} onClick={() => void during(() => client.jobs.cancel(job.id))}>
        {t('jobs.cancel')}
      </Button>
    );
  }
  if (job.undone) return <Text size="sm">{t('jobs.undone')}</Text>;
  if (!canUndo(job)) return null;
  return (
    <Button variant="default" loading={busy} onClick={() => void during(undo)}>
      {t('jobs.undoAll')}
    </Button>
  );
}

/** Something was written, and not only rehearsed. */
export function canUndo(job: Job): boolean {
  if (isRunning(job) || job.kind === 'undo' || job.dry_run === true) return false;
  const { created, updated, deleted } = job.result ?? {};
  const written = [created, updated, deleted].filter((count) => count !== undefined);
  return written.length === 0 ? job.done > 0 : written.some((count) => count > 0);
}
