// The house keeps its floors.

import { describe, expect, it } from 'vitest';
import { findCycles, findTrespasses } from './floors.ts';
import { parseSource, readSources } from './sources.ts';

const sources = readSources();

it('no file imports what its floor may not', () => {
  expect(findTrespasses(sources)).toEqual([]);
});

it('no file needs itself to load', () => {
  expect(findCycles(sources)).toEqual([]);
});

describe('the rules', () => {
  const complaints = (files: Record<string, string>) =>
    findTrespasses(Object.entries(files).map(([path, text]) => parseSource(path, text)));

  it.each([
    ['schema/a.ts', "import { readFileSync } from 'node:fs';"],
    ['schema/a.ts', "import type { Row } from '../db/index.ts';"],
    ['db/a.ts', "export { x } from '../engine/index.ts';"],
    ['engine/a.ts', "import { x } from '../db/pool.ts';"],
    ['engine/a.ts', "import pg from 'pg';"],
    ['engine/a.ts', "const x = await import('../server/app.ts');"],
    ['server/a.ts', "import { createPool } from '../db/index.ts';"],
    ['server/a.ts', "import { sql } from 'pg-sql2';"],
    ['modules/a/a.ts', "import { x } from '../../db/index.ts';"],
    ['modules/a/a.ts', "import { useState } from 'react';"],
    ['modules/a/a.ts', "import type { x } from '../../engine/records.ts';"],
    ['modules/a/client.tsx', "import { x } from '../../engine/index.ts';"],
    ['ui/a.ts', "import { x } from '../engine/index.ts';"],
    ['ui/a.ts', "const x = () => import('../modules/a/client.tsx');"],
    ['ui/parts.ts', "import { x } from '../modules/a/module.ts';"],
    ['client/a.ts', "import { useQuery } from '@tanstack/react-query';"],
    ['engine/a.ts', "import { x } from '../tests/database.ts';"],
    ['connectors/a/a.ts', "import { x } from '../../modules/a/module.ts';"],
  ])('%s may not: %s', (path, text) => {
    expect(complaints({ [path]: text })).toHaveLength(1);
  });

  it.each([
    ['db/a.ts', "import pg from 'pg'; import { x } from '../schema/fold.ts';"],
    ['engine/a.ts', "import { x } from '../db/index.ts'; import { y } from '../schema/index.ts';"],
    ['modules/a/client.tsx', "import { useState } from 'react'; import { x } from '../../ui/theme.ts';"],
    ['ui/parts.ts', "const x = () => import('../modules/a/client.tsx');"],
    ['connectors/a/a.ts', "import { x } from '../../modules/a/port.ts';"],
    ['engine/a.test.ts', "import { x } from '../tests/database.ts';"],
    ['app/kontor.config.ts', "import x from '../modules/a/module.ts';"],
  ])('%s may: %s', (path, text) => {
    expect(complaints({ [path]: text })).toEqual([]);
  });

  it('a module may import another one when it needs it, through its module.ts', () => {
    const importing = "import { y } from '../y/module.ts';";
    const needy = "export default defineModule({ name: 'x', needs: ['y'] });";
    expect(complaints({ 'modules/x/module.ts': needy, 'modules/x/a.ts': importing })).toEqual([]);
    expect(complaints({ 'modules/x/module.ts': needy.replace("'y'", ''), 'modules/x/a.ts': importing })).toHaveLength(1);
    expect(complaints({ 'modules/x/module.ts': needy, 'modules/x/a.ts': "import { y } from '../y/other.ts';" })).toHaveLength(1);
  });

  it('finds a cycle, but none of types alone', () => {
    const cycle = (text: string) => findCycles([parseSource('db/a.ts', "import { b } from './b.ts';"), parseSource('db/b.ts', text)]);
    expect(cycle("import { a } from './a.ts';")).toEqual(['db/a.ts -> db/b.ts -> db/a.ts']);
    expect(cycle("import type { a } from './a.ts';")).toEqual([]);
    expect(cycle("import { type A } from './a.ts';")).toEqual([]);
    expect(cycle("const a = () => import('./a.ts');")).toEqual([]);
  });
});
