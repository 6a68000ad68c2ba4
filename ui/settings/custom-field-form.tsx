// Adds or changes a custom field. What a type has no use for is not asked.

import { Autocomplete, Button, Collapse, Select } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { fieldTypes } from '../../schema/index.ts';
import { rulesOf } from '../form/rules.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { Asked, AskedCondition, AskedOptions, FieldForm, type FieldFormState, useFieldForm } from './field-form.tsx';
import classes from './settings.module.css';

export interface CustomFieldFormProps {
  customFields: EntityDescription;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
  /** null: a new one. */
  record: RecordValues | null;
  /** Of a new one. */
  position: number;
  onDone: () => void;
  onCancel: () => void;
}

export function CustomFieldForm({ customFields, noun, nouns, record, position, onDone, onCancel }: CustomFieldFormProps) {
  const { t } = useTranslation();
  const setup = useSetup();
  const base = useMemo(() => record ?? rulesOf(setup, customFields.name).defaults(customFields.fields, {}), [record, setup, customFields]);
  const given = { entity: noun.name, type: 'text', position };
  const form = useFieldForm({ entity: customFields, noun, record, base, given, onDone });
  const { draft, problems } = form;
  const type = String(draft.values.type ?? '');
  const flags = FLAGS.filter((name) => name !== 'searched' || isWords(type));
  const isShown = (name: string) => {
    const field = fieldOf(customFields, name);
    return field !== undefined && draft.rules.isVisible(field, draft.values);
  };

  return (
    <FieldForm
      form={form}
      shown={['label', 'type', 'to', 'choices', 'open', 'help', 'block', ...flags, ...advancedOf(type)]}
      saved={({ label }) => t(record ? 'customFields.saved' : 'customFields.added', { label: String(label ?? '') })}
      saveLabel={t(record ? 'form.save' : 'customFields.add')}
      onCancel={onCancel}
    >
      <div className={classes.fields}>
        <Asked form={form} name="label" autoFocus />
        <TypeSelect form={form} type={type} />
        {isShown('to') && (
          <Select
            label={t('customFields.pointsTo')}
            data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
            value={(draft.values.to as string | null) ?? null}
            onChange={(next) => draft.set('to', next)}
            disabled={record !== null}
            searchable
            withAsterisk
            error={problems.to}
          />
        )}
        {isShown('choices') && <AskedOptions form={form} />}
        {isShown('open') && (
          <div className={classes.wide}>
            <Asked form={form} name="open" />
          </div>
        )}
        <div className={classes.wide}>
          <Asked form={form} name="help" />
        </div>
        <Autocomplete
          label={fieldOf(customFields, 'block')?.label}
          description={fieldOf(customFields, 'block')?.help}
          data={noun.blocks.map((block) => block.label)}
          value={(draft.values.block as string | null) ?? ''}
          onChange={(next) => draft.set('block', next || null)}
          error={problems.block}
        />
        <div className={classes.flags}>
          {flags.map((name) => (
            <Asked key={name} form={form} name={name} />
          ))}
        </div>
      </div>
      <Advanced form={form} names={advancedOf(type)} />
    </FieldForm>
  );
}

function TypeSelect({ form: { record, draft, problems }, type }: { form: FieldFormState; type: string }) {
  const { t, i18n } = useTranslation();
  const types = Object.values(fieldTypes)
    .filter((candidate) => candidate.customizable || candidate.name === type)
    .map(({ name }) => ({ value: name, label: i18n.exists(`fieldType.${name}`) ? t(`fieldType.${name}`) : name }))
    .sort((a, b) => a.label.localeCompare(b.label, i18n.language));
  return (
    <Select
      label={t('customFields.type')}
      data={types}
      value={type}
      onChange={(next) => next && draft.set('type', next)}
      disabled={record !== null}
      searchable
      allowDeselect={false}
      withAsterisk
      error={problems.type}
    />
  );
}

/** What few fields need, folded away; never while something in it is complained about. */
function Advanced({ form, names }: { form: FieldFormState; names: readonly string[] }) {
  const { t } = useTranslation();
  const [more, setMore] = useState(false);
  const { record, draft, problems } = form;
  const expanded = more || names.some((name) => problems[name] !== undefined);
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        className={classes.more}
        aria-expanded={expanded}
        onClick={() => setMore(!expanded)}
      >
        {t('form.more')}
      </Button>
      <Collapse expanded={expanded}>
        <div className={classes.fields}>
          {names.map((name) =>
            CONDITIONS.includes(name) ? (
              <div key={name} className={classes.wide}>
                <AskedCondition form={form} name={name} about={record ? String(draft.values.name) : null} />
              </div>
            ) : (
              <Asked key={name} form={form} name={name} {...(name === 'name' && record ? { change: { read_only: true } } : {})} />
            ),
          )}
        </div>
      </Collapse>
    </>
  );
}

const FLAGS: readonly string[] = ['required', 'unique', 'searched', 'in_list', 'for_customers', 'for_administrators'];
const CONDITIONS: readonly string[] = ['visible_if', 'required_if'];

function advancedOf(type: string): readonly string[] {
  const kind = kindOf(type);
  return [
    ...['name', 'departments', 'default', 'formula'],
    ...(kind === 'number' || kind === 'money' ? ['min', 'max', 'scale'] : []),
    ...(kind === 'text' ? ['length'] : []),
    ...CONDITIONS,
  ];
}

function isWords(type: string): boolean {
  return kindOf(type) === 'text';
}

function kindOf(type: string): string | undefined {
  return fieldTypes[type]?.expression({ name: '', type, to: [], options: [], open: true } as never).kind;
}
