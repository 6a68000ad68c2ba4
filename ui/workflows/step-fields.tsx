// The fields of a step: only those that its kind has.

import { ActionIcon, Button, Input, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useSetup } from '../queries.ts';
import { AssignRows } from './assign-rows.tsx';
import { type AnswerPart, type Assignment, type DraftStep, type Kind, METHODS } from './draft.ts';
import { HeaderRows } from './header-rows.tsx';
import { nounAt, settable, targetsOf } from './paths.ts';
import { PlacesText } from './places-text.tsx';
import type { StepProblems } from './problems.ts';
import { Receivers } from './receivers.tsx';
import classes from './workflows.module.css';

interface FieldsProps {
  /** The record that sets the workflow off. */
  readonly noun: EntityDescription;
  readonly step: DraftStep;
  readonly onChange: (part: Partial<DraftStep>) => void;
  readonly problems: StepProblems;
}

/** Parts of each kind that a control shows what is wrong with. */
export const SPOKEN: Readonly<Record<Kind, readonly string[]>> = {
  update: ['target', 'assign', 'delay', 'delay_unit'],
  create: ['noun', 'assign', 'delay', 'delay_unit'],
  mail: ['to', 'subject', 'text', 'delay', 'delay_unit'],
  notify: ['to', 'subject', 'text', 'delay', 'delay_unit'],
  http: ['method', 'address', 'headers', 'body', 'answer', 'delay', 'delay_unit'],
};

export function StepFields(props: FieldsProps) {
  const Fields = BY_KIND[props.step.kind];
  return <Fields {...props} />;
}

function UpdateFields({ noun, step, onChange, problems }: FieldsProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const targets = targetsOf(entities, noun);
  const chosen = targets.find(({ value }) => value === step.target);
  const of = chosen?.noun ?? nounAt(entities, noun, step.target);
  const label = (many: boolean, words: string) => (many ? t('workflows.allOf', { list: words }) : words);
  const data = targets.map(({ value, label: words, many }) => ({
    value,
    label: value === '' ? t('workflows.itself', { noun: words }) : label(many, words),
  }));
  return (
    <>
      <Select
        size="xs"
        label={t('workflows.target')}
        className={classes.half}
        data={chosen ? data : [{ value: step.target, label: step.target }, ...data]}
        value={step.target}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        onChange={(target) => target !== null && target !== step.target && onChange({ target, assign: [] })}
        error={problems.at('target')}
      />
      {of && <AssignRows noun={noun} of={of} value={step.assign} onChange={(assign) => onChange({ assign })} problems={problems} />}
    </>
  );
}

function CreateFields({ noun, step, onChange, problems }: FieldsProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const nouns = entities.filter(({ area, single, can }) => area === 'business' && !single && can.create);
  const of = entities.find(({ name }) => name === step.noun);
  const data = nouns.map(({ name, label }) => ({ value: name, label }));
  const known = step.noun === '' || nouns.some(({ name }) => name === step.noun);
  return (
    <>
      <Select
        size="xs"
        label={t('workflows.newOf')}
        className={classes.half}
        data={known ? data : [{ value: step.noun, label: of?.label ?? step.noun }, ...data]}
        value={step.noun || null}
        placeholder={t('workflows.chooseNoun')}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        onChange={(name) => {
          const chosen = entities.find((entity) => entity.name === name);
          if (chosen && name !== step.noun) onChange({ noun: chosen.name, assign: firstFields(noun, chosen) });
        }}
        error={problems.at('noun')}
      />
      {of && <AssignRows noun={noun} of={of} value={step.assign} onChange={(assign) => onChange({ assign })} problems={problems} />}
    </>
  );
}

/** What a new one cannot do without, and what leads back to the record. */
function firstFields(noun: EntityDescription, of: EntityDescription): readonly Assignment[] {
  const fields = settable(of);
  const back = fields.find(({ to }) => to.includes(noun.name));
  return fields
    .filter((field) => field === back || (field.required && field.default === null))
    .map((field) => ({ field: field.name, value: field === back ? 'id' : '' }));
}

const MailFields = (props: FieldsProps) => <MessageFields {...props} kind="mail" />;
const NotifyFields = (props: FieldsProps) => <MessageFields {...props} kind="notify" />;

