// Gives one field of many records the same value: choose, see what would happen, do it.

import { Button, Select, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { BulkTarget, EntityDescription, FieldDescription, Job } from '../../client/index.ts';
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

interface Preview {
  readonly changes: number;
  readonly refused: number;
  readonly reason: string | undefined;
}

export function BulkEdit({ entity, columns = [], only, target, chosen, pages, onDone }: BulkEditProps) {
  const { t } = useTranslation();
  const [name, setName] = useState<string | null>(only?.name ?? null);
  const [value, setValue] = useState<unknown>(null);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [progress, setProgress] = useState<Job | null>(null);
  const field = only ?? entity.fields.find((candidate) => candidate.name === name);
  // The owner has a button of its own, for those who may.
  const offered = columns.flatMap((column) => (column.path === column.field.name && column.path !== 'owner' ? [column.path] : []));
  const choices = entity.fields
    .filter((candidate) => canBeSet(entity.name, candidate) && offered.includes(candidate.name))
    .map(({ name: fieldName, label }) => ({ value: fieldName, label }));

  const call = async (dryRun: boolean) => {
    if (!field) return;
    setBusy(true);
    setError(null);
    try {
      const set = { [field.name]: toWire(field, value) };
      const answer = await client.records(entity.name).bulk({ update: { ...target, set }, ...(dryRun ? { dry_run: true } : {}) });
      if (!('results' in answer) && dryRun) {
        const job = await jobEnd(answer.job, setProgress);
        const { updated = 0, failed = 0 } = job.result ?? {};
        if (job.state === 'done') setPreview({ changes: updated, refused: failed, reason: job.errors[0] && problemText(job.errors[0]) });
        else setError(t(`jobs.state.${job.state}`));
        return;
      }
      if (!('results' in answer)) {
        onDone();
        await followJob(answer.job, t('bulk.changing', { count: chosen }));
        void pages.reload();
        return;
      }
      const refused = answer.results.filter((result) => !result.ok);
      const changes = answer.results.filter((result) => result.status === 'updated').length;
      if (dryRun) {
        const reason = refused[0]?.errors?.[0] && problemText(refused[0].errors[0]);
        setPreview({ changes, refused: refused.length, reason });
      } else {
        for (const { id, ok } of answer.results) if (id && ok) pages.patch(id, { [field.name]: value });
        showDoneWithUndo(t('bulk.changed', { count: changes }), answer.job, refused.length);
        onDone();
      }
    } catch (cause) {
      setError(errorText(cause));
    } finally {
      setBusy(false);
      setProgress(null);
    }
  };

  const change = (next: unknown) => {
    setValue(next);
    setPreview(null);
  };
  const Edit = field && widgetFor(field).Edit;
  const rehearse = preview === null;
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
            change(null);
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
          onChange={change}
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
      <Button size="xs" disabled={!field || preview?.changes === 0} loading={busy} onClick={() => void call(rehearse)}>
        {rehearse ? t('bulk.seePreview') : t('bulk.apply', { count: preview?.changes ?? chosen })}
      </Button>
    </Stack>
  );
}

function canBeSet(entity: string, field: FieldDescription): boolean {
  return !field.read_only && !isAskedBefore(entity, field.name) && !field.unique && !widgetFor(field).readOnly && !widgetFor(field).wide;
}
