// What administrators decide about the data of a noun: changes in mass, merging, what makes duplicates, archiving.

import { Alert, Button, Group, MultiSelect, NumberInput, Select, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import { toWire, widgetFor } from '../fields/lookup.ts';
import { LooseProblems } from '../form/loose-problems.tsx';
import type { Problems } from '../form/problems.ts';
import { useSubmission } from '../form/submission.ts';
import { errorText, showDone } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { NounSelect } from '../shell/noun-select.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { client } from '../workspace.ts';
import { OWNERS_PLACE } from './of-module.ts';
import { type Rule, RulesEditor } from './rules-editor.tsx';
import { Section } from './section.tsx';
import classes from './settings.module.css';

const NOUN = 'data_settings';

interface DataSettingsPageProps {
  settings: EntityDescription;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
}

export function DataSettingsPage({ settings, noun, nouns }: DataSettingsPageProps) {
  const { t } = useTranslation();
  const query = { filter: `entity = ${JSON.stringify(noun.name)}`, limit: 1 };
  const { data, error } = useQuery({
    queryKey: keys.list(NOUN, query),
    queryFn: ({ signal }) => client.records<Values & { id: string }>(NOUN).list(query, { signal }),
    staleTime: 0,
  });
  return (
    <>
      <PageHead title={t('dataSettings.title')}>
        <NounSelect to="/settings/data/{-$entity}" noun={noun} nouns={nouns} />
      </PageHead>
      {error ? (
        <Notice icon={null} title={t('errors.title')} text={errorText(error)} />
      ) : data ? (
        <SettingsForm key={noun.name} settings={settings} noun={noun} stored={data.records[0] ?? null} />
      ) : (
        <PagePending />
      )}
    </>
  );
}

interface SettingsFormProps {
  settings: EntityDescription;
  noun: EntityDescription;
  stored: (Values & { id: string }) | null;
}

/** A draft of what is stored, and the controls that are alike for many of its fields. */
interface SettingsDraft {
  readonly settings: EntityDescription;
  readonly noun: EntityDescription;
  readonly draft: Values;
  readonly problems: Problems;
  readonly busy: boolean;
  set(values: Values): void;
  save(): Promise<void>;
}

function useSettingsDraft({ settings, noun, stored }: SettingsFormProps): SettingsDraft {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Values>(() => ({ mass_edit: true, ...stored, owner_from: stored?.owner_from ?? 'everybody' }));
  const { problems, setProblems, busy, during } = useSubmission();
  const save = () =>
    during(async () => {
      const calls = client.records<Values & { id: string }>(NOUN);
      const values = toSend(settings, draft);
      const saved = stored ? await calls.update(stored.id, values) : await calls.create({ ...values, entity: noun.name });
      setDraft(saved);
      setProblems({});
      await Promise.all([keys.entity(NOUN), keys.entities].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      showDone(t('dataSettings.saved'));
    });
  return {
    ...{ settings, noun, draft, problems, busy, save },
    set: (values) => {
      setDraft((was) => ({ ...was, ...values }));
      setProblems((was) => Object.fromEntries(Object.entries(was).filter(([name]) => !Object.hasOwn(values, name))));
    },
  };
}

function toSend(settings: EntityDescription, draft: Values): Values {
  const values: Values = Object.fromEntries(WRITTEN.map((name) => [name, draft[name] ?? null]));
  const rules = rulesOf(draft);
  values.duplicates = rules.length > 0 ? rules : null;
  // None chosen: as the module has it.
  if (draft.searched !== undefined) values.searched = Array.isArray(draft.searched) && draft.searched.length > 0 ? draft.searched : null;
  for (const field of ownersOf(settings)) if (draft[field.name] !== undefined) values[field.name] = toWire(field, draft[field.name]);
  return values;
}

function SettingsForm(props: SettingsFormProps) {
  const { t } = useTranslation();
  const { settings, noun, stored } = props;
  const form = useSettingsDraft(props);
  const shown = new Set([...WRITTEN.filter((name) => name !== 'archive_passive'), 'searched', ...OWNERS]);
  const archivable = noun.fields.some(({ name }) => name === 'archived_at');
  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault();
        void form.save();
      }}
    >
      <LooseProblems entity={settings} problems={form.problems} shown={shown} />
      <Section title={t('dataSettings.changing')}>
        <Flag form={form} name="mass_edit" />
        {form.draft.mass_edit === true && <MassEditMost form={form} />}
        <Flag form={form} name="merge" />
      </Section>
      {noun.owned && ownersOf(settings).length > 0 && <Owners form={form} />}
      <Duplicates form={form} stored={stored !== null} />
      <Search form={form} archivable={archivable} />
      {archivable && <Archive form={form} />}
      <Reading form={form} />
      <Group>
        <Button type="submit" loading={form.busy}>
          {t('form.save')}
        </Button>
      </Group>
    </form>
  );
}

