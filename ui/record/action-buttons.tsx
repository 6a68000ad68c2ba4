// What can be done with the record now, as the server says; what an action asks for is asked in a dialog.

import { Button, CopyButton, Menu, Modal, Stack, Text, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionDescription, AnyReference, EntityDescription, RecordAnswer, RecordValues, Values } from '../../client/index.ts';
import { useRecordCommands } from '../commands/record-commands.ts';
import { toWire, widgetFor } from '../fields/lookup.ts';
import { followJob } from '../follow-job.tsx';
import { describedSchema, withInput } from '../form/described-schema.ts';
import { problemsIn } from '../form/problems.ts';
import { rulesOf } from '../form/rules.ts';
import { useSubmission } from '../form/submission.ts';
import { showDone, showError } from '../messages.ts';
import { ERASE } from '../privacy/action.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { client } from '../workspace.ts';
import { refresh } from './save-field.ts';

/** Steps of a screen of their own: one's account, a dialog that says more. */
const ELSEWHERE: Readonly<Record<string, readonly string[]>> = {
  users: ['begin_app', 'confirm_app', 'renew_recovery', 'remove_app', 'administer'],
};
/** Of any noun. */
const ALWAYS_ELSEWHERE: readonly string[] = ['retire', ERASE];

export interface ActionButtonsProps {
  entity: EntityDescription;
  record: RecordValues;
  /** Names of the actions that apply now. */
  allowed: readonly string[];
  /** More than these go into a menu. */
  most: number;
}

