// Several records become one: which stays, which value of each field stays, side by side; then what follows, and Undo.

import { Alert, Button, Radio, Skeleton, Switch, Text } from '@mantine/core';
import { IconArrowMerge } from '@tabler/icons-react';
import { useQueries, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, MergeRequest, RecordValues } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { isEmpty, nameOf, plainText, titleOf, widgetFor } from '../fields/lookup.ts';
import { followJob, showDoneWithUndo } from '../follow-job.tsx';
import { currentLanguage } from '../i18n.ts';
import { errorText, showError } from '../messages.ts';
import { keys, queryClient, recordQuery, useSetup } from '../queries.ts';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { useDataSettings } from './data-settings.ts';
import classes from './merge.module.css';
import { ALL, type Keep, type MergeField, mergeFields, proposal } from './merge-plan.ts';

export function MergePage({ entity, ids }: { entity: EntityDescription; ids: readonly string[] }) {
  const { t } = useTranslation();
  const { merge } = useDataSettings(entity.name);
  const answers = useQueries({ queries: ids.map((id) => recordQuery(entity.name, id)) });
  const failed = answers.find(({ error }) => error)?.error;
  const records = answers.flatMap(({ data }) => (data ? [data.record] : []));
  const single = [...new Map(records.map((record) => [record.id, record])).values()];
  const title = t('merge.title', { noun: entity.plural });
  if (failed) return <Notice icon={null} title={t('errors.title')} text={errorText(failed)} />;
  if (!entity.can.merge || !merge) return <Notice icon={null} title={title} text={t('merge.off')} />;
  if (records.length < ids.length) {
    return (
      <>
        <PageHead title={title} />
        <div className={classes.page}>
          <Skeleton height={260} radius="md" />
        </div>
      </>
    );
  }
  if (single.length < 2) return <Notice icon={null} title={title} text={t('merge.tooFew')} />;
  return <MergeForm key={single.map(({ id }) => id).join()} entity={entity} records={single} title={title} />;
}