interface PartProps {
  form: SettingsDraft;
}

function Flag({ form: { settings, draft, problems, set }, name }: PartProps & { name: string }) {
  const field = fieldOf(settings, name);
  return (
    <Switch
      label={field?.label ?? name}
      description={field?.help}
      error={problems[name]}
      checked={draft[name] === true}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  );
}

function Choice({ form: { settings, draft, problems, set }, name }: PartProps & { name: string }) {
  const field = fieldOf(settings, name);
  return (
    <Select
      label={field?.label}
      error={problems[name]}
      data={(field?.options ?? []).map(({ value, label }) => ({ value, label }))}
      value={(draft[name] as string | null | undefined) ?? null}
      onChange={(value) => set({ [name]: value })}
      clearable
    />
  );
}

function MassEditMost({ form: { settings, draft, problems, set } }: PartProps) {
  const field = fieldOf(settings, 'mass_edit_most');
  return (
    <NumberInput
      label={field?.label}
      description={field?.help}
      error={problems.mass_edit_most}
      maw={260}
      min={1}
      max={1_000_000}
      allowDecimal={false}
      value={(draft.mass_edit_most as number | null | undefined) ?? ''}
      onChange={(value) => set({ mass_edit_most: typeof value === 'number' ? value : null })}
    />
  );
}

function Owners({ form: { settings, draft, problems, set } }: PartProps) {
  return (
    <Section id={OWNERS_PLACE} title={blockOf(settings, 'owner_from')}>
      {ownersOf(settings).map((field) => {
        if (field.name === 'owner_group' && draft.owner_from !== 'group') return null;
        const { Edit } = widgetFor(field);
        return (
          <Edit
            key={field.name}
            entity={settings.name}
            field={field}
            value={draft[field.name] ?? (field.name === 'owner_from' ? 'everybody' : null)}
            onChange={(value) => set({ [field.name]: value })}
            place="form"
            error={problems[field.name] ?? null}
            required={field.required}
          />
        );
      })}
    </Section>
  );
}

function Duplicates({ form, stored }: PartProps & { stored: boolean }) {
  const { t } = useTranslation();
  const { noun, draft, problems, set } = form;
  const rules = rulesOf(draft);
  return (
    <Section title={t('dataSettings.duplicates', { noun: noun.plural })}>
      <RulesEditor noun={noun} rules={rules} onChange={(duplicates) => set({ duplicates })} problem={problems.duplicates} />
      <Flag form={form} name="tell_hidden" />
      {stored && rules.length > 0 && (
        <Group>
          <ButtonLink size="xs" variant="default" to="/duplicates/{-$entity}" params={{ entity: noun.name }}>
            {t('duplicates.look')}
          </ButtonLink>
        </Group>
      )}
    </Section>
  );
}

