// What a workflow would do to a record, step by step; nothing is written.

import { Alert, Button, Modal, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, Reference, Values } from '../../client/index.ts';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import { problemsIn } from '../form/problems.ts';
import { errorText } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { HistoryLineText } from '../record/history-line.tsx';
import { historyLines } from '../record/history-lines.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { client } from '../workspace.ts';
import { type DraftStep, type DraftWorkflow, type Kind, toRecord } from './draft.ts';
import { KIND_ICONS } from './kinds.ts';
import classes from './workflows.module.css';

interface TriedRecord {
  readonly entity: string;
  /** Null: one that may not be seen. */
  readonly id: string | null;
  readonly title: string | null;
  readonly verb: 'update' | 'create';
  readonly changes: readonly { readonly field: string; readonly before: unknown; readonly after: unknown }[];
}

interface TriedStep {
  readonly step: number;
  readonly kind: Kind;
  readonly state: 'done' | 'failed' | 'not_done';
  readonly message: string | null;
  readonly records: readonly TriedRecord[];
  readonly mails: readonly { readonly to: string; readonly subject: string; readonly text: string }[];
  readonly notices: readonly { readonly users: readonly string[]; readonly title: string }[];
  readonly request: { readonly method: string; readonly address: string; readonly headers: unknown; readonly body: string | null } | null;
}

interface Tried {
  readonly matches: boolean;
  readonly steps: readonly TriedStep[];
}

interface TryDialogProps {
  readonly noun: EntityDescription;
  readonly draft: DraftWorkflow;
  readonly onClose: () => void;
}

export function TryDialog({ noun, draft, onClose }: TryDialogProps) {
  const { t } = useTranslation();
  const [record, setRecord] = useState<Reference | null>(null);
  const attempt = useMutation({
    mutationFn: (chosen: Reference) => {
      // A secret that is stored is sent by no one, and none is needed to look.
      const { secret: _, ...workflow } = toRecord(draft);
      return client.service<Tried>('try_workflow', {
        workflow: { ...workflow, name: draft.name || t('workflows.new') },
        record: chosen.id,
      });
    },
  });
  const choose = (chosen: Reference | null) => {
    setRecord(chosen);
    if (chosen) attempt.mutate(chosen);
    else attempt.reset();
  };
  return (
    <Modal opened onClose={onClose} size="lg" title={t('workflows.try')} closeButtonProps={{ 'aria-label': t('dashboard.close') }}>
      <Stack gap="sm">
        <p className={classes.quiet}>{t('workflows.tryHint')}</p>
        <ReferencePicker
          entity="workflows"
          field={useRecordField(noun)}
          place="form"
          required={false}
          value={record}
          onChange={(chosen) => choose(chosen as Reference | null)}
          autoFocus
        />
        {attempt.error && <Refused error={attempt.error} />}
        {attempt.data && <Outcome tried={attempt.data} draft={draft} />}
        {record && (
          <Button
            variant="default"
            size="xs"
            loading={attempt.isPending}
            onClick={() => attempt.mutate(record)}
            style={{ justifySelf: 'start', alignSelf: 'start' }}
          >
            {t('workflows.tryAgain')}
          </Button>
        )}
      </Stack>
    </Modal>
  );
}

/** A reference of no noun, to choose a record by. */
function useRecordField(noun: EntityDescription): FieldDescription {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const like = entities.flatMap(({ fields }) => fields).find(({ type }) => type === 'reference')!;
  return { ...like, name: 'record', label: t('workflows.tryRecord', { noun: noun.label }), help: '', required: false, to: [noun.name] };
}

function Refused({ error }: { error: unknown }) {
  const problems = Object.values(problemsIn(error) ?? {});
  const texts = problems.length > 0 ? problems : [errorText(error)];
  return (
    <Alert color="red" variant="light" role="alert">
      {texts.map((text) => (
        <div key={text}>{text}</div>
      ))}
    </Alert>
  );
}

function Outcome({ tried: { matches, steps }, draft }: { tried: Tried; draft: DraftWorkflow }) {
  const { t } = useTranslation();
  const words = !matches ? 'workflows.wouldNotRun' : draft.event === 'deleted' ? 'workflows.triedDeleted' : 'workflows.wouldRun';
  return (
    <div role="status">
      <Alert color={matches ? 'green' : 'yellow'} variant="light" mb="sm">
        {t(words)}
      </Alert>
      <ol className={classes.tried}>
        {steps.map((step) => (
          <StepOutcome key={step.step} step={step} of={draft.steps[step.step - 1]} />
        ))}
      </ol>
    </div>
  );
}

function StepOutcome({ step, of }: { step: TriedStep; of: DraftStep | undefined }) {
  const { t } = useTranslation();
  const Icon = KIND_ICONS[step.kind];
  return (
    <li className={classes.step}>
      <div className={classes.stepHead}>
        <Icon size={17} stroke={1.6} aria-hidden />
        <span className={classes.stepName}>{t('workflows.stepName', { number: step.step, kind: t(`workflows.kind.${step.kind}`) })}</span>
        <span className={step.state === 'failed' ? classes.problem : classes.quiet}>{t(`workflows.tried.${step.state}`)}</span>
      </div>
      <div className={classes.stepBody}>
        {of && of.delay > 0 && (
          <p className={classes.quiet}>{`${of.delay} ${t(`workflows.later.${of.delay_unit}`, { count: of.delay })}`}</p>
        )}
        {step.state === 'failed' && <p className={classes.problem}>{step.message}</p>}
        {step.records.map((record, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: those that may not be seen have no id
          <RecordOutcome key={at} record={record} />
        ))}
        {step.mails.map((mail) => (
          <div key={mail.to}>
            <b>{mail.subject}</b> → {mail.to}
            <div className={classes.letter}>{mail.text}</div>
          </div>
        ))}
        {step.notices.map((notice) => (
          <div key={notice.title}>
            <b>{notice.title}</b> → {notice.users.join(', ')}
          </div>
        ))}
        {step.request && <Request request={step.request} />}
      </div>
    </li>
  );
}

function Request({ request: { method, address, headers, body } }: { request: NonNullable<TriedStep['request']> }) {
  const lines =
    typeof headers === 'string'
      ? headers
      : Object.entries((headers ?? {}) as Values)
          .map(([name, value]) => `${name}: ${value}`)
          .join('\n');
  return <pre className={classes.letter}>{[`${method} ${address}`, lines, body].filter(Boolean).join('\n\n')}</pre>;
}

function RecordOutcome({ record }: { record: TriedRecord }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const noun = entities.find(({ name }) => name === record.entity);
  const title = record.title || t('log.untitled');
  return (
    <div>
      {t(`workflows.would.${record.verb}`)} {noun?.label ?? record.entity}{' '}
      {record.verb === 'update' && record.id ? (
        <RecordLink entity={record.entity} id={record.id}>
          {title}
        </RecordLink>
      ) : (
        <b>{title}</b>
      )}
      <ul className={classes.what}>
        {noun && historyLines(noun, changeOf(record)).map((line) => <HistoryLineText key={line.key} line={line} />)}
      </ul>
    </div>
  );
}

function changeOf({ verb, changes }: TriedRecord) {
  const values = (name: 'before' | 'after'): Values => Object.fromEntries(changes.map((change) => [change.field, change[name]]));
  return { before: verb === 'create' ? null : values('before'), after: values('after') };
}
