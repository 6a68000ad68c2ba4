// Every field type through a real PostgreSQL: what is written comes back as the same canonical value.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { compile, sql } from '../db/sql.ts';
import { currencyCodes, type Field, fieldTypes, resolve } from '../schema/index.ts';
import { testDatabase } from './database.ts';
import { testCustomFields, testModules } from './fixtures/schema.ts';

const { database } = await testDatabase();
const { schema } = resolve(testModules, testCustomFields);
const fields = Object.values(schema.entities.samples?.fields ?? {});
const types = new Map(fields.map((field) => [field, fieldTypes[field.type]] as const));

const day = fc
  .date({ min: new Date('0001-01-02T00:00:00Z'), max: new Date('9999-12-30T00:00:00Z'), noInvalidDate: true })
  .map((date) => date.toISOString());
const clock = fc.tuple(fc.nat(23), fc.nat(59), fc.nat(59)).map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const number = fc.tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.nat(9999)).map(([whole, part]) => `${whole}.${part}`);
const letters = fc.string({ unit: 'grapheme', maxLength: 60 });

/** Wire values worth trying, by field type; refused ones are left out. */
const inputs: Readonly<Record<string, (field: Field) => fc.Arbitrary<unknown>>> = {
  text: () => letters,
  text_area: () => letters,
  formatted_text: () => letters.map((text) => `<p>${text}</p>`),
  email: () => fc.emailAddress(),
  phone: () => fc.stringMatching(/^\+\d{5,15}$/),
  url: () => fc.webUrl(),
  integer: (field) => fc.integer({ min: Number(field.min ?? -(2 ** 53) + 1), max: Number(field.max ?? 2 ** 53 - 1) }),
  decimal: () => number,
  percent: () => fc.integer({ min: 0, max: 10_000 }).map((hundredths) => (hundredths / 100).toFixed(2)),
  money: () => fc.record({ amount: number, currency: fc.constantFrom(...currencyCodes) }),
  date: () => day.map((text) => text.slice(0, 10)),
  datetime: () => day,
  time: () => clock,
  checkbox: () => fc.boolean(),
  picklist: choice,
  radio: choice,
  multi_picklist: (field) => fc.subarray(field.options.map(({ value }) => value)),
  reference: () => fc.uuid(),
  user: () => fc.uuid(),
  owner: () => fc.uuid(),
  id: () => fc.uuid(),
  file: () => fc.uuid(),
  image: () => fc.uuid(),
  references: () => fc.array(fc.uuid(), { maxLength: 4 }),
  any_reference: (field) => fc.record({ entity: fc.constantFrom(...field.to), id: fc.uuid() }),
  sequence: () => letters,
  json: () => fc.jsonValue(),
};

function choice(field: Field): fc.Arbitrary<unknown> {
  return fc.constantFrom(...field.options.filter(({ active }) => active !== false).map(({ value }) => value));
}

/** Canonical values of one field, empty ones among them. */
function canonical(field: Field): fc.Arbitrary<unknown> {
  const input = inputs[field.type]?.(field);
  if (!input) throw new Error(`no inputs for ${field.type}`);
  const checked = input.map((value) => types.get(field)?.check(value, field));
  return fc.oneof(
    { weight: 1, arbitrary: fc.constant(null) },
    { weight: 9, arbitrary: checked.filter((result) => result?.ok === true).map((result) => (result?.ok ? result.value : null)) },
  );
}

it('comes back from its columns as it went in', async () => {
  const columns = fields.flatMap((field) =>
    (types.get(field)?.columns(field) ?? []).map((column) => ({ name: field.name + column.suffix, type: column.type })),
  );
  const definitions = columns.map(({ name, type }) => `"${name}" ${type}`);
  await database.transaction(null, (tx) => tx.script(`create table samples (place int, ${definitions.join(', ')})`));

  const anyRecord = fc.record(Object.fromEntries(fields.map((field) => [field.name, canonical(field)])));
  const records = fc.sample(anyRecord, { numRuns: 150, seed: 20260101 });
  for (const [place, record] of records.entries()) {
    const cells = fields.flatMap((field) => types.get(field)?.toColumns(record[field.name] ?? null, field) ?? []);
    const values = [place, ...cells].map((cell) => sql.value(cell));
    await database.as(null).query(compile(sql`insert into samples values (${sql.join(values, ', ')})`));
  }

  const names = columns.map(({ name }) => sql.identifier(name));
  const read = await database.as(null).query(compile(sql`select ${sql.join(names, ', ')} from samples order by place`));
  const found = read.rows.map((cells) => recordOf(cells));
  expect(found).toEqual(records);
});

function recordOf(cells: readonly (string | null)[]): Record<string, unknown> {
  let at = 0;
  return Object.fromEntries(
    fields.map((field) => {
      const type = types.get(field);
      const width = type?.columns(field).length ?? 0;
      const value = type?.fromColumns(cells.slice(at, at + width), field);
      at += width;
      return [field.name, value];
    }),
  );
}

it.each(fields.map((field): [string, Field] => [field.type, field]))('takes its own canonical values as they are: %s', (_, field) => {
  const type = types.get(field);
  const schemaOfValue = z.fromJSONSchema(type?.jsonSchema(field, 'write') ?? {});
  // Formatting is lost in plain text, and that is what print() is for.
  const isPlain = type?.expression(field).kind !== 'text' || type.sortable || field.type === 'text_area';
  fc.assert(
    fc.property(canonical(field), (value) => {
      expect(type?.check(value, field)).toEqual({ ok: true, value });
      if (value !== null && !field.readOnly) expect(schemaOfValue.safeParse(value).error?.message).toBeUndefined();
      if (value !== null && isPlain) expect(type?.parse(type.print(value, field), field, {})).toEqual({ ok: true, value });
    }),
    { numRuns: 60 },
  );
});