function MergeForm({ entity, records, title }: { entity: EntityDescription; records: readonly RecordValues[]; title: string }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const [targetId, setTarget] = useState(records[0]?.id ?? '');
  const [chosen, setChosen] = useState<Keep>({});
  const [all, setAll] = useState(false);
  const [busy, during] = useBusy((cause) => showError(cause, errorText(cause)));
  const target = records.find(({ id }) => id === targetId) ?? (records[0] as RecordValues);
  const fields = useMemo(() => mergeFields(entity, records), [entity, records]);
  const keep: Keep = { ...proposal(fields, target, records), ...chosen };
  const differing = fields.filter(({ differs }) => differs);
  const shown = all ? fields : differing;
  const request: MergeRequest = { target: target.id, sources: records.map(({ id }) => id).filter((id) => id !== target.id), keep };
  const { data: preview, error } = useQuery({
    queryKey: [...keys.entity(entity.name), 'merge', request],
    queryFn: () => client.records(entity.name).merge({ ...request, dry_run: true }),
    // Once they are one, there is nothing left to look ahead to.
    enabled: !busy,
    retry: false,
    staleTime: 0,
  });

  const run = () =>
    during(async () => {
      const answer = await client.records(entity.name).merge(request);
      const name = titleOf(entity, target);
      if ('target' in answer) showDoneWithUndo(t('merge.done', { count: records.length, title: name }), answer.job ?? undefined);
      else await followJob(answer.job, t('merge.doing', { count: records.length }));
      for (const { id } of records) queryClient.removeQueries({ queryKey: keys.record(entity.name, id) });
      await queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
      await navigate({ to: '/$entity/$id', params: { entity: entity.name, id: target.id }, replace: true });
    });

  return (
    <>
      <PageHead title={title} />
      <div className={classes.page}>
        <Text size="sm" c="dimmed" className={classes.hint}>
          {t('merge.hint')}
        </Text>
        <div className={classes.scroll}>
          <table className={classes.table} style={{ minWidth: 150 + records.length * 190 }}>
            <thead>
              <tr>
                <th scope="col" className={classes.field}>
                  {t('merge.target')}
                </th>
                {records.map((record) => (
                  <th key={record.id} scope="col" data-target={record.id === target.id || undefined}>
                    <Radio
                      size="sm"
                      name="target"
                      checked={record.id === target.id}
                      onChange={() => setTarget(record.id)}
                      label={nameOf(entity, record)}
                    />
                    <RecordTrace entity={entity} record={record} />
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {shown.map((one) => (
                <FieldRow
                  key={one.field.name}
                  one={one}
                  records={records}
                  value={keep[one.field.name] ?? target.id}
                  onChoose={(value) => setChosen((was) => ({ ...was, [one.field.name]: value }))}
                />
              ))}
            </tbody>
          </table>
        </div>
        {differing.length === 0 && <Text size="sm">{t('merge.same')}</Text>}
        <Switch size="sm" checked={all} onChange={(event) => setAll(event.currentTarget.checked)} label={t('merge.showAll')} />
        {error && (
          <Alert color="red" variant="light" role="alert">
            {errorText(error)}
          </Alert>
        )}
        <Followers preview={preview} />
        <div className={classes.foot}>
          <Button leftSection={<IconArrowMerge size={16} />} loading={busy} disabled={!!error} onClick={() => void run()}>
            {t('merge.run', { count: records.length })}
          </Button>
          <Button
            variant="default"
            onClick={() =>
              router.history.canGoBack() ? router.history.back() : void navigate({ to: '/$entity', params: { entity: entity.name } })
            }
          >
            {t('form.cancel')}
          </Button>
        </div>
      </div>
    </>
  );
}

function RecordTrace({ entity, record }: { entity: EntityDescription; record: RecordValues }) {
  const { t } = useTranslation();
  const at = record.updated_at;
  return (
    <div className={classes.trace}>
      {typeof at === 'string' && <span>{formatDateTime(at, currentLanguage())}</span>}
      <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }} target="_blank">
        {t('jobs.open')}
      </Link>
    </div>
  );
}

interface FieldRowProps {
  one: MergeField;
  records: readonly RecordValues[];
  value: string;
  onChoose: (value: string) => void;
}

function FieldRow({ one: { field, differs, joins }, records, value, onChoose }: FieldRowProps) {
  const { t } = useTranslation();
  const { Show } = widgetFor(field);
  return (
    <tr data-field={field.name}>
      <th scope="row" className={classes.field}>
        {field.label}
        {joins && differs && (
          <Radio size="xs" mt={6} name={field.name} checked={value === ALL} onChange={() => onChoose(ALL)} label={t('merge.join')} />
        )}
      </th>
      {records.map((record) => {
        const own = record[field.name] ?? null;
        const kept = value === ALL || value === record.id;
        const shown = isEmpty(own) ? (
          <span className={classes.empty}>{t('record.empty')}</span>
        ) : field.fields ? (
          t('merge.rows', { count: (own as unknown[]).length })
        ) : (
          <Show field={field} value={own} place="page" />
        );
        return (
          <td key={record.id} data-kept={(differs && kept) || undefined}>
            {differs ? (
              <div className={classes.choice}>
                <Radio
                  size="xs"
                  name={field.name}
                  checked={value === record.id}
                  onChange={() => onChoose(record.id)}
                  aria-label={`${field.label}: ${isEmpty(own) ? t('record.empty') : plainText(field, own)}`}
                />
                {/* biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: a larger place for the mouse; the keyboard has the radio */}
                <div className={classes.value} onClick={() => onChoose(record.id)}>
                  {shown}
                </div>
              </div>
            ) : (
              <div className={classes.same}>{shown}</div>
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Followers({ preview }: { preview: Awaited<ReturnType<ReturnType<typeof client.records>['merge']>> | undefined }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  if (!preview || !('target' in preview)) return null;
  const counts = new Map<string, number>();
  for (const { entity, count } of preview.references) counts.set(entity, (counts.get(entity) ?? 0) + count);
  const words = [...counts].map(([name, count]) => `${entities.find((entity) => entity.name === name)?.plural ?? name} ${count}`);
  return (
    <Text size="sm" role="status">
      {words.length === 0 ? t('merge.nothingFollows') : t('merge.follows', { what: words.join(' · ') })}
    </Text>
  );
}
