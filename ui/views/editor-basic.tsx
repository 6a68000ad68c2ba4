// Editor, first tab: name, face, sharing, related nouns.

import { Button, Checkbox, Group, Modal, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../client/index.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { FACE_LABELS, facesOf } from './faces.ts';
import { type Loss, relatedOf, usedRelated, withoutRelated } from './related.ts';
import type { Views } from './use-views.ts';
import type { Face, Shared } from './view.ts';
import type { TabProps } from './view-editor.tsx';

export function BasicTab({ entity, draft, set, can, nameError }: TabProps & { can: Views['can']; nameError: boolean }) {
  const { t } = useTranslation();
  const faces = facesOf(entity, draft.settings);
  return (
    <Stack>
      <TextInput
        label={t('views.name')}
        value={draft.name}
        onChange={(event) => set({ name: event.currentTarget.value })}
        maxLength={120}
        withAsterisk
        error={nameError ? t('views.nameNeeded') : null}
        data-autofocus
      />
      {faces.length > 1 && (
        <div>
          <Text size="sm" fw={500} mb={4}>
            {t('views.face')}
          </Text>
          <SegmentedControl
            size="xs"
            aria-label={t('views.face')}
            value={draft.face}
            onChange={(face) => set({ face: face as Face })}
            data={faces.map((face) => ({ value: face, label: t(FACE_LABELS[face]) }))}
          />
        </div>
      )}
      <Sharing draft={draft} set={set} withAll={can.shareWithAll} />
      <Related entity={entity} draft={draft} set={set} />
    </Stack>
  );
}

/** What one may not share with is not offered, unless the view is shared so already. `withAll`: one may share with everybody. */
function Sharing({ draft, set, withAll }: Pick<TabProps, 'draft' | 'set'> & { withAll: boolean }) {
  const { t } = useTranslation();
  const { units, groups } = useSharing(withAll);
  const choices: Shared[] = [
    'private',
    ...(units.length || draft.shared === 'unit' ? (['unit'] as const) : []),
    ...(groups.length || draft.shared === 'group' ? (['group'] as const) : []),
    ...(withAll || draft.shared === 'everybody' ? (['everybody'] as const) : []),
  ];
  if (choices.length === 1) return null;
  return (
    <Group align="flex-end" gap="sm">
      <Select
        label={t('views.sharedWith')}
        data={choices.map((value) => ({ value, label: t(`views.shared.${value}`) }))}
        value={draft.shared}
        onChange={(value) => set({ shared: (value ?? 'private') as Shared })}
        allowDeselect={false}
        w={220}
      />
      {draft.shared === 'unit' && <Choose label={t('views.unit')} options={units} value={draft.unit} onChange={(unit) => set({ unit })} />}
      {draft.shared === 'group' && (
        <Choose label={t('views.group')} options={groups} value={draft.group} onChange={(group) => set({ group })} />
      )}
    </Group>
  );
}

/** Nouns whose fields the view uses; before one goes whose fields it does use, it is asked. */
function Related({ entity, draft, set }: Pick<TabProps, 'entity' | 'draft' | 'set'>) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [asked, setAsked] = useState<{ name: string; label: string; loss: Loss } | null>(null);
  const used = usedRelated(draft);
  const toggle = (name: string, label: string, on: boolean) => {
    if (on) {
      set({ settings: { ...draft.settings, related: [...used, name] } });
      return;
    }
    const { draft: next, loss } = withoutRelated(draft, name);
    if (loss.columns + loss.conditions + loss.figures > 0) setAsked({ name, label, loss });
    else set(next);
  };
  return (
    <div>
      <Text size="sm" fw={500} mb={2}>
        {t('views.related')}
      </Text>
      <Text size="sm" c="dimmed" mb={8}>
        {t('views.relatedHint')}
      </Text>
      <Group gap="md">
        {relatedOf(entities, entity).map(({ name, label }) => (
          <Checkbox
            key={name}
            label={label}
            checked={used.includes(name)}
            onChange={(event) => toggle(name, label, event.currentTarget.checked)}
          />
        ))}
      </Group>
      {asked && (
        <Modal opened onClose={() => setAsked(null)} title={t('views.removeRelated', { name: asked.label })} size="sm" role="alertdialog">
          <Stack>
            <Text size="sm">{t('views.removeRelatedText', { ...asked.loss })}</Text>
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setAsked(null)} data-autofocus>
                {t('views.cancel')}
              </Button>
              <Button
                color="red"
                onClick={() => {
                  set(withoutRelated(draft, asked.name).draft);
                  setAsked(null);
                }}
              >
                {t('views.remove')}
              </Button>
            </Group>
          </Stack>
        </Modal>
      )}
    </div>
  );
}

interface ChooseProps {
  readonly label: string;
  readonly options: readonly Reference[];
  readonly value: Reference | null;
  readonly onChange: (value: Reference | null) => void;
}

function Choose({ label, options, value, onChange }: ChooseProps) {
  const all = value && !options.some((option) => option.id === value.id) ? [value, ...options] : options;
  return (
    <Select
      label={label}
      data={all.map((option) => ({ value: option.id, label: option.title }))}
      value={value?.id ?? null}
      onChange={(id) => onChange(all.find((option) => option.id === id) ?? null)}
      searchable
      withAsterisk
      w={240}
    />
  );
}

interface Department {
  readonly id: string;
  readonly name?: unknown;
  readonly manager?: unknown;
  readonly parent?: unknown;
}

/** Units and groups one may share with: all for administrators, else those one manages, and what is below them. */
function useSharing(all: boolean): { readonly units: readonly Reference[]; readonly groups: readonly Reference[] } {
  const { entities, me } = useSetup();
  const visible = (name: string) => !!entities.find((entity) => entity.name === name)?.can.view;
  const departments = useQuery({
    queryKey: [...keys.entity('departments'), 'sharing'],
    queryFn: ({ signal }) =>
      client.records('departments').list({ fields: ['name', 'manager', 'parent'], sort: 'name', limit: 500 }, { signal }),
    enabled: visible('departments'),
  });
  const groups = useQuery({
    queryKey: [...keys.entity('owner_groups'), 'sharing', all],
    queryFn: ({ signal }) =>
      client
        .records('owner_groups')
        .list({ fields: ['name'], sort: 'name', limit: 500, ...(all ? {} : { filter: 'manager = me()' }) }, { signal }),
    enabled: visible('owner_groups'),
  });
  const list: readonly Department[] = departments.data?.records ?? [];
  const idOf = (value: unknown) => (value as Reference | null)?.id;
  const managed = (one: Department | undefined, depth = 0): boolean =>
    !!one &&
    depth < 50 &&
    (idOf(one.manager) === me.id ||
      managed(
        list.find((other) => other.id === idOf(one.parent)),
        depth + 1,
      ));
  const named = (records: readonly { id: string; name?: unknown }[]) => records.map(({ id, name }) => ({ id, title: String(name ?? '') }));
  return { units: named(all ? list : list.filter((one) => managed(one))), groups: named(groups.data?.records ?? []) };
}
