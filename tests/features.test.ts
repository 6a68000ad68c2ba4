// docs/features.md says how far each feature is, and the titles of tests prove it: the two keep in step.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Expression, type Node, parseSync, Visitor } from 'oxc-parser';
import { describe, expect, it } from 'vitest';
import { readSources } from './sources.ts';

interface Row {
  readonly id: string;
  readonly state: string;
}

interface FeatureList {
  readonly rows: readonly Row[];
  /** The sentence at the top that counts them. */
  readonly summary: string;
}

/** Test files by the ID their titles carry. */
type Proofs = ReadonlyMap<string, readonly string[]>;

const area = /(?:TT|PX|NV|SC|CS)-\d+/;
const wholeId = new RegExp(`^${area.source}$`);
const inTitle = new RegExp(`\\[(${area.source}(?:, ${area.source})*)\\]`, 'g');

it('the list of features and the tests agree', () => {
  const list = readList(readFileSync(fileURLToPath(new URL('../docs/features.md', import.meta.url)), 'utf8'));
  const proofs = findProofs(readSources().filter(({ path }) => /\.test\.tsx?$/.test(path)));
  expect(list.rows.length).toBeGreaterThan(0);
  expect(findDisagreements(list, proofs)).toEqual([]);
});

describe('the check', () => {
  const page = (summary: string, ...rows: string[]) =>
    readList([summary, '', '| ID | What | State |', '|---|---|---|', ...rows].join('\n'));
  const proofs: Proofs = new Map([
    ['TT-1', ['a.test.ts']],
    ['TT-2', ['b.test.ts']],
  ]);
  const works = '| TT-1 | It runs | works |';
  const partly = '| TT-2 | It flies | partly: no landing |';
  const notYet = '| TT-3 | It swims | not yet |';

  it('finds nothing where all is well', () => {
    expect(findDisagreements(page('3 rows: 1 work, 1 partly, 1 not yet', works, partly, notYet), proofs)).toEqual([]);
  });

  it.each([
    ['3 rows: 1 work, 1 partly, 1 not yet', [works, works, partly], 'TT-1 stands twice'],
    ['2 rows: 1 work, 1 partly, 0 not yet', [works, '| TT-2 | It flies | perhaps |'], 'TT-2 has the unknown state "perhaps"'],
    ['2 rows: 1 work, 1 partly, 0 not yet', [works, '| TT-2 | It flies | partly |'], 'TT-2 has the unknown state "partly"'],
    [
      '3 rows: 2 work, 1 partly, 0 not yet',
      [works, partly, '| TT-3 | It swims | works |'],
      'TT-3 is said to be "works", but no test carries it',
    ],
    [
      '2 rows: 1 work, 0 partly, 1 not yet',
      [works, '| TT-2 | It flies | not yet |'],
      'TT-2 is said to be "not yet", but is carried by b.test.ts',
    ],
    ['2 rows: 1 work, 0 partly, 1 not yet', [works, '| TT2 | It flies | not yet |'], '"TT2" is no ID'],
    ['1 rows: 1 work, 0 partly, 0 not yet', [works], 'TT-2 is not in the list, but is carried by b.test.ts'],
    ['2 rows: 2 work, 0 partly, 0 not yet', [works, partly], 'the top should say "2 rows: 1 work, 1 partly, 0 not yet"'],
  ])('%s: %s', (summary, rows, complaint) => {
    expect(findDisagreements(page(summary, ...rows), proofs)).toContain(complaint);
  });

  it('reads titles, and nothing else', () => {
    const text = [
      '// [TT-9] in a comment',
      "describe('one [TT-1] [TT-2, TT-3]', () => { it.each(['[TT-8]'])('two %s [TT-4]', () => {}); });",
      'describe.skipIf(no)(`three [TT-5]`, { timeout: 1 }, () => {});',
      "scenarios(at, [{ title: 'four [TT-6]', as: 'root' }]); const other = '[TT-7]';",
    ].join('\n');
    expect([...findProofs([{ path: 'a.test.ts', text }]).keys()].sort()).toEqual(['TT-1', 'TT-2', 'TT-3', 'TT-4', 'TT-5', 'TT-6']);
  });
});

function findDisagreements({ rows, summary }: FeatureList, proofs: Proofs): string[] {
  const wrong: string[] = [];
  const states = new Map<string, string>();
  for (const { id, state } of rows) {
    if (!wholeId.test(id)) wrong.push(`"${id}" is no ID`);
    if (states.has(id)) wrong.push(`${id} stands twice`);
    states.set(id, state);
    if (kindOf(state) === null) wrong.push(`${id} has the unknown state "${state}"`);
    else if (state !== 'not yet' && !proofs.has(id)) wrong.push(`${id} is said to be "${state}", but no test carries it`);
  }
  for (const [id, files] of proofs) {
    const state = states.get(id);
    const carried = `but is carried by ${files.join(', ')}`;
    if (state === undefined) wrong.push(`${id} is not in the list, ${carried}`);
    else if (state === 'not yet') wrong.push(`${id} is said to be "not yet", ${carried}`);
  }
  const count = (kind: string) => rows.filter(({ state }) => kindOf(state) === kind).length;
  const right = `${rows.length} rows: ${count('works')} work, ${count('partly')} partly, ${count('not yet')} not yet`;
  if (summary !== right) wrong.push(`the top should say "${right}"`);
  return wrong;
}

/** What is missing must stand after `partly`. */
function kindOf(state: string): string | null {
  return state === 'works' || state === 'not yet' ? state : /^partly: \S/.test(state) ? 'partly' : null;
}

function readList(markdown: string): FeatureList {
  const lines = markdown.split('\n');
  const rows = lines.filter((line) => /^\|(?! ID \||---)/.test(line)).map((line) => line.split('|').map((cell) => cell.trim()));
  return {
    rows: rows.map(([, id = '', , state = '']) => ({ id, state })),
    summary: lines.find((line) => /^\d+ rows: /.test(line)) ?? '',
  };
}

/** Titles are first arguments of `it`, `test` and `describe`, whatever stands between (`it.each(...)(title)`), and of scenarios. */
function findProofs(tests: readonly { readonly path: string; readonly text: string }[]): Proofs {
  const proofs = new Map<string, string[]>();
  for (const { path, text } of tests) {
    const read = (title: Node | undefined) => {
      if (title?.type !== 'Literal' && title?.type !== 'TemplateLiteral') return;
      for (const [, ids = ''] of text.slice(title.start, title.end).matchAll(inTitle)) {
        for (const id of ids.split(', ')) if (!proofs.get(id)?.includes(path)) proofs.set(id, [...(proofs.get(id) ?? []), path]);
      }
    };
    new Visitor({
      CallExpression(call) {
        if (['it', 'test', 'describe'].includes(nameOf(call.callee))) read(call.arguments[0]);
      },
      Property(property) {
        if (property.key.type === 'Identifier' && property.key.name === 'title') read(property.value);
      },
    }).visit(parseSync(path, text).program);
  }
  return proofs;
}

function nameOf(callee: Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'MemberExpression') return callee.object.type === 'Super' ? '' : nameOf(callee.object);
  return callee.type === 'CallExpression' ? nameOf(callee.callee) : '';
}
