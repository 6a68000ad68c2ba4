// What administrators decide about the data of a noun: changes in mass, merging, what makes duplicates, archiving.

import { Alert, Button, Group, MultiSelect, NumberInput, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../client/index.ts';
import { toWire, widgetFor } from '../fields/lookup.ts';
import { complaintsIn, type Problems } from '../form/problems.ts';
import { errorText, showDone, showError } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { client } from '../workspace.ts';
import { OWNERS_PLACE } from './of-module.ts';
import { type Rule, RulesEditor } from './rules-editor.tsx';
import classes from './settings.module.css';

const NOUN = 'data_settings';

interface DataSettingsPageProps {
  settings: EntityDescription;
  noun: EntityDescription;
  nouns: readonly EntityDescription[];
}

export function DataSettingsPage({ settings, noun, nouns }: DataSettingsPageProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const query = { filter: `entity = ${JSON.stringify(noun.name)}`, limit: 1 };
  const { data, error } = useQuery({
    queryKey: keys.list(NOUN, query),
    queryFn: ({ signal }) => client.records<Values & { id: string }>(NOUN).list(query, { signal }),
    staleTime: 0,
  });
  return (
    <>
      <PageHead title={t('dataSettings.title')}>
        <Select
          size="xs"
          aria-label={t('customFields.noun')}
          value={noun.name}
          allowDeselect={false}
          onChange={(name) => name && void navigate({ to: '/settings/data/{-$entity}', params: { entity: name } })}
          data={nouns.map(({ name, plural }) => ({ value: name, label: plural }))}
        />
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

function SettingsForm({ settings, noun, stored }: SettingsFormProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Values>(() => ({ mass_edit: true, ...stored, owner_from: stored?.owner_from ?? 'everybody' }));
  const [problems, setProblems] = useState<Problems>({});
  const [busy, setBusy] = useState(false);
  const set = (values: Values) => {
    setDraft((was) => ({ ...was, ...values }));
    setProblems((was) => Object.fromEntries(Object.entries(was).filter(([name]) => !Object.hasOwn(values, name))));
  };
  const rules = Array.isArray(draft.duplicates) ? (draft.duplicates as readonly Rule[]) : [];
  const archivable = noun.fields.some(({ name }) => name === 'archived_at');
  const passive = ['accounts', 'contacts'].includes(noun.name);
  const shown = new Set([
    'merge',
    'mass_edit',
    'mass_edit_most',
    'duplicates',
    'tell_hidden',
    'archive',
    'archive_field',
    'archive_operator',
    'archive_value',
    'log_reads',
    'sensitive_fields',
    'searched',
    'search_archived',
  ]);
  const texts = noun.fields.filter(({ type, custom, system }) => SEARCHED.has(type) && !custom && !system);
  const ownSearched = noun.fields.filter(({ custom, searched }) => custom && searched).map(({ label }) => label);
  const searched = Array.isArray(draft.searched)
    ? (draft.searched as string[])
    : texts.filter((field) => field.searched).map(({ name }) => name);
  const owners = OWNERS.flatMap((name) => fieldOf(settings, name) ?? []);
  for (const { name } of owners) shown.add(name);
  const loose = Object.entries(problems).filter(([name]) => !shown.has(name));

  const save = async () => {
    setBusy(true);
    const values: Values = Object.fromEntries(WRITTEN.map((name) => [name, draft[name] ?? null]));
    values.duplicates = rules.length > 0 ? rules : null;
    // None chosen: as the module has it.
    if (draft.searched !== undefined) values.searched = Array.isArray(draft.searched) && draft.searched.length > 0 ? draft.searched : null;
    for (const field of owners) if (draft[field.name] !== undefined) values[field.name] = toWire(field, draft[field.name]);
    try {
      const calls = client.records<Values & { id: string }>(NOUN);
      const saved = stored ? await calls.update(stored.id, values) : await calls.create({ ...values, entity: noun.name });
      setDraft(saved);
      setProblems({});
      await Promise.all([keys.entity(NOUN), keys.entities].map((queryKey) => queryClient.invalidateQueries({ queryKey })));
      showDone(t('dataSettings.saved'));
    } catch (cause) {
      const complaints = complaintsIn(cause);
      if (complaints) setProblems(complaints);
      else showError(cause);
    } finally {
      setBusy(false);
    }
  };

  const flag = (name: string, label = fieldOf(settings, name)?.label ?? name) => (
    <Switch
      label={label}
      description={fieldOf(settings, name)?.help}
      error={problems[name]}
      checked={draft[name] === true}
      onChange={(event) => set({ [name]: event.currentTarget.checked })}
    />
  );
  const choice = (name: string) => (
    <Select
      label={fieldOf(settings, name)?.label}
      error={problems[name]}
      data={(fieldOf(settings, name)?.options ?? []).map(({ value, label }) => ({ value, label }))}
      value={(draft[name] as string | null | undefined) ?? null}
      onChange={(value) => set({ [name]: value })}
      clearable
    />
  );

  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {loose.length > 0 && (
        <Alert color="red" variant="light" role="alert">
          {loose.map(([name, text]) => (
            <div key={name}>{text}</div>
          ))}
        </Alert>
      )}
      <Section title={t('dataSettings.changing')}>
        {flag('mass_edit')}
        {draft.mass_edit === true && (
          <NumberInput
            label={fieldOf(settings, 'mass_edit_most')?.label}
            description={fieldOf(settings, 'mass_edit_most')?.help}
            error={problems.mass_edit_most}
            maw={260}
            min={1}
            max={1_000_000}
            allowDecimal={false}
            value={(draft.mass_edit_most as number | null | undefined) ?? ''}
            onChange={(value) => set({ mass_edit_most: typeof value === 'number' ? value : null })}
          />
        )}
        {flag('merge')}
      </Section>
      {noun.owned && owners.length > 0 && (
        <Section id={OWNERS_PLACE} title={settings.blocks.find(({ fields }) => fields.includes('owner_from'))?.label ?? ''}>
          {owners.map((field) => {
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
      )}
      <Section title={t('dataSettings.duplicates', { noun: noun.plural })}>
        <RulesEditor noun={noun} rules={rules} onChange={(duplicates) => set({ duplicates })} problem={problems.duplicates} />
        {flag('tell_hidden')}
        {stored && rules.length > 0 && (
          <Group>
            <ButtonLink size="xs" variant="default" to="/duplicates/{-$entity}" params={{ entity: noun.name }}>
              {t('duplicates.look')}
            </ButtonLink>
          </Group>
        )}
      </Section>
      <Section title={t('dataSettings.search')}>
        {noun.search_pending && (
          <Alert color="blue" variant="light" role="status">
            {t('dataSettings.searchPending')}
          </Alert>
        )}
        <MultiSelect
          label={fieldOf(settings, 'searched')?.label}
          description={
            ownSearched.length > 0
              ? t('dataSettings.searchOwn', { fields: ownSearched.join(', ') })
              : t('dataSettings.searchHint', { nouns: noun.plural })
          }
          error={problems.searched}
          data={texts.map(({ name, label }) => ({ value: name, label }))}
          value={searched}
          onChange={(names) => set({ searched: names })}
          searchable
        />
        {archivable && draft.archive === true && flag('search_archived')}
      </Section>
      {archivable && (
        <Section title={t('archive.archive')}>
          {flag('archive')}
          {draft.archive === true && (
            <>
              <Group grow align="start">
                {choice('archive_field')}
                {choice('archive_operator')}
                <TextInput
                  label={fieldOf(settings, 'archive_value')?.label}
                  description={fieldOf(settings, 'archive_value')?.help}
                  inputWrapperOrder={['label', 'input', 'description', 'error']}
                  error={problems.archive_value}
                  value={String(draft.archive_value ?? '')}
                  onChange={(event) => set({ archive_value: event.currentTarget.value || null })}
                />
              </Group>
              {passive && flag('archive_passive')}
            </>
          )}
        </Section>
      )}
      <Section title={settings.blocks.find(({ fields }) => fields.includes('log_reads'))?.label ?? ''}>
        {flag('log_reads')}
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
      <Group>
        <Button type="submit" loading={busy}>
          {t('form.save')}
        </Button>
      </Group>
    </form>
  );
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

/** With an id it can be named in the address, and is brought into view once it is there. */
function Section({ id, title, children }: { id?: string; title: string; children: React.ReactNode }) {
  const show = (section: HTMLElement | null) => {
    if (id && location.hash === `#${id}`) section?.scrollIntoView();
  };
  return (
    <section id={id} aria-label={title} ref={show}>
      <h2>{title}</h2>
      <Stack gap="sm">{children}</Stack>
    </section>
  );
}
