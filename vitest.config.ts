// Unit and module tests: files *.test.ts beside what they test. The long forms (*.proof.ts) run with KONTOR_PROOF=1.

import { defineConfig } from 'vitest/config';

const proof = process.env.KONTOR_PROOF === '1';
const browserTests = 'tests/browser/*.test.ts';
/** What stands in for modules or for the browser's globals, and so needs modules of its own. */
const replacing = ['ui/**/*.test.{ts,tsx}', 'client/**/*.test.ts', 'server/attacks.test.ts'];

const common = {
  environment: 'node',
  pool: 'forks',
  // A limit costs time only when a test fails; a tight one fails tests because the machine is busy.
  testTimeout: proof ? 3_600_000 : 60_000,
  hookTimeout: proof ? 3_600_000 : 120_000,
  expect: { poll: { timeout: 30_000 } },
} as const;

/** Node reads TypeScript itself, as it does when Kontor runs: nothing is transformed, and nothing waits for Vite. */
const native = { experimental: { viteModuleRunner: false, nodeLoader: false } } as const;

const tests = {
  ...common,
  ...native,
  name: 'tests',
  include: [proof ? '**/*.proof.ts' : '**/*.test.{ts,tsx}'],
  exclude: ['node_modules/**', 'dist/**', 'data/**', browserTests, ...(proof ? [] : replacing)],
  // Files of one process share the modules they import, which cost more than most tests; each has a database of its own.
  isolate: false,
};

const alone = { ...common, name: 'alone', include: replacing, isolate: true };

const browser = {
  ...common,
  ...native,
  name: 'browser',
  include: [browserTests],
  testTimeout: 180_000,
  // A browser, a server and PostgreSQL take turns on few cores: what fails once is tried once more, and the report says so.
  retry: 1,
  // Files of one process share its server and its Chromium (see house.ts); each has a workspace of its own.
  isolate: false,
};

export default defineConfig({
  test: {
    globalSetup: ['tests/server.ts'],
    // Vitest leaves a core for itself, which on two cores means one worker; most files wait for PostgreSQL or a browser anyway.
    maxWorkers: 2,
    projects: (proof ? [tests] : [alone, tests, browser]).map((test) => ({ test })),
  },
});
