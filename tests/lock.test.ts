// The lock file serves every machine: no registry's address, and the packages of all platforms, not of its last editor's only.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

interface Locked {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optionalDependencies?: Record<string, string>;
}

const text = readFileSync(new URL('../package-lock.json', import.meta.url), 'utf8');
const packages = Object.entries((JSON.parse(text) as { packages: Record<string, Locked> }).packages);
const paths = new Set(packages.map(([path]) => path));

it('names no registry, and a checksum for everything', () => {
  expect(packages.filter(([, { resolved }]) => resolved).map(([path]) => path)).toEqual([]);
  expect(packages.filter(([path, { integrity }]) => path && !integrity).map(([path]) => path)).toEqual([]);
});

// npm drops other platforms when it edits the file beside an existing node_modules; `npm ci` then refuses it.
// Cure: remove the entries of the package named here and run `npm install --package-lock-only` in a folder without node_modules.
it('knows the packages for other platforms', () => {
  const missing = packages.flatMap(([path, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter((name) => !paths.has(`node_modules/${name}`) && !paths.has(`${path}/node_modules/${name}`)),
  );
  expect(missing).toEqual([]);
});
