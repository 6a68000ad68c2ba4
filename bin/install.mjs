// Makes a fresh clone runnable: packages, and the built client. Plain JavaScript, for the machine's own Node (20 or later).

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** The Node that Kontor runs under; it comes with the packages. */
export const node = join(root, 'node_modules', '.bin', 'node');

/** `tools`: what building and testing need too; an image may have left them out. */
export function ensureInstalled({ tools = false } = {}) {
  if (isInstalled(tools)) return;
  console.log('Installing packages (npm ci) ...');
  npm(['ci', '--include=dev', '--no-fund', '--no-audit']);
  // Where install scripts are switched off, npm left the packages that bring Node and PostgreSQL incomplete.
  if (!nodeRuns()) npm(['rebuild', '--ignore-scripts=false']);
  if (!nodeRuns()) fail('npm did not install the Node of the package "node"; allow its install script and run `npm ci` again.');
}

/** Compares the lock file with the list npm keeps of what it installed. */
function isInstalled(tools) {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const found = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  for (const [path, { version, optional, dev, peer }] of Object.entries(wanted)) {
    if (path === '' || found[path]?.version === version) continue;
    // Packages for other platforms are not there.
    if (found[path] || !(optional || peer || (dev && !tools))) return false;
  }
  return nodeRuns();
}

function nodeRuns() {
  return existsSync(node) && spawnSync(node, ['--version']).status === 0;
}

/** False, or the end of the process, when it cannot be built. */
export function ensureBuilt({ exit = true } = {}) {
  const stamp = join(root, 'dist', '.sources');
  const sources = hashSources();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === sources) return true;
  ensureInstalled({ tools: true });
  console.log('Building the client ...');
  const { status } = spawnSync(node, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', 'ui', '--logLevel', 'warn'], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, NODE_ENV: 'production' },
  });
  if (status !== 0) {
    if (exit) fail('The client could not be built.');
    return false;
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stamp, sources);
  return true;
}

/** Of everything the client is made of; other files do not lead to a build. */
function hashSources() {
  const hash = createHash('sha256');
  const add = (path) =>
    hash
      .update(path)
      .update('\0')
      .update(readFileSync(join(root, path)))
      .update('\0');
  const walk = (folder, wanted) => {
    if (!existsSync(join(root, folder))) return;
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = `${folder}/${entry.name}`;
      if (entry.isDirectory()) walk(path, wanted);
      else if (wanted(entry.name)) add(path);
    }
  };
  const product = (name) => !/\.(test|proof)\.tsx?$/.test(name);
  for (const folder of ['ui', 'client', 'schema']) walk(folder, product);
  // Browser parts of modules share code with their server parts.
  walk('modules', (name) => /\.tsx?$/.test(name) && product(name));
  for (const path of ['package-lock.json', 'tsconfig.json']) add(path);
  return hash.digest('hex');
}

function npm(args) {
  // Under `npm start` and npx this is the npm that was called; else the one on the path.
  const npmCli = process.env.npm_execpath;
  const [command, ...rest] = npmCli?.endsWith('.js') ? [process.execPath, npmCli, ...args] : ['npm', ...args];
  const { status, error } = spawnSync(command, rest, { cwd: root, stdio: 'inherit' });
  if (status !== 0) fail(`npm ${args[0]} failed${error ? `: ${error.message}` : ''}`);
}

function fail(message) {
  console.error(message);
  process.exit(1);
}
