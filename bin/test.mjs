// `npm test`: installs what is missing, runs every check in turn, and counts. `--proof` runs the long forms instead.
// Plain JavaScript, for the machine's own Node (20 or later).

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureBuilt, ensureInstalled, node, root } from './install.mjs';

const proof = process.argv.includes('--proof');

/** Programs of the system that some tests drive; without one, its tests are skipped and say so. */
const systemPrograms = [
  { names: ['chromium', 'chromium-browser', 'google-chrome'], package: 'chromium', variable: 'KONTOR_CHROMIUM', drives: 'browser' },
  { names: ['slapd'], package: 'slapd', variable: 'KONTOR_SLAPD', drives: 'LDAP' },
];

ensureInstalled({ tools: true });
const environment = { ...process.env, ...findPrograms(), CI: '1', NODE_ENV: 'test' };
const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];

if (!proof) {
  check('client build', () => ensureBuilt({ exit: false }));
  check('types', () => tool('typescript/bin/tsc', ['--noEmit']));
  check('format and lint', () => tool('@biomejs/biome/bin/biome', ['check', '--error-on-warnings', '--max-diagnostics=50', '.']));
  check('dead code', () => tool('knip/bin/knip.js', ['--no-progress']));
} else if (!ensureBuilt({ exit: false })) {
  process.exit(1);
}
runTests();

for (const failure of failures) console.log(`failed: ${failure}`);
const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
process.exit(total.failed > 0 ? 1 : 0);

function check(name, run) {
  console.log(`\n== ${name}`);
  const began = performance.now();
  const ok = run();
  total[ok ? 'passed' : 'failed']++;
  if (!ok) failures.push(name);
  console.log(`${ok ? 'ok' : 'FAILED'}: ${name} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
}

/** Unit, module, API, browser, matrix and fault tests: all are Vitest's. */
function runTests() {
  console.log(proof ? '\n== proofs' : '\n== tests');
  const folder = mkdtempSync(join(tmpdir(), 'kontor-report-'));
  const report = join(folder, 'report.json');
  try {
    const ok = tool('vitest/vitest.mjs', ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`], {
      KONTOR_PROOF: proof ? '1' : '',
    });
    count(JSON.parse(readFileSync(report, 'utf8')), ok);
  } catch (error) {
    total.failed++;
    failures.push(`the test run itself: ${error.message}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function count(result, ok) {
  const before = total.failed;
  for (const { name, status, message, assertionResults } of result.testResults) {
    const file = name.slice(root.length);
    for (const test of assertionResults) {
      if (test.status === 'passed') total.passed++;
      else if (test.status !== 'failed') total.skipped++;
      else fail(`${file}: ${test.fullName}`);
    }
    // A file that does not load, or whose beforeAll fails, has no failed test to count.
    if (status === 'failed' && !assertionResults.some((test) => test.status === 'failed')) fail(`${file}: ${message.split('\n')[0]}`);
  }
  if (!ok && total.failed === before) fail('the test run (an error outside of any test, see above)');
}

function fail(what) {
  total.failed++;
  failures.push(what);
}

function tool(script, args, extra = {}) {
  const { status } = spawnSync(node, [join(root, 'node_modules', script), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...environment, ...extra },
  });
  return status === 0;
}

function findPrograms() {
  const found = {};
  for (const program of systemPrograms) {
    const path = process.env[program.variable] || which(program.names) || installed(program);
    if (path) found[program.variable] = path;
    else console.log(`There is no ${program.names[0]} here (apt-get install ${program.package}); tests that need it are skipped.`);
  }
  return found;
}

function installed(program) {
  if (process.getuid?.() !== 0 || !which(['apt-get'])) return null;
  console.log(`Installing the system package ${program.package} (apt-get) for the ${program.drives} tests ...`);
  const options = { stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  const install = () => spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', program.package], options).status === 0;
  withoutServices(() => {
    if (install()) return;
    spawnSync('apt-get', ['update', '-qq'], options);
    install();
  });
  return which(program.names);
}

/** Tests start what they need themselves: Debian's own switch keeps a package from starting its service at once. */
function withoutServices(run) {
  const policy = '/usr/sbin/policy-rc.d';
  const ours = !existsSync(policy);
  if (ours) writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 });
  try {
    run();
  } finally {
    if (ours) rmSync(policy, { force: true });
  }
}

function which(names) {
  for (const name of names) {
    // Servers lie where an ordinary user's path does not lead.
    const env = { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` };
    const { status, stdout } = spawnSync('sh', ['-c', 'command -v "$0"', name], { encoding: 'utf8', env });
    if (status === 0) return stdout.trim();
  }
  return null;
}
