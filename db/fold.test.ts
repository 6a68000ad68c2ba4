// kontor.fold() and fold() are the same function.

import { beforeAll, expect, it } from 'vitest';
import { fold } from '../schema/fold.ts';
import { testDatabase } from '../tests/database.ts';
import { expressionFunctions } from './functions.ts';
import { compile, sql } from './sql.ts';

const { database } = await testDatabase();

/** Capital letters of Unicode 17, which Node knows and PostgreSQL 18 does not yet. */
const NEWER = new Set(['\uA7CE', '\uA7D2', '\uA7D4']);

beforeAll(() => database.transaction(null, (tx) => tx.script(['create schema kontor', ...expressionFunctions(18)].join(';\n'))));

async function folded(texts: readonly string[]): Promise<(string | null)[]> {
  const { rows } = await database
    .as(null)
    .query(compile(sql`select kontor.fold(one) from unnest(${sql.value(texts)}::text[]) with ordinality as all_of(one, n) order by n`));
  return rows.map(([cell]) => cell ?? null);
}

it('folds every letter alike in PostgreSQL and JavaScript', async () => {
  const letters: string[] = [];
  for (let code = 1; code <= 0xffff; code++) if (code < 0xd800 || code > 0xdfff) letters.push(String.fromCodePoint(code));
  const known = letters.filter((letter) => !NEWER.has(letter));
  const texts = known.flatMap((letter) => [letter, `A${letter}Σ e`]);
  const found = await folded(texts);
  expect(texts.filter((text, i) => found[i] !== fold(text))).toEqual([]);
});

it('folds whole texts alike', async () => {
  const texts = [
    'Ångström',
    'STRASSE Straße ẞ',
    'ΟΔΥΣΣΕΎΣ',
    'İstanbul ISI ısı',
    'Łódź Œuvre Ærø Đà',
    'Ёлка',
    '東京 ガ',
    '\u{10400}\u{1E900}😀',
    'e\u0301\u0302',
    '%_\\\'"',
    ' ',
  ];
  expect(await folded(texts)).toEqual(texts.map(fold));
});

it('leaves what is empty empty', async () => expect(await folded([''])).toEqual(['']));