function MessageFields({ noun, step, onChange, problems, kind }: FieldsProps & { kind: 'mail' | 'notify' }) {
  const { t } = useTranslation();
  return (
    <>
      <Receivers noun={noun} kind={kind} value={step.to} onChange={(to) => onChange({ to })} error={problems.at('to')} />
      <PlacesText
        noun={noun}
        label={t('workflows.subject')}
        labelled
        required
        lines={1}
        value={step.subject}
        onChange={(subject) => onChange({ subject })}
        error={problems.at('subject')}
      />
      <PlacesText
        noun={noun}
        label={t('workflows.text')}
        labelled
        lines={kind === 'mail' ? 5 : 2}
        value={step.text}
        onChange={(text) => onChange({ text })}
        error={problems.at('text')}
      />
    </>
  );
}

function HttpFields({ noun, step, onChange, problems }: FieldsProps) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.request}>
        <Select
          size="xs"
          w={100}
          label={t('workflows.method')}
          data={[...METHODS]}
          value={step.method}
          allowDeselect={false}
          onChange={(method) => method && onChange({ method })}
          error={problems.at('method')}
        />
        <div className={classes.grow}>
          <PlacesText
            noun={noun}
            label={t('workflows.address')}
            labelled
            required
            placeholder="https://"
            lines={1}
            value={step.address}
            onChange={(address) => onChange({ address })}
            error={problems.at('address')}
          />
        </div>
      </div>
      <HeaderRows noun={noun} value={step.headers} onChange={(headers) => onChange({ headers })} error={problems.at('headers')} />
      {step.method !== 'GET' && (
        <PlacesText
          noun={noun}
          label={t('workflows.body')}
          labelled
          help={t('workflows.bodyHint')}
          lines={3}
          value={step.body}
          onChange={(body) => onChange({ body })}
          error={problems.at('body')}
        />
      )}
      <AnswerRows noun={noun} value={step.answer} onChange={(answer) => onChange({ answer })} problems={problems} />
    </>
  );
}

interface AnswerRowsProps {
  readonly noun: EntityDescription;
  readonly value: readonly AnswerPart[];
  readonly onChange: (value: readonly AnswerPart[]) => void;
  readonly problems: StepProblems;
}

/** Fields that take something over from what the address answers. */
function AnswerRows({ noun, value, onChange, problems }: AnswerRowsProps) {
  const { t } = useTranslation();
  const put = (at: number, by: readonly AnswerPart[]) => onChange(value.toSpliced(at, 1, ...by));
  const data = settable(noun).map(({ name, label }) => ({ value: name, label }));
  return (
    <fieldset className={classes.rows}>
      <legend>
        <Input.Label labelElement="div" size="xs">
          {t('workflows.answer')}
        </Input.Label>
      </legend>
      {value.map((one, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place
        <div key={at} className={classes.pair}>
          <Select
            size="xs"
            className={classes.pairName}
            aria-label={t('workflows.fieldAt', { at: at + 1 })}
            data={data}
            value={one.field || null}
            searchable
            allowDeselect={false}
            onChange={(field) => field && put(at, [{ ...one, field }])}
            error={problems.at(`answer.${at}.field`)}
          />
          <TextInput
            size="xs"
            className={classes.value}
            aria-label={t('workflows.answerPath', { at: at + 1 })}
            placeholder="order.id"
            classNames={{ input: classes.code }}
            value={one.path}
            onChange={(event) => put(at, [{ ...one, path: event.currentTarget.value }])}
            error={problems.at(`answer.${at}.path`) ?? problems.at(`answer.${at}`)}
          />
          <ActionIcon
            size="sm"
            className={classes.remove}
            onClick={() => put(at, [])}
            aria-label={t('workflows.removeAnswer', { at: at + 1 })}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {problems.at('answer') && <p className={classes.problem}>{problems.at('answer')}</p>}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        className={classes.add}
        leftSection={<IconPlus size={13} />}
        onClick={() => onChange([...value, { field: data[0]?.value ?? '', path: '' }])}
      >
        {t('workflows.addAnswer')}
      </Button>
    </fieldset>
  );
}

const BY_KIND: Readonly<Record<Kind, (props: FieldsProps) => React.ReactNode>> = {
  update: UpdateFields,
  create: CreateFields,
  mail: MailFields,
  notify: NotifyFields,
  http: HttpFields,
};
