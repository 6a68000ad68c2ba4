// What people may choose on records: their owners, as an administrator decides for each noun (row CS-016), and the currencies that
// somebody's role leaves him (row CS-020).

import type { Entity, Schema } from '../schema/index.ts';
import { isSeen } from './currencies.ts';
import type { Item, WriteVerb } from './draft.ts';
import type { Organisation } from './organisation.ts';
import type { People } from './people.ts';
import type { Choices, OwnerChoice, Rights, Values } from './types.ts';

/** Of whom nobody restricts. */
export const FREE: Choices = { owners: new Map(), currencies: null };

/** @param role whose currencies count; null: none is asked */
export function choicesOf(organisation: Organisation, people: People, role: string | null): Choices {
  const owners = new Map<string, OwnerChoice>();
  for (const { entity, from, group, standard, fixed } of organisation.owning) {
    const among = ownersAmong(organisation, people, from, group);
    owners.set(entity, { standard, fixed, among, may: mayOwn(organisation, among) });
  }
  const codes = role === null ? [] : (organisation.currencies.get(role) ?? []);
  return { owners, currencies: codes.length > 0 ? new Set(codes) : null };
}

function ownersAmong(organisation: Organisation, people: People, from: string | null, group: string | null): OwnerChoice['among'] {
  switch (from) {
    case 'users':
    case 'groups':
      return from;
    case 'unit':
      return new Set(people.ids('own+own_groups+same_unit+sub_units'));
    case 'group':
      return new Set(group === null ? [] : [group, ...organisation.inGroup(group)]);
    default:
      return 'anybody';
  }
}

function mayOwn(organisation: Organisation, among: OwnerChoice['among']): (id: string) => boolean {
  if (among === 'anybody') return () => true;
  if (among === 'users') return (id) => organisation.isPerson(id);
  if (among === 'groups') return (id) => organisation.isGroup(id);
  return (id) => among.has(id);
}

/** The owner of a new record that names none. */
export function standardOwner({ choices, binds }: Rights, entity: Entity): unknown {
  return choices.owners.get(entity.name)?.standard ?? binds['me'] ?? null;
}

/** Root and the house itself choose freely. */
export function checkChoices(rights: Rights, entity: Entity, verb: WriteVerb, items: readonly Item[], schema: Schema): void {
  if (rights.root || verb === 'delete') return;
  const owners = rights.choices.owners.get(entity.name);
  for (const item of items) {
    if (!item.ok) continue;
    if (owners && item.changed.has('owner')) checkOwner(item, owners, verb, rights);
    if (rights.choices.currencies) checkCurrencies(item, entity, rights.choices.currencies, schema);
  }
}

function checkOwner(item: Item, { fixed, standard, may }: OwnerChoice, verb: WriteVerb, { binds }: Rights): void {
  const owner = String(item.values['owner']);
  if (verb === 'create' && owner === (standard ?? binds['me'])) return;
  if (fixed) item.refuse('owner', 'fixed', 'The owner stays as it is; an administrator decided so.');
  else if (!may(owner)) item.refuse('owner', 'not_chosen', 'This user or group can’t be chosen as the owner here.');
}

function checkCurrencies(item: Item, entity: Entity, currencies: ReadonlySet<string>, schema: Schema): void {
  for (const field of Object.values(entity.fields)) {
    if (!item.changed.has(field.name)) continue;
    if (field.type === 'children') checkRowCurrencies(item, field.name, schema.entities[field.to[0]!]!, currencies);
    else if (!isSeen(currencies, field, item.values[field.name])) refuseCurrency(item, field.name, currencies);
  }
}

/** Rows that stay as they are may be in any. */
function checkRowCurrencies(item: Item, name: string, child: Entity, currencies: ReadonlySet<string>): void {
  for (const [i, row] of ((item.values[name] as Values[] | undefined) ?? []).entries()) {
    const before = item.oldRows[name]?.find(({ id }) => id === row['id']);
    for (const field of Object.values(child.fields)) {
      const isSame = JSON.stringify(before?.[field.name]) === JSON.stringify(row[field.name]);
      if (!isSame && !field.formula && !isSeen(currencies, field, row[field.name]))
        refuseCurrency(item, `${name}.${i}.${field.name}`, currencies);
    }
  }
}

function refuseCurrency(item: Item, path: string, currencies: ReadonlySet<string>): void {
  item.refuse(path, 'currency', `Your role uses ${[...currencies].join(', ')} only.`);
}
