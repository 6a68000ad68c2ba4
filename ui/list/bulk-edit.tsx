// Gives one field of many records the same value: choose, see what would happen, do it.

import { Button, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkResult, BulkTarget, EntityDescription, FieldDescription, Job } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { toWire, widgetFor } from '../fields/lookup.ts';
import { followJob, jobEnd, Percent, showDoneWithUndo } from '../follow-job.tsx';
import { isAskedBefore } from '../form/asked-before.ts';
import { problemText } from '../form/problems.ts';
import { errorText } from '../messages.ts';
import { client } from '../workspace.ts';
import type { Column } from './columns.ts';
import type { Rows } from './pages.ts';

export interface BulkEditProps {
  entity: EntityDescription;
  /** Those of the list: their fields are offered. */
  columns?: readonly Column[];
  /** Offered alone, e.g. the owner. */
  only?: FieldDescription;
  target: BulkTarget;
  chosen: number;
  pages: Rows;
  onDone: () => void;
}

export function BulkEdit({ entity, columns = [], only, target, chosen, pages, onDone }: BulkEditProps) {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(only?.name ?? null);
  const [value, setValue] = useState<unknown>(null);
  const field = only ?? entity.fields.find((candidate) => candidate.name === name);
  const { preview, progress, error, busy, rehearse, apply } = useBulkChange({ entity, target, chosen, pages, onDone }, field, value);
  // The owner has a button of its own, for those who may.
  const offered = columns.flatMap((column) => (column.path === column.field.name && column.path !== 'owner' ? [column.path] : []));
  const choices = entity.fields
    .filter((candidate) => canBeSet(entity.name, candidate) && offered.includes(candidate.name))
    .map(({ name: fieldName, label }) => ({ value: fieldName, label }));
  const Edit = field && widgetFor(field).Edit;
  return (
    <Stack gap="sm" w={300}>
      {!only && (
        <Select
          size="xs"
          label={t('bulk.field')}
          data={choices}
          value={name}
          onChange={(next) => {
            setName(next);
            setValue(null);
          }}
          searchable
          allowDeselect={false}
          data-autofocus
        />
      )}
      {field && Edit && (
        <Edit
          key={field.name}
          entity={entity.name}
          field={{ ...field, help: '' }}
          value={value}
          onChange={setValue}
          place="form"
          required={false}
          error={error}
        />
      )}
      {progress && (
        <div>
          <Text size="xs" c="dimmed">
            {t('bulk.rehearsing')}
          </Text>
          <Percent done={progress.done} total={progress.total} />
        </div>
      )}
      {preview && (
        <Text size="sm" role="status">
          {t('bulk.preview', { changes: preview.changes })}
          {preview.refused > 0 && ` ${t('bulk.previewRefused', { count: preview.refused, reason: preview.reason ?? '' })}`}
        </Text>
      )}
      <Button size="xs" disabled={!field || preview?.changes === 0} loading={busy} onClick={() => void (preview ? apply() : rehearse())}>
        {preview ? t('bulk.apply', { count: preview.changes }) : t('bulk.seePreview')}
      </Button>
    </Stack>
  );
}

/** What would become of the records. */
interface Preview {
  readonly changes: number;
  readonly refused: number;
  readonly reason: string | undefined;
}

/** Rehearsed first; what was rehearsed holds for that value of that field alone. */
function useBulkChange(
  { entity, target, chosen, pages, onDone }: Pick<BulkEditProps, 'entity' | 'target' | 'chosen' | 'pages' | 'onDone'>,
  field: FieldDescription | undefined,
  value: unknown,
) {
  const { t } = useTranslation();
  const [rehearsed, setRehearsed] = useState<{ readonly name: string; readonly value: unknown; readonly preview: Preview } | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [progress, setProgress] = useState<Job | null>(null);
  const [busy, during] = useBusy((cause) => setError(errorText(cause)));
  const name = field?.name ?? '';

  const send = (dryRun: boolean) => {
    const set = field ? { [field.name]: toWire(field, value) } : {};
    return client.records(entity.name).bulk({ update: { ...target, set }, ...(dryRun ? { dry_run: true } : {}) });
  };
  const attempt = (work: () => Promise<void>) =>
    during(async () => {
      setError(null);
      if (field) await work();
    });
  const rehearse = () =>
    attempt(async () => {
      const answer = await send(true);
      if ('results' in answer) return setRehearsed({ name, value, preview: previewOf(answer.results) });
      const job = await jobEnd(answer.job, setProgress).finally(() => setProgress(null));
      if (job.state !== 'done') return setError(t(`jobs.state.${job.state}`));
      const { updated = 0, failed = 0 } = job.result ?? {};
      setRehearsed({ name, value, preview: { changes: updated, refused: failed, reason: job.errors[0] && problemText(job.errors[0]) } });
    });
  const apply = () =>
    attempt(async () => {
      const answer = await send(false);
      if ('results' in answer) {
        for (const { id, ok } of answer.results) if (id && ok) pages.patch(id, { [name]: value });
        const { changes, refused } = previewOf(answer.results);
        showDoneWithUndo(t('bulk.changed', { count: changes }), answer.job, refused);
        onDone();
      } else {
        onDone();
        await followJob(answer.job, t('bulk.changing', { count: chosen }));
        void pages.reload();
      }
    });
  const preview = rehearsed?.name === name && rehearsed.value === value ? rehearsed.preview : null;
  return { preview, progress, error, busy, rehearse, apply };
}

function previewOf(results: readonly BulkResult[]): Preview {
  const refused = results.filter((result) => !result.ok);
  return {
    changes: results.filter((result) => result.status === 'updated').length,
    refused: refused.length,
    reason: refused[0]?.errors?.[0] && problemText(refused[0].errors[0]),
  };
}

function canBeSet(entity: string, field: FieldDescription): boolean {
  return !field.read_only && !isAskedBefore(entity, field.name) && !field.unique && !widgetFor(field).readOnly && !widgetFor(field).wide;
}
