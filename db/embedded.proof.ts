// Fifty kills at any moment, of Kontor, of its database, or of both: whatever was said to be committed is there.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { openDatabase } from './database.ts';
import { compile, sql } from './sql.ts';

const KILLS = 50;

it(`loses nothing in ${KILLS} kills, and starts an existing folder in well under a second`, async () => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kontor-kills-')));
  chmodSync(folder, 0o711);
  const committed = new Set<string>();
  const script = fileURLToPath(new URL('../tests/write-forever.ts', import.meta.url));
  for (let kill = 0; kill < KILLS; kill++) {
    const writer = spawn(process.execPath, [script, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    let rest = '';
    writer.stdout.on('data', (chunk) => {
      const lines = `${rest}${chunk}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) committed.add(line);
    });
    const before = committed.size;
    // Some rounds are killed while they start, the others while they write.
    if (kill % 5 !== 0) await expect.poll(() => committed.size, { timeout: 60_000, interval: 5 }).toBeGreaterThan(before);
    await delay(Math.random() * 200);
    const server = serverOf(folder);
    if (kill % 3 !== 0 && server) process.kill(server, 'SIGKILL');
    if (kill % 3 === 1) await expect.poll(() => committed.size, { timeout: 60_000 }).toBeGreaterThan(before);
    writer.kill('SIGKILL');
    await once(writer, 'close');
  }
  const opened = await openDatabase({ dataFolder: folder });
  const { rows } = await opened.database.as(null).query(compile(sql`select n from numbers`));
  const found = new Set(rows.map(([n]) => n));
  expect([...committed].filter((n) => !found.has(n))).toEqual([]);
  expect(committed.size).toBeGreaterThan(KILLS);
  await opened.close();
  const times: number[] = [];
  while (times.length < 3) {
    const began = performance.now();
    const again = await openDatabase({ dataFolder: folder });
    times.push(performance.now() - began);
    await again.close();
  }
  // Another proof may have the machine at one of them.
  const took = Math.min(...times);
  rmSync(folder, { recursive: true, force: true });
  console.log(`${committed.size} commits survived ${KILLS} kills; an existing folder opens in ${took.toFixed(0)} ms`);
  expect(took).toBeLessThan(1000);
});

function serverOf(folder: string): number | null {
  try {
    return Number(readFileSync(join(folder, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0]) || null;
  } catch {
    return null;
  }
}