export function ActionButtons({ entity, record, allowed, most }: ActionButtonsProps) {
  const { t } = useTranslation();
  const { asking, setAsking, result, setResult, busy, run, start } = useActions(entity, record);
  const elsewhere = [...ALWAYS_ELSEWHERE, ...(ELSEWHERE[entity.name] ?? [])];
  const actions = entity.actions.filter(({ name }) => allowed.includes(name) && !elsewhere.includes(name));
  const buttons = actions.filter(({ seldom }) => !seldom).slice(0, most);
  const inMenu = actions.filter((action) => !buttons.includes(action));

  useRecordCommands(entity, record.id, actions, start);

  return (
    <>
      {buttons.map((action) => (
        <Button
          key={action.name}
          size="xs"
          variant="default"
          loading={busy === action.name}
          disabled={busy !== null}
          onClick={() => start(action)}
        >
          {action.label}
        </Button>
      ))}
      {inMenu.length > 0 && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <Button size="xs" variant="default" rightSection={<IconChevronDown size={14} />}>
              {t('record.actions')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {inMenu.map((action) => (
              <Menu.Item key={action.name} onClick={() => start(action)}>
                {action.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      <Modal
        opened={asking !== null}
        onClose={() => setAsking(null)}
        title={asking?.label}
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
      >
        {asking && (
          <ActionForm
            entity={entity}
            action={asking}
            record={record}
            onRun={async (input) => {
              await run(asking, input);
              setAsking(null);
            }}
            onCancel={() => setAsking(null)}
          />
        )}
      </Modal>
      <Modal
        opened={result !== null}
        onClose={() => setResult(null)}
        title={result?.of}
        closeButtonProps={{ 'aria-label': t('filter.close') }}
      >
        {result && <ActionResult {...result} />}
      </Modal>
    </>
  );
}

/** What is asked before one, which one runs, and what it gave back. */
function useActions(entity: EntityDescription, record: RecordValues) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [asking, setAsking] = useState<ActionDescription | null>(null);
  const [busy, setBusy] = useState<string | null>(null);
  const [result, setResult] = useState<{ readonly of: string; readonly values: Values } | null>(null);

  const run = async (action: ActionDescription, input: Values) => {
    setBusy(action.name);
    try {
      const answer = await client.records(entity.name).act<{ record: RecordValues; result?: Values }>(record.id, action.name, input);
      queryClient.setQueryData<RecordAnswer>(
        keys.record(entity.name, record.id),
        (known) => known && { ...known, record: { ...known.record, ...answer.record } },
      );
      refresh(entity.name, record.id);
      const made = answer.result?.open as AnyReference | undefined;
      if (made) {
        showDone(t('record.actionDone', { action: action.label }));
        await navigate({ to: '/$entity/$id', params: { entity: made.entity, id: made.id } });
      } else if (typeof answer.result?.job === 'string') void followJob(answer.result.job, action.label).catch(showError);
      else if (answer.result && Object.keys(answer.result).length > 0) setResult({ of: action.label, values: answer.result });
      else showDone(t('record.actionDone', { action: action.label }));
    } finally {
      setBusy(null);
    }
  };
  const start = (action: ActionDescription) => {
    if (action.input.length > 0) setAsking(action);
    else run(action, {}).catch(showError);
  };
  return { asking, setAsking, result, setResult, busy, run, start };
}

interface ActionFormProps {
  entity: EntityDescription;
  action: ActionDescription;
  record: RecordValues;
  onRun: (input: Values) => Promise<void>;
  onCancel: () => void;
}

function ActionForm({ entity, action, record, onRun, onCancel }: ActionFormProps) {
  const setup = useSetup();
  const rules = useMemo(
    () => rulesOf(setup, entity.name, withInput(describedSchema(setup.entities), entity.name, action)),
    [setup, entity, action],
  );
  // Inputs that share a field's name begin empty: they are asked for, not shown.
  const around = useMemo(() => {
    const asked = new Set(action.input.map((field) => field.name));
    return Object.fromEntries(Object.entries(record).filter(([name]) => !asked.has(name)));
  }, [action, record]);
  const [input, setInput] = useState<Values>(() => {
    const defaults = rules.defaults(action.input, around);
    return Object.fromEntries(Object.entries(defaults).filter(([name]) => action.input.some((field) => field.name === name)));
  });
  const { problems, busy, during } = useSubmission(problemsIn);
  const values = { ...around, ...input };
  const shown = action.input.filter((field) => rules.isVisible(field, values));

  const submit = () =>
    during(async () => {
      await onRun(
        Object.fromEntries(shown.flatMap((field) => (field.name in input ? [[field.name, toWire(field, input[field.name])]] : []))),
      );
    });

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack gap="sm">
        {shown.map((field, index) => {
          const { Edit } = widgetFor(field);
          return (
            <Edit
              key={field.name}
              entity={entity.name}
              field={field}
              value={input[field.name] ?? null}
              onChange={(value) => setInput((was) => ({ ...was, [field.name]: value }))}
              place="form"
              error={problems[field.name] ?? null}
              required={rules.isRequired(field, values)}
              autoFocus={index === 0}
              recordId={record.id}
            />
          );
        })}
        {Object.entries(problems)
          .filter(([name]) => !shown.some((field) => field.name === name))
          .map(([name, text]) => (
            <Text key={name} size="sm" c="var(--mantine-color-error)" role="alert">
              {[entity.fields.find((field) => field.name === name)?.label, text].filter(Boolean).join(': ')}
            </Text>
          ))}
        <DialogButtons onCancel={onCancel} type="submit" loading={busy}>
          {action.label}
        </DialogButtons>
      </Stack>
    </form>
  );
}

/** What an action gives back beside the record, e.g. a key that is shown once. */
function ActionResult({ of, values }: { of: string; values: Values }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      {Object.hasOwn(values, 'key') && <Text size="sm">{t('record.once')}</Text>}
      {Object.entries(values).map(([name, value]) => (
        <CopyButton key={name} value={String(value)}>
          {({ copied, copy }) => (
            <TextInput
              {...(Object.keys(values).length > 1 ? { label: name } : { 'aria-label': of })}
              value={typeof value === 'object' ? JSON.stringify(value) : String(value)}
              readOnly
              onFocus={(event) => event.currentTarget.select()}
              // Signs that stand for themselves: elsewhere 6x3 is drawn as a product.
              styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
              rightSectionWidth={96}
              rightSection={
                <Button size="compact-xs" variant="light" onClick={copy}>
                  {t(copied ? 'record.copied' : 'record.copy')}
                </Button>
              }
            />
          )}
        </CopyButton>
      ))}
    </Stack>
  );
}
