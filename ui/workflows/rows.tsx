// Workflows as a list has them, and what one of them does in words.

import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Values } from '../../client/index.ts';
import { toModel } from '../filter/model.ts';
import { useTitles } from '../filter/use-titles.ts';
import { keys, useEntity, useSetup } from '../queries.ts';
import { readText } from '../settings/condition-edit.tsx';
import { client } from '../workspace.ts';
import { type DraftWorkflow, draftOf, type Kind } from './draft.ts';
import { kindsText, sentenceOf } from './sentence.ts';
import classes from './workflows.module.css';

export interface WorkflowRow extends Pick<DraftWorkflow, 'name' | 'entity' | 'active' | 'event' | 'fields' | 'condition'> {
  readonly id: string;
  readonly order: number;
  readonly kinds: readonly Kind[];
}

/** Between the orders of two workflows of a module. */
export const STEP = 10;

const QUERY = {
  fields: ['name', 'entity', 'active', 'order', 'event', 'fields', 'condition', 'steps.kind'],
  sort: 'entity,order,name',
  limit: 500,
};

export function useWorkflows() {
  return useQuery({
    queryKey: keys.list('workflows', QUERY),
    queryFn: ({ signal }) => client.records('workflows').list(QUERY, { signal }),
    select: ({ records }) => records.map(rowOf),
  });
}

function rowOf(record: RecordValues): WorkflowRow {
  const { name, entity, active, event, fields, condition } = draftOf({ ...record, steps: [] });
  const steps = Array.isArray(record.steps) ? (record.steps as readonly Values[]) : [];
  const kinds = steps.map(({ kind }) => kind as Kind);
  return { id: record.id, name, entity, active, event, fields, condition, order: Number(record.order ?? 0), kinds };
}

export function RowSentence({ noun: name, row }: { noun: string; row: WorkflowRow }) {
  const { t } = useTranslation();
  const noun = useEntity(name);
  if (!noun) return <span className={classes.problem}>{t('workflows.nounGone')}</span>;
  return (
    <>
      <Beginning noun={noun} row={row} />
      {row.kinds.length > 0 && <span className={classes.quiet}>{kindsText(row.kinds, t)}</span>}
    </>
  );
}

function Beginning({ noun, row: { event, fields, condition } }: { noun: EntityDescription; row: WorkflowRow }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const group = useMemo(() => toModel((condition && readText(condition)?.expression) || null), [condition]);
  const titles = useTitles(noun, group);
  return <span className={classes.quiet}>{sentenceOf({ event, fields, condition }, { entities, noun, titles, t })}</span>;
}
