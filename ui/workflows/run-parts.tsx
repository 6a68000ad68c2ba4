// One run of a workflow: of which record, why, what came of each step, and what can still be done about it.

import { Button, Group } from '@mantine/core';
import { IconCheck, IconRefresh, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { OptionBadge } from '../fields/option-badge.tsx';
import { followJob } from '../follow-job.tsx';
import { currentLanguage } from '../i18n.ts';
import { showDone } from '../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { client } from '../workspace.ts';
import type { Kind } from './draft.ts';
import classes from './workflows.module.css';

/** As the log of a run has it. */
interface Done {
  readonly step: number;
  readonly kind: Kind;
  readonly at: string;
  readonly state: 'done' | 'failed' | 'retried';
  readonly message: string | null;
  readonly records?: readonly { readonly entity: string; readonly id: string }[];
}

const logOf = ({ log }: RecordValues) => (Array.isArray(log) ? log : []) as readonly Done[];

export function Run({ runs, run }: { runs: EntityDescription; run: RecordValues }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const state = fieldOf(runs, 'state');
  const done = logOf(run);
  const chain = (Array.isArray(run.chain) ? run.chain : []) as readonly string[];
  return (
    <li className={classes.run} data-run={run.id}>
      <span>{state && <OptionBadge field={state} value={String(run.state)} />}</span>
      <div>
        <RunHead run={run} />
        <Why run={run} />
        {!!run.message && <p className={run.state === 'failed' ? classes.problem : classes.quiet}>{String(run.message)}</p>}
        {chain.length > 0 && <p className={classes.quiet}>{t('workflows.chain', { names: [...chain, String(run.name)].join(' → ') })}</p>}
        {done.length > 0 && (
          <Button size="compact-xs" variant="subtle" color="gray" aria-expanded={open} onClick={() => setOpen(!open)} ms={-8}>
            {t('workflows.stepsDone', { count: done.filter((one) => one.state === 'done').length, all: Number(run.steps ?? done.length) })}
          </Button>
        )}
        {open && <StepsDone done={done} />}
      </div>
      <RunActions runs={runs} run={run} />
    </li>
  );
}

function RunHead({ run }: { run: RecordValues }) {
  const workflow = run.workflow as AnyReference | null;
  const about = run.about as AnyReference | null;
  return (
    <div>
      {workflow ? (
        <Link to="/workflows/$id" params={{ id: workflow.id }} className={classes.name}>
          {String(run.name)}
        </Link>
      ) : (
        <b>{String(run.name)}</b>
      )}
      {about && (
        <>
          {' · '}
          <RecordLink entity={about.entity} id={about.id}>
            {about.title}
          </RecordLink>
        </>
      )}
    </div>
  );
}

/** Because Anna changed it; and when. */
function Why({ run }: { run: RecordValues }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const language = currentLanguage();
  const noun = entities.find(({ name }) => name === run.entity);
  const when = (at: unknown) => formatDateTime(String(at), language);
  return (
    <p className={classes.quiet}>
      {[
        noun?.label,
        because(run, noun, t),
        run.created_at && when(run.created_at),
        run.state === 'waiting' && run.due_at && t('workflows.due', { step: Number(run.step ?? 1), when: when(run.due_at) }),
      ]
        .filter(Boolean)
        .join(' · ')}
    </p>
  );
}

/** The fields that set it off are named where they are few. */
function because({ by, by_name, event, changed }: RecordValues, noun: EntityDescription | undefined, t: TFunction): string {
  const who = (by as Reference | null)?.title || String(by_name || 'Kontor');
  const names = Array.isArray(changed) ? (changed as readonly string[]) : [];
  const labels = names.flatMap(
    (name) => noun?.fields.find((field) => field.name === name && (!field.system || name === 'owner'))?.label ?? [],
  );
  if (labels.length === 0 || labels.length > MOST) return t(`workflows.because.${String(event)}`, { who });
  return t('workflows.because.fields', { who, fields: labels.join(', ') });
}

const SIGNS = { done: IconCheck, failed: IconX, retried: IconRefresh } as const;

function StepsDone({ done }: { done: readonly Done[] }) {
  const { t } = useTranslation();
  const language = currentLanguage();
  return (
    <ol className={classes.runSteps}>
      {done.map((one, at) => {
        const Sign = SIGNS[one.state] ?? IconCheck;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a log only grows
          <li key={at} className={classes.runStep}>
            <Sign size={16} role="img" aria-label={t(`workflows.logged.${one.state}`)} />
            <span>
              {t('workflows.stepName', { number: one.step, kind: t(`workflows.kind.${one.kind}`) })}{' '}
              <span className={classes.quiet}>{formatDateTime(one.at, language)}</span>
              {one.message && <span className={one.state === 'failed' ? classes.problem : classes.quiet}> {one.message}</span>}
              {(one.records ?? []).slice(0, MOST).map((record) => (
                <Written key={record.id} {...record} />
              ))}
              {(one.records?.length ?? 0) > MOST && ` +${one.records!.length - MOST}`}
            </span>
          </li>
        );
      })}
    </ol>
  );
}

const MOST = 5;

function Written({ entity, id }: { entity: string; id: string }) {
  const { entities } = useSetup();
  const noun = entities.find(({ name }) => name === entity);
  return (
    <>
      {' · '}
      <RecordLink entity={entity} id={id}>
        {noun?.label ?? entity}
      </RecordLink>
    </>
  );
}

function RunActions({ runs, run }: { runs: EntityDescription; run: RecordValues }) {
  const wrote = logOf(run).some(({ records = [] }) => records.length > 0);
  const { t } = useTranslation();
  const [busy, during] = useBusy();
  const calls = client.records('workflow_runs');
  const label = (action: string) => runs.actions.find(({ name }) => name === action)?.label ?? action;
  const act = (action: string, words: string) =>
    during(async () => {
      await calls.act(run.id, action);
      await queryClient.invalidateQueries({ queryKey: keys.entity('workflow_runs') });
      showDone(words);
    });
  const undo = () =>
    during(async () => {
      const { result } = await calls.act<{ result: { job: string } }>(run.id, 'undo');
      await followJob(result.job, t('jobs.undoing'));
      void queryClient.invalidateQueries();
    });
  const has = (action: string) => runs.actions.some(({ name }) => name === action);
  return (
    <Group gap={6} wrap="nowrap">
      {has('retry') && ['failed', 'stopped'].includes(String(run.state)) && (
        <Button size="compact-sm" variant="default" loading={busy} onClick={() => void act('retry', t('workflows.retried'))}>
          {label('retry')}
        </Button>
      )}
      {has('cancel') && run.state === 'waiting' && (
        <Button size="compact-sm" variant="default" loading={busy} onClick={() => void act('cancel', t('workflows.cancelled'))}>
          {label('cancel')}
        </Button>
      )}
      {has('undo') && wrote && (
        <Button
          size="compact-sm"
          variant="subtle"
          color="gray"
          loading={busy}
          onClick={() => void undo()}
          aria-label={`${t('jobs.undo')}: ${String(run.name)}`}
        >
          {t('jobs.undo')}
        </Button>
      )}
    </Group>
  );
}
