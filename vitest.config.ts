// Unit and module tests: files *.test.ts beside what they test. The long forms (*.proof.ts) run with KONTOR_PROOF=1.

import { defineConfig } from 'vitest/config';

const proof = process.env.KONTOR_PROOF === '1';

export default defineConfig({
  test: {
    include: [proof ? '**/*.proof.ts' : '**/*.test.{ts,tsx}'],
    exclude: ['node_modules/**', 'dist/**', 'data/**'],
    globalSetup: ['tests/server.ts'],
    environment: 'node',
    testTimeout: proof ? 3_600_000 : 20_000,
    hookTimeout: proof ? 3_600_000 : 60_000,
    // One file, one module registry, one database: files never see each other.
    isolate: true,
    pool: 'forks',
    // Vitest leaves a core for itself, which on two cores means one worker; most files wait for PostgreSQL or a browser anyway.
    maxWorkers: proof ? 1 : 2,
  },
});
