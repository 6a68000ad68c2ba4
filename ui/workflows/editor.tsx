// The page of a workflow: when it begins, and what it does then.

import { Alert, Button, Collapse, Switch, Textarea, TextInput } from '@mantine/core';
import { IconFlask, IconHistory } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { useLeaveGuard } from '../form/leave-guard.tsx';
import { useSubmission } from '../form/submission.ts';
import { showDone } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity } from '../queries.ts';
import { RecordHistory } from '../record/record-history.tsx';
import { ButtonLink } from '../shell/button-link.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { type DraftWorkflow, fingerprint, toRecord } from './draft.ts';
import { looseProblems } from './problems.ts';
import { STEP, useWorkflows } from './rows.tsx';
import { SecretPart } from './secret-part.tsx';
import { StepsPart } from './steps-part.tsx';
import { WhenPart } from './when-part.tsx';
import classes from './workflows.module.css';

const TryDialog = lazy(() => import('./try-dialog.tsx').then((module) => ({ default: module.TryDialog })));

interface EditorProps {
  readonly workflows: EntityDescription;
  /** Null: a new one. */
  readonly stored: RecordValues | null;
  readonly first: DraftWorkflow;
}

/** What a control of the page speaks of. */
const SPOKEN = ['name', 'description', 'entity', 'event', 'fields', 'condition', 'becomes', 'steps', 'secret'];

export function WorkflowEditor({ workflows, ...given }: EditorProps) {
  const { t } = useTranslation();
  // What somebody else saves meanwhile takes nothing away that is typed here; saving over it is refused.
  const [{ stored, first }] = useState(given);
  const [draft, setDraft] = useState(first);
  const [trying, setTrying] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const noun = useEntity(draft.entity);
  const { guard, saving, problems, save } = useSaving({ stored, first, draft, form });
  const change = (part: Partial<DraftWorkflow>) => setDraft((was) => ({ ...was, ...part }));
  const may = stored ? workflows.can.update : workflows.can.create;
  return (
    <form
      ref={form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <PageHead title={stored ? String(stored.name) : t('workflows.new')}>
        <Switch
          label={t('workflows.active')}
          checked={draft.active}
          onChange={(event) => change({ active: event.currentTarget.checked })}
        />
        {stored && (
          <ButtonLink variant="default" to="/workflows/runs" search={{ workflow: stored.id }} leftSection={<IconHistory size={15} />}>
            {t('workflows.runs')}
          </ButtonLink>
        )}
        <Button
          variant="default"
          leftSection={<IconFlask size={15} />}
          onClick={() => setTrying(true)}
          disabled={!noun || draft.steps.length === 0}
        >
          {t('workflows.try')}
        </Button>
        {may && (
          <Button type="submit" loading={saving}>
            {t('form.save')}
          </Button>
        )}
      </PageHead>
      <div className={classes.page}>
        {looseProblems(problems, SPOKEN).map((text) => (
          <Alert key={text} color="red" variant="light" role="alert">
            {text}
          </Alert>
        ))}
        <div className={classes.names}>
          <TextInput
            label={t('workflows.name')}
            required
            maxLength={120}
            value={draft.name}
            data-autofocus={!stored || undefined}
            onChange={(event) => change({ name: event.currentTarget.value })}
            error={problems.name}
          />
          <Textarea
            label={t('workflows.description')}
            autosize
            minRows={1}
            maxRows={6}
            maxLength={4000}
            value={draft.description}
            onChange={(event) => change({ description: event.currentTarget.value })}
            error={problems.description}
          />
        </div>
        <WhenPart noun={noun} draft={draft} onChange={change} problems={problems} />
        {noun && <StepsPart key={noun.name} noun={noun} steps={draft.steps} onChange={(steps) => change({ steps })} problems={problems} />}
        {draft.steps.some(({ kind }) => kind === 'http') && (
          <SecretPart
            field={fieldOf(workflows, 'secret')}
            value={draft.secret}
            onChange={(secret) => change({ secret })}
            error={problems.secret}
          />
        )}
        {stored && <Past workflows={workflows} id={stored.id} />}
      </div>
      {guard}
      {trying && noun && (
        <Suspense>
          <TryDialog noun={noun} draft={draft} onClose={() => setTrying(false)} />
        </Suspense>
      )}
    </form>
  );
}

interface Saving {
  readonly stored: RecordValues | null;
  readonly first: DraftWorkflow;
  readonly draft: DraftWorkflow;
  readonly form: React.RefObject<HTMLFormElement | null>;
}

function useSaving({ stored, first, draft, form }: Saving) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { problems, setProblems, busy, during } = useSubmission();
  const { data: others = [] } = useWorkflows();
  const lastOrder = Math.max(0, ...others.filter(({ entity }) => entity === draft.entity).map(({ order }) => order));
  const { guard, free } = useLeaveGuard(fingerprint(draft) !== fingerprint(first));
  const send = async () => {
    const calls = client.records('workflows');
    const record = toRecord(draft, first);
    const saved = await (stored
      ? calls.update(stored.id, record, { version: Number(stored.version) })
      : calls.create({ ...record, order: lastOrder + STEP }));
    setProblems({});
    free.current = true;
    await queryClient.invalidateQueries({ queryKey: keys.entity('workflows') });
    queryClient.removeQueries({ queryKey: keys.record('workflows', saved.id) });
    showDone(t('workflows.saved'));
    await navigate({ to: '/workflows' });
  };
  // The first of what is wrong gets the focus.
  useEffect(() => {
    if (Object.keys(problems).length > 0) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [problems, form]);
  return { guard, problems, saving: busy, save: () => during(send) };
}

function Past({ workflows, id }: { workflows: EntityDescription; id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <div>
      <Button size="compact-sm" variant="subtle" color="gray" aria-expanded={open} onClick={() => setOpen(!open)}>
        {t('settings.history')}
      </Button>
      <Collapse expanded={open}>{open && <RecordHistory entity={workflows} id={id} canUndo={workflows.can.update} />}</Collapse>
    </div>
  );
}