function Search({ form, archivable }: PartProps & { archivable: boolean }) {
  const { t } = useTranslation();
  const { settings, noun, draft, problems, set } = form;
  const texts = noun.fields.filter(({ type, custom, system }) => SEARCHED.has(type) && !custom && !system);
  const own = noun.fields.filter(({ custom, searched }) => custom && searched).map(({ label }) => label);
  const asModule = texts.filter(({ searched }) => searched).map(({ name }) => name);
  return (
    <Section title={t('dataSettings.search')}>
      {noun.search_pending && (
        <Alert color="blue" variant="light" role="status">
          {t('dataSettings.searchPending')}
        </Alert>
      )}
      <MultiSelect
        label={fieldOf(settings, 'searched')?.label}
        description={
          own.length > 0 ? t('dataSettings.searchOwn', { fields: own.join(', ') }) : t('dataSettings.searchHint', { nouns: noun.plural })
        }
        error={problems.searched}
        data={texts.map(({ name, label }) => ({ value: name, label }))}
        value={Array.isArray(draft.searched) ? (draft.searched as string[]) : asModule}
        onChange={(names) => set({ searched: names })}
        searchable
      />
      {archivable && draft.archive === true && <Flag form={form} name="search_archived" />}
    </Section>
  );
}

function Archive({ form }: PartProps) {
  const { t } = useTranslation();
  const { settings, noun, draft, problems, set } = form;
  const field = fieldOf(settings, 'archive_value');
  return (
    <Section title={t('archive.archive')}>
      <Flag form={form} name="archive" />
      {draft.archive === true && (
        <>
          <Group grow align="start">
            <Choice form={form} name="archive_field" />
            <Choice form={form} name="archive_operator" />
            <TextInput
              label={field?.label}
              description={field?.help}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              error={problems.archive_value}
              value={String(draft.archive_value ?? '')}
              onChange={(event) => set({ archive_value: event.currentTarget.value || null })}
            />
          </Group>
          {['accounts', 'contacts'].includes(noun.name) && <Flag form={form} name="archive_passive" />}
        </>
      )}
    </Section>
  );
}

/** Who has looked at what, and which fields that is noted for. */
function Reading({ form }: PartProps) {
  const { t } = useTranslation();
  const { settings, noun, draft, problems, set } = form;
  return (
    <Section title={blockOf(settings, 'log_reads')}>
      <Flag form={form} name="log_reads" />
      <MultiSelect
        label={fieldOf(settings, 'sensitive_fields')?.label}
        description={t('dataSettings.sensitiveHint')}
        error={problems.sensitive_fields}
        data={noun.fields.filter(({ name }) => !NOT_SENSITIVE.includes(name)).map(({ name, label }) => ({ value: name, label }))}
        value={Array.isArray(draft.sensitive_fields) ? (draft.sensitive_fields as string[]) : []}
        onChange={(names) => set({ sensitive_fields: names.length > 0 ? names : null })}
        searchable
        clearable
      />
    </Section>
  );
}

function rulesOf({ duplicates }: Values): readonly Rule[] {
  return Array.isArray(duplicates) ? (duplicates as readonly Rule[]) : [];
}

function ownersOf(settings: EntityDescription): readonly FieldDescription[] {
  return OWNERS.flatMap((name) => fieldOf(settings, name) ?? []);
}

/** The heading under which the form of settings has the field. */
function blockOf(settings: EntityDescription, field: string): string {
  return settings.blocks.find(({ fields }) => fields.includes(field))?.label ?? '';
}

/** Whom records may be given to. */
const OWNERS = ['owner_from', 'owner_group', 'owner_default', 'owner_fixed'];

/** What says nothing of anybody. */
const NOT_SENSITIVE = ['id', 'version', 'created_at', 'created_by', 'updated_at', 'updated_by'];

const WRITTEN = [
  'merge',
  'mass_edit',
  'mass_edit_most',
  'duplicates',
  'tell_hidden',
  'archive',
  'archive_field',
  'archive_operator',
  'archive_value',
  'archive_passive',
  'log_reads',
  'sensitive_fields',
  'search_archived',
];

/** Types of texts, in which words are found. */
const SEARCHED: ReadonlySet<string> = new Set(['text', 'text_area', 'formatted_text', 'email', 'phone', 'url', 'sequence']);
