// Every place that acts without limits, with its reason, stands in engine/elevations.json and is read by whoever reviews it.
// A new one fails here until it is added: `npx vitest run tests/elevations.test.ts -u`.

import { parseSync, Visitor } from 'oxc-parser';
import { expect, it } from 'vitest';
import { isTest, readSources, type Source } from './sources.ts';

interface Elevation {
  readonly file: string;
  readonly why: string;
}

/** Calls of `context.system('why')`; the reason must stand at the place, in words. */
function findElevations({ path, text }: Pick<Source, 'path' | 'text'>): Elevation[] {
  const found: Elevation[] = [];
  new Visitor({
    CallExpression({ callee, arguments: [why, ...more] }) {
      if (callee.type !== 'MemberExpression' || callee.computed || callee.property.name !== 'system') return;
      // engine.system(workspace, cause) makes the system's own context; its cause tells why.
      if (!why || more.length > 0) return;
      const said = why.type === 'Literal' && typeof why.value === 'string' ? why.value : `?? ${text.slice(why.start, why.end)}`;
      found.push({ file: path, why: said });
    },
  }).visit(parseSync(path, text).program);
  return found;
}

const elevations = readSources()
  .filter(({ path }) => !isTest(path))
  .flatMap(findElevations)
  .sort((a, b) => (`${a.file} ${a.why}` < `${b.file} ${b.why}` ? -1 : 1));

it('the list of elevations is complete and holds nothing that is gone', async () => {
  await expect(`${JSON.stringify(elevations, null, 2)}\n`).toMatchFileSnapshot('../engine/elevations.json');
});

it('every elevation says why, in words that can be searched for', () => {
  expect(elevations.filter(({ why }) => why.startsWith('??') || why.trim().length < 5)).toEqual([]);
});

it('finds them wherever they hide', () => {
  const text =
    "const a = context.system('first why'); context . system ( reason ); y(c.system('second why').records); engine.system(w, c); os.system();";
  expect(findElevations({ path: 'x.ts', text }).map(({ why }) => why)).toEqual(['first why', '?? reason', 'second why']);
});
