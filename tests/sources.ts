// The repository's own source files with what they import, as the checks of the house see them.

import { globSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'oxc-parser';

export interface Import {
  /** Path in the repository (`db/pool.ts`) or package (`pg`, `node:fs`, `react-dom/client`). */
  readonly to: string;
  readonly local: boolean;
  /** Nothing of it is there at run time. */
  readonly typeOnly: boolean;
  /** `import()`: loaded when it is wanted. */
  readonly later: boolean;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly Import[];
}

const root = fileURLToPath(new URL('..', import.meta.url));
const folders = ['app', 'bench', 'bin', 'client', 'connectors', 'db', 'engine', 'modules', 'schema', 'server', 'tests', 'ui'];

export function readSources(): Source[] {
  return globSync(`{${folders.join(',')}}/**/*.{ts,tsx}`, { cwd: root })
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => parseSource(path, readFileSync(join(root, path), 'utf8')));
}

export function parseSource(path: string, text: string): Source {
  const { module } = parseSync(path, text);
  const imports: Import[] = [];
  const add = (request: string, typeOnly: boolean, later = false) => {
    const local = request.startsWith('.');
    imports.push({ to: local ? posix.join(posix.dirname(path), request) : request, local, typeOnly, later });
  };
  for (const { moduleRequest, entries } of module.staticImports) {
    add(moduleRequest.value, entries.length > 0 && entries.every((entry) => entry.isType));
  }
  for (const { entries } of module.staticExports) {
    for (const { moduleRequest, isType } of entries) if (moduleRequest) add(moduleRequest.value, isType);
  }
  for (const { moduleRequest } of module.dynamicImports) {
    const [, request] = /^['"`](.*)['"`]$/s.exec(text.slice(moduleRequest.start, moduleRequest.end)) ?? [];
    if (request) add(request, false, true);
  }
  return { path, text, imports };
}

export const isTest = (path: string): boolean => /\.(test|proof)\.tsx?$/.test(path) || /^(tests|bench)\//.test(path);
