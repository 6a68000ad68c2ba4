// The fields of a noun as an administrator arranges them: what is stored about them, their layout, and what may be done to them.

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues, Values } from '../../client/index.ts';
import { showError } from '../messages.ts';
import { keys, queryClient, useEntity, useWholeNoun } from '../queries.ts';
import { client } from '../workspace.ts';
import { type LayoutBlock, layoutOf } from './layout.ts';

export interface NounFields {
  readonly noun: EntityDescription;
  /** The noun of own fields, and that of changes to fields of the module. */
  readonly customFields: EntityDescription;
  readonly fieldSettings: EntityDescription | undefined;
  /** What is stored in these two. As rows of a list they have no options. */
  readonly own: readonly RecordValues[];
  readonly settings: readonly RecordValues[];
  readonly blocks: readonly LayoutBlock[];
  /** What a block is called on the screen. */
  labelOf(block: LayoutBlock): string;
  readonly ready: boolean;
  readonly error: Error | null;
  readonly mayAddBlocks: boolean;
  /** Undefined: not allowed, or not now, while the last arrangement is being saved. */
  readonly arrange: ((next: readonly LayoutBlock[]) => void) | undefined;
  /** Stores a part of a definition or setting; `id` null makes one. */
  change(of: EntityDescription, id: string | null, values: Values): void;
}

/** Undefined as long as one knows nothing of the noun. */
export function useNounFields(customFields: EntityDescription, name: string): NounFields | undefined {
  const whole = useWholeNoun(name);
  const fieldSettings = useEntity('field_settings');
  const formLayouts = useEntity('form_layouts');
  const [pending, setPending] = useState<readonly LayoutBlock[] | null>(null);
  const own = useRecords(customFields, name, 'position,label');
  const settings = useRecords(fieldSettings, name, 'field');
  const layouts = useRecords(formLayouts, name, 'entity');
  if (!whole) return undefined;
  const { noun, asWritten } = whole;
  const ready = Boolean(own.data && settings.data && layouts.data);
  const layout = layouts.data?.records[0];
  const blocks = pending ?? layoutOf(asWritten, layout);

  const save = async (of: EntityDescription, id: string | null, values: Values) => {
    const calls = client.records(of.name);
    try {
      await (id ? calls.update(id, values) : calls.create(values));
    } catch (failure) {
      showError(failure);
    }
    await refreshFields(name).catch(showError);
  };
  const saveLayout = async (layouts: EntityDescription, next: readonly LayoutBlock[]) => {
    if (next === blocks) return;
    setPending(next);
    await save(layouts, layout?.id ?? null, { ...(layout ? {} : { entity: name }), blocks: next });
    setPending(null);
  };
  const mayArrange = formLayouts?.can.update && ready && pending === null;

  return {
    noun,
    customFields,
    fieldSettings,
    own: own.data?.records ?? [],
    settings: settings.data?.records ?? [],
    blocks,
    labelOf: ({ block, label }) =>
      label ?? noun.blocks[asWritten.blocks.findIndex((candidate) => candidate.label === block)]?.label ?? block ?? '',
    ready,
    error: own.error ?? settings.error ?? layouts.error,
    mayAddBlocks: formLayouts?.can.create === true,
    arrange: mayArrange ? (next) => void saveLayout(formLayouts, next) : undefined,
    change: (of, id, values) => void save(of, id, values),
  };
}

/** The words about a type, as far as the program has any. */
export function useTypeName(): (type: string) => string {
  const { t, i18n } = useTranslation();
  return (type) => (i18n.exists(`fieldType.${type}`) ? t(`fieldType.${type}`) : type);
}

/** Whether its module or the system could not do without seeing it. */
export function isVital(noun: EntityDescription, field: FieldDescription): boolean {
  return noun.title.includes(field.name) || field.required || field.required_if !== null || field.system;
}

/** What is kept about one noun; nothing for those who may not see it. */
function useRecords(of: EntityDescription | undefined, noun: string, sort: string) {
  const query = { filter: `entity = ${JSON.stringify(noun)}`, sort, limit: 500 };
  return useQuery({
    queryKey: keys.list(of?.name ?? '', query),
    queryFn: ({ signal }) => (of?.can.view ? client.records(of.name).list(query, { signal }) : { records: [], next: null }),
  });
}

/** What a noun looks like, and all that was read of it, is another thing now. */
export async function refreshFields(noun: string): Promise<void> {
  const changed = ['custom_fields', 'field_settings', 'form_layouts', noun];
  await Promise.all([
    ...changed.map((name) => queryClient.invalidateQueries({ queryKey: keys.entity(name) })),
    queryClient.invalidateQueries({ queryKey: keys.entities }),
    queryClient.invalidateQueries({ queryKey: ['record', noun] }),
  ]);
}
