// What the page of a noun's records shows beside its fields: discussion, steps, quick view, logs, related lists; and where its parts stand.

import { Button, Group, MultiSelect, Select, SimpleGrid, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { type Card, cardOf, type RelatedSetting, useCards } from '../card/card.ts';
import { showDone } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity } from '../queries.ts';
import { useRelations } from '../record/related-lists.tsx';
import { moved } from '../reorder.ts';
import { NounSelect } from '../shell/noun-select.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { PartsEditor } from './parts-editor.tsx';
import { PlaceRow } from './place-row.tsx';
import { RelatedDialog } from './related-dialog.tsx';
import { Section } from './section.tsx';
import classes from './settings.module.css';

export function CardsPage({ noun, nouns }: { noun: EntityDescription; nouns: readonly EntityDescription[] }) {
  const { t } = useTranslation();
  const card = cardOf(useCards(), noun.name);
  return (
    <>
      <PageHead title={t('cards.title')}>
        <NounSelect to="/settings/cards/{-$entity}" noun={noun} nouns={nouns} />
      </PageHead>
      {/* Another state of what is stored, another draft. */}
      <CardForm key={`${noun.name} ${card.id ?? ''}`} noun={noun} card={card} />
    </>
  );
}

function CardForm({ noun, card }: { noun: EntityDescription; card: Card }) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Card>(card);
  const [busy, during] = useBusy();
  const set = (values: Partial<Card>) => setDraft((was) => ({ ...was, ...values }));
  const save = () =>
    during(async () => {
      const { id, ...values } = draft;
      const calls = client.records('card_settings');
      if (id) await calls.update(id, values);
      else await calls.create({ ...values, entity: noun.name });
      await queryClient.invalidateQueries({ queryKey: keys.entity('card_settings') });
      showDone(t('cards.saved'));
    });
  return (
    <form
      className={classes.page}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Discussion draft={draft} set={set} />
      <Fields noun={noun} draft={draft} set={set} />
      <RelatedSettings noun={noun} settings={draft.related} onChange={(related) => set({ related })} />
      <Section title={t('cards.parts')}>
        <PartsEditor noun={noun} card={draft} onChange={(parts) => set({ parts })} />
      </Section>
      <Group>
        <Button type="submit" loading={busy}>
          {t('form.save')}
        </Button>
      </Group>
    </form>
  );
}

interface DraftProps {
  draft: Card;
  set: (values: Partial<Card>) => void;
}

function Discussion({ draft, set }: DraftProps) {
  const { t } = useTranslation();
  const settings = useEntity('card_settings');
  const choice = (name: 'commenters' | 'comment_notices' | 'comment_order', label: string) => (
    <Select
      label={label}
      data={((settings && fieldOf(settings, name)?.options) ?? []).map(({ value, label }) => ({ value, label }))}
      value={draft[name]}
      allowDeselect={false}
      onChange={(value) => value && set({ [name]: value })}
    />
  );
  return (
    <Section title={t('cards.discussion')}>
      <Switch
        label={t('cards.discussionShown')}
        checked={draft.discussion}
        onChange={(event) => set({ discussion: event.currentTarget.checked })}
      />
      {draft.discussion && (
        <SimpleGrid cols={{ base: 1, xs: 3 }}>
          {choice('commenters', t('cards.commenters'))}
          {choice('comment_notices', t('cards.notices'))}
          {choice('comment_order', t('cards.order'))}
        </SimpleGrid>
      )}
    </Section>
  );
}

function Fields({ noun, draft, set }: DraftProps & { noun: EntityDescription }) {
  const { t } = useTranslation();
  const plain = noun.fields.filter((field) => !field.fields && field.type !== 'id');
  const fields = plain.map(({ name, label }) => ({ value: name, label }));
  const choices = plain.filter((field) => ['picklist', 'radio', 'state'].includes(field.type) && !field.open);
  return (
    <Section title={t('cards.fields')}>
      <MultiSelect
        label={t('cards.steps')}
        description={t('cards.stepsHint')}
        data={choices.map(({ name, label }) => ({ value: name, label }))}
        value={[...(draft.steps ?? choices.filter(({ type }) => type === 'state').map(({ name }) => name))]}
        onChange={(steps) => set({ steps })}
      />
      <MultiSelect
        label={t('cards.quickView')}
        description={t('cards.quickViewHint')}
        data={fields}
        value={[...(draft.quick_view ?? [])]}
        onChange={(names) => set({ quick_view: names.length > 0 ? names : null })}
        searchable
        clearable
      />
      <MultiSelect
        label={t('cards.changeLog')}
        description={t('cards.changeLogHint')}
        data={fields}
        value={[...draft.change_log]}
        onChange={(names) => set({ change_log: names })}
        searchable
        clearable
      />
    </Section>
  );
}

interface RelatedSettingsProps {
  noun: EntityDescription;
  settings: readonly RelatedSetting[];
  onChange: (settings: readonly RelatedSetting[]) => void;
}

/** Every related list, in order, each with its tab; those of one's own can be changed and taken away. */
function RelatedSettings({ noun, settings, onChange }: RelatedSettingsProps) {
  const { t } = useTranslation();
  const relations = useRelations(noun);
  /** The place of the list that is changed; the number of lists: a new one. */
  const [open, setOpen] = useState<number | null>(null);
  const known = settings.filter(({ list }) => relations.some(({ key }) => key === list));
  const rest = relations
    .filter(({ key }) => !known.some(({ list, title }) => list === key && !title))
    .map(({ key }): RelatedSetting => ({ list: key }));
  const all = [...known, ...rest];
  if (relations.length === 0) return null;
  const put = (at: number, by: readonly RelatedSetting[]) => onChange(all.toSpliced(at, 1, ...by));
  return (
    <Section title={t('cards.related')}>
      <ul className={classes.list}>
        {all.map((setting, at) => (
          <PlaceRow
            key={`${setting.list} ${setting.title ?? ''}`}
            place={setting}
            label={setting.title || (relations.find(({ key }) => key === setting.list)?.title ?? setting.list)}
            usualTab={t('record.related')}
            onChange={(values) => put(at, [{ ...setting, ...values }])}
            onUp={at > 0 ? () => onChange(moved(all, at, -1)) : null}
            onDown={at < all.length - 1 ? () => onChange(moved(all, at, 1)) : null}
            {...(setting.title ? { onEdit: () => setOpen(at), onRemove: () => put(at, []) } : {})}
          />
        ))}
      </ul>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlus size={14} />}
        onClick={() => setOpen(all.length)}
        style={{ justifySelf: 'start' }}
      >
        {t('cards.addList')}
      </Button>
      {open !== null && (
        <RelatedDialog
          relations={relations}
          setting={all[open] ?? null}
          onClose={() => setOpen(null)}
          onSave={(setting) => {
            put(open, [setting]);
            setOpen(null);
          }}
        />
      )}
    </Section>
  );
}
