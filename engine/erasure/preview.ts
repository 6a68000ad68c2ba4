// What an erasure would do, told before: which records lose what, which go, and which stay and why.

import type { BoundContext } from '../context.ts';
import { countPointers } from '../merge/pointers.ts';
import type { Context } from '../types.ts';
import { filesOf } from './files.ts';
import { emptied } from './mask.ts';
import { belongingsOf, identityOf, type PersonRecord, recordsOf } from './person.ts';
import type { ErasurePolicy } from './policy.ts';

export interface ErasurePreview {
  /** The person's own records: they stay without these fields. */
  readonly people: readonly { readonly entity: string; readonly count: number; readonly fields: readonly string[] }[];
  readonly emptied: readonly { readonly entity: string; readonly count: number }[];
  readonly deleted: readonly { readonly entity: string; readonly count: number }[];
  /** `hold`: under a legal hold; `business`: it is a record of the company, from which only the name goes. */
  readonly kept: readonly { readonly entity: string; readonly count: number; readonly why: 'hold' | 'business' }[];
}

/** Changes nothing. @param held under a legal hold: what the policy says is held back stays */
export function previewErasure(
  context: Context,
  policy: ErasurePolicy,
  { entity, id }: PersonRecord,
  held: (name: string) => boolean,
): Promise<ErasurePreview> {
  const system = context.system('tell what an erasure would take away') as BoundContext;
  return system.read(async (reader) => {
    const { entities } = reader.workspace.state.schema;
    const people = await recordsOf(reader, policy, entity, id);
    const identity = await identityOf(reader, people);
    const belongings = await belongingsOf(reader, policy, people, identity.mails);
    const files = await filesOf(reader, people, belongings.get('files')?.there ?? [], identity, held('files'));
    const own = [...new Set(people.map((one) => one.entity))].map((name) => {
      const fields = Object.keys(entities[name]!.fields);
      const empty = emptied(entities[name]!, Object.fromEntries(fields.map((field) => [field, ''])), policy.people[name]!, 'word');
      return {
        entity: name,
        count: people.filter((one) => one.entity === name).length,
        fields: fields.filter((field) => empty[field] !== '' && !entities[name]!.fields[field]!.formula),
      };
    });
    const going = [...belongings].filter(([name]) => name !== 'files').map(([name, { there }]) => ({ entity: name, count: there.length }));
    const stays = (name: string) => policy.going[name]?.heldBack === true && held(name);
    const ways = (how: string) => going.filter((one) => one.count > 0 && !stays(one.entity) && policy.going[one.entity]!.how === how);
    const hold = [...belongings].flatMap(([name, { there }]) =>
      stays(name) && there.length > 0 ? [{ entity: name, count: there.length, why: 'hold' as const }] : [],
    );
    const counted = Object.entries(files.records).flatMap(([name, ids]) => (ids.length > 0 ? [{ entity: name, count: ids.length }] : []));
    return {
      people: own,
      emptied: ways('emptied'),
      deleted: [...ways('deleted'), ...counted],
      kept: [...hold, ...(await business(reader, policy, people))],
    };
  });
}

async function business(
  reader: Parameters<typeof countPointers>[0],
  policy: ErasurePolicy,
  people: readonly PersonRecord[],
): Promise<{ entity: string; count: number; why: 'business' }[]> {
  const counts = new Map<string, number>();
  for (const name of new Set(people.map((one) => one.entity))) {
    const ids = people.filter((one) => one.entity === name).map(({ id }) => id);
    for (const { entity, count } of await countPointers(reader, name, ids, true))
      if (!policy.going[entity] && !policy.people[entity]) counts.set(entity, (counts.get(entity) ?? 0) + count);
  }
  return [...counts].map(([entity, count]) => ({ entity, count, why: 'business' }));
}
