// Values that a new record begins with: those its maker chose the last time, and those that the address gives,
// `?account=<id>&name=Oslo&related_to=deals/<id>`.

import { useQuery } from '@tanstack/react-query';
import type { AnyReference, EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import { fieldTypes } from '../../schema/index.ts';
import { titleOf, toWire, widgetFor } from '../fields/lookup.ts';
import { remembered } from '../parts.ts';
import { isPassing, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { toField } from './described-schema.ts';

export type Search = Readonly<Record<string, string>>;

/** Undefined while titles of references are on their way. */
export function usePrefill(entity: EntityDescription, search: Search): Values | undefined {
  const { entities } = useSetup();
  return useQuery({
    queryKey: ['prefill', entity.name, search],
    queryFn: async () => {
      const found = await Promise.all(
        entity.fields.map(async (field) => {
          const text = search[field.name];
          if (!text || field.read_only) return [];
          return [[field.name, await read(field, text, entities)] as const];
        }),
      );
      const given = Object.fromEntries(found.flat().filter(([, value]) => value !== null)) as Values;
      return { ...(await chosenLast(entity)), ...given };
    },
    staleTime: Number.POSITIVE_INFINITY,
    // Another new record begins anew.
    gcTime: 0,
    throwOnError: true,
  }).data;
}

async function chosenLast({ name }: EntityDescription): Promise<Values> {
  const fields = remembered[name];
  if (!fields) return {};
  const query = { filter: 'created_by = me()', sort: '-created_at', fields, limit: 1 };
  const [last] = (await client.records(name).list(query)).records;
  return Object.fromEntries(fields.flatMap((field) => (last && last[field] !== null ? [[field, last[field]]] : [])));
}

async function read(field: FieldDescription, text: string, entities: readonly EntityDescription[]): Promise<unknown> {
  if (widgetFor(field).comparedAs !== 'record') return readPlain(field, text);
  const [noun, id = ''] = text.includes('/') ? text.split('/') : [null, text];
  for (const target of entities.filter(({ name }) => field.to.includes(name) && (noun === null || noun === name))) {
    try {
      const { record } = await client.records(target.name).get(id, { fields: ['id', ...target.title] });
      const found = { entity: target.name, id: record.id, title: titleOf(target, record) || record.id };
      const reference = namesNoun(field, found) ? found : { id: found.id, title: found.title };
      return isList(field) ? [reference] : reference;
    } catch (error) {
      // Not this noun, or out of reach: the field simply stays empty.
      if (isPassing(error)) throw error;
    }
  }
  return null;
}

/** As it would be read from a file; what cannot be read stands in the field as it came. */
function readPlain(field: FieldDescription, text: string): unknown {
  const parsed = fieldTypes[field.type]?.parse(text, toField(field), {});
  return parsed?.ok ? parsed.value : text;
}

/** References that may point to several nouns say which. */
function namesNoun(field: FieldDescription, reference: AnyReference): boolean {
  return typeof toWire(field, reference) === 'object';
}

function isList(field: FieldDescription): boolean {
  return fieldTypes[field.type]?.expression(toField(field)).kind === 'references';
}
