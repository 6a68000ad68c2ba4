// Settings of a record page name what is there: the mistake is told at the setting, with the nearest right name.

import type { Context, Draft } from '../../engine/index.ts';
import { check, type Entity, ExpressionError, fieldTypes, nearest, parse, type Schema } from '../../schema/index.ts';
import { wrongChart } from '../dashboards/module.ts';

/** Fewer than the log of everything; more than anybody reads at once. */
const MOST = 40;

export function checkCard(draft: Draft, context: Context): void {
  if (draft.verb === 'delete') return;
  const { schema } = context.actor.rights;
  const { entities } = schema;
  const name = String(draft.values.entity ?? '');
  const entity = Object.hasOwn(entities, name) ? entities[name] : undefined;
  if (!entity || entity.parent) {
    draft.refuse('entity', 'unknown', missing(name, Object.keys(entities)));
    return;
  }
  const fields = Object.keys(entity.fields);
  checkNames(draft, 'quick_view', fields);
  checkNames(draft, 'change_log', fields);
  checkSteps(draft, entity);
  checkRelated(draft, entity, schema);
  checkParts(draft, entity, schema);
}

function checkNames(draft: Draft, setting: string, known: readonly string[]): void {
  for (const name of listOf(draft, setting)) {
    if (typeof name !== 'string' || !known.includes(name)) draft.refuse(setting, 'unknown', missing(String(name), known));
  }
}

function checkSteps(draft: Draft, entity: Entity): void {
  const choices = Object.values(entity.fields).filter(({ type, open }) => ['picklist', 'radio', 'state'].includes(type) && !open);
  checkNames(
    draft,
    'steps',
    choices.map(({ name }) => name),
  );
}

const settingsOfList = ['list', 'tab', 'hidden', 'width', 'title', 'filter', 'columns', 'sort'];

type Refuse = (code: string, message: string) => void;
type Setting = Readonly<Record<string, unknown>>;

function checkRelated(draft: Draft, entity: Entity, schema: Schema): void {
  const refuse: Refuse = (code, message) => draft.refuse('related', code, message);
  for (const item of listOf(draft, 'related')) {
    const setting: Setting = typeof item === 'object' && item !== null ? (item as Setting) : { list: item };
    checkPlace(refuse, setting, settingsOfList);
    const listed = listedBy(refuse, entity, schema, setting.list);
    if (listed) checkOwnList(refuse, schema, listed, setting);
  }
}

/** What the page is made of; lists in a tab of their own and charts have names of an administrator's making behind theirs. */
const partsOfPage = ['details', 'change_log', 'timeline', 'discussion', 'related', 'panel', 'files', 'links', 'history', 'chart'];
const settingsOfPart = ['part', 'tab', 'hidden', 'width', 'title', 'list', 'chart'];

/** Row CS-033. */
function checkParts(draft: Draft, entity: Entity, schema: Schema): void {
  const refuse: Refuse = (code, message) => draft.refuse('parts', code, message);
  for (const item of listOf(draft, 'parts')) {
    const setting: Setting = typeof item === 'object' && item !== null ? (item as Setting) : { part: item };
    checkPlace(refuse, setting, settingsOfPart);
    const { part, list, chart } = setting;
    const [kind = ''] = String(part).split(' ');
    if (typeof part !== 'string' || part.length > 80 || !partsOfPage.includes(kind)) refuse('unknown', missing(String(part), partsOfPage));
    if (kind !== 'chart') continue;
    const listed = listedBy(refuse, entity, schema, list);
    const of = (chart ?? {}) as Setting;
    const wrong =
      wrongChart(of, schema) ?? (listed && of.entity !== listed.name ? `this is a chart of ${listed.plural.toLowerCase()}` : null);
    if (wrong) refuse('malformed', wrong);
  }
}

/** Where something stands on the page: what lists and parts have in common. */
function checkPlace(refuse: Refuse, setting: Setting, known: readonly string[]): void {
  const odd = Object.keys(setting).find((name) => !known.includes(name));
  if (odd) refuse('unknown', `There is no “${odd}” here; there is ${known.join(', ')}.`);
  const { tab, hidden, title, width } = setting;
  for (const [what, name] of [
    ['tab', tab],
    ['list', title],
  ])
    if (name !== undefined && name !== null && (typeof name !== 'string' || name.length > 60))
      refuse('type', `The name of a ${what} is a text of at most 60 characters.`);
  if (hidden !== undefined && typeof hidden !== 'boolean') refuse('type', '“hidden” is true or false.');
  if (width !== undefined && width !== 'half' && width !== 'full') refuse('type', '“width” is half or full.');
}

/** The noun of a related list. */
function listedBy(refuse: Refuse, entity: Entity, schema: Schema, list: unknown): Entity | undefined {
  const back = typeof list === 'string' && Object.hasOwn(entity.backReferences, list) ? entity.backReferences[list] : undefined;
  if (back) return schema.entities[back.entity];
  refuse('unknown', missing(String(list), Object.keys(entity.backReferences)));
  return undefined;
}

/** Row CS-035: which of the records, which of their fields, in which order. */
function checkOwnList(refuse: Refuse, schema: Schema, listed: Entity, { filter, columns, sort }: Setting): void {
  const fields = Object.keys(listed.fields);
  const given = columns ?? [];
  if (!Array.isArray(given) || given.length > MOST) refuse('type', `Columns are a list of at most ${MOST} names.`);
  else for (const name of given) if (typeof name !== 'string' || !fields.includes(name)) refuse('unknown', missing(String(name), fields));
  const by = String(sort ?? '').replace(/^-/, '');
  if (by && !fieldTypes[listed.fields[by]?.type ?? '']?.sortable) refuse('unknown', missing(by, fields));
  if (!filter) return;
  try {
    check(parse(String(filter)), schema, listed.name, { kind: 'boolean' });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    refuse('expression', error.message);
  }
}

function listOf(draft: Draft, setting: string): readonly unknown[] {
  const value = draft.values[setting] ?? [];
  if (Array.isArray(value) && value.length <= MOST) return value;
  draft.refuse(setting, 'type', `This is a list of at most ${MOST}.`);
  return [];
}

function missing(name: string, candidates: readonly string[]): string {
  const meant = nearest(name, candidates);
  return `There is no “${name}” here.${meant ? ` Did you mean “${meant}”?` : ''}`;
}
