// A whiteboard: records put by hand into free columns, without changing them (rows CS-232, CS-237). It belongs to a dashboard and is
// shared exactly as that is. Cards are kept as ids alone: their titles are read with the rights of whoever looks.

import { type Context, type Draft, Refusal } from '../../engine/index.ts';
import { anyReference, defineEntity, json, text } from '../../schema/index.ts';

export const whiteboards = defineEntity('whiteboards', {
  label: 'Whiteboard',
  plural: 'Whiteboards',
  icon: 'columns',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: {
    view: 'reachable(dashboard)',
    create: 'changeable(dashboard)',
    // Whoever sees it moves cards; the hook keeps columns and name for those who may change the dashboard.
    update: 'reachable(dashboard)',
    delete: 'changeable(dashboard)',
  },
  fields: {
    name: text({ required: true, length: 120 }),
    // Points without holding fast: a deleted dashboard takes its boards out of sight and brings them back when it is restored.
    dashboard: anyReference(['dashboards'], { required: true }),
    entity: text({ label: 'Module', length: 120, names: 'any_noun', help: 'The noun its cards are of; empty: any.' }),
    columns: json({ length: 20_000, help: 'A list of {id, name}, from left to right.' }),
    cards: json({ length: 100_000, help: 'A list of {entity, id, column}, from top to bottom.' }),
  },
  list: { columns: ['name', 'dashboard', 'entity', 'updated_at'], sort: 'name' },
  hooks: { beforeSave: checkBoard },
});

const MOST_COLUMNS = 40;
const MOST_CARDS = 1000;

async function checkBoard(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { values, changed, old } = draft;
  const { entities } = context.actor.rights.schema;
  if (changed.has('dashboard') && old) draft.refuse('dashboard', 'read_only', 'stays the one it was made for');
  if (values.entity && !Object.hasOwn(entities, String(values.entity)))
    draft.refuse('entity', 'unknown', `is no noun: “${String(values.entity)}”`);
  const columns = listOf(values.columns);
  const names = columns?.map((column) => column.id);
  if (!columns || columns.length > MOST_COLUMNS || !columns.every(isColumn) || new Set(names).size !== columns.length)
    draft.refuse('columns', 'malformed', `is a list of at most ${MOST_COLUMNS} columns {id, name}, each with an id of its own`);
  const cards = listOf(values.cards);
  const places = cards?.map((card) => `${String(card.entity)} ${String(card.id)}`);
  if (!cards || cards.length > MOST_CARDS || !cards.every(isCard) || new Set(places).size !== cards.length)
    draft.refuse('cards', 'malformed', `is a list of at most ${MOST_CARDS} cards {entity, id, column}, each record once`);
  else if (names && cards.some((card) => !names.includes(card.column)))
    draft.refuse('cards', 'no_column', 'has a card in a column that is not there');
  else if (values.entity && cards.some((card) => card.entity !== values.entity))
    draft.refuse('cards', 'other_noun', `takes ${String(values.entity)} only`);
  if (old && ['name', 'columns', 'entity'].some((field) => changed.has(field))) await mustOwn(draft, context);
}

async function mustOwn({ values }: Draft, context: Context): Promise<void> {
  if (context.actor.rights.key === 'system') return;
  const { id } = values.dashboard as { id: string };
  const { update } = await context.records.can('dashboards', id);
  if (!update) throw new Refusal(403, 'not_granted', 'Whoever may change the dashboard names and orders the columns of its boards.');
}

type Entry = Readonly<Record<string, unknown>>;

function listOf(value: unknown): Entry[] | null {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null && !Array.isArray(one))
    ? (value as Entry[])
    : null;
}

function isColumn({ id, name, ...rest }: Entry): boolean {
  return short(id) && typeof name === 'string' && name.trim() !== '' && name.length <= 120 && Object.keys(rest).length === 0;
}

function isCard({ entity, id, column, ...rest }: Entry): boolean {
  return short(entity) && typeof id === 'string' && /^[0-9a-f-]{36}$/.test(id) && short(column) && Object.keys(rest).length === 0;
}

function short(value: unknown): boolean {
  return typeof value === 'string' && value !== '' && value.length <= 60;
}
