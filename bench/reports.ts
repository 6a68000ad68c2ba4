// `kontor bench --only reports`: a report of many rows fetched as a file, and what that does to the memory of the server.

import type { Settings } from './load.ts';
import { cpu, memory, mostMemory, startKontor, stop } from './servers.ts';

const ROWS = 100_000;

/** What a list of people usually shows. */
const columns = ['first_name', 'last_name', 'email', 'phone', 'city', 'status', 'owner', 'account.name', 'created_at', 'updated_at'].map(
  (value, i) => ({ id: `c${i}`, level: 0, value }),
);

/** @param key of a root user of the workspace */
export async function measureReports(folder: string, workspace: string, key: string, { contacts, rounds }: Settings): Promise<void> {
  const kontor = await startKontor(folder);
  try {
    const base = `${kontor.base}/${workspace}/api/v1`;
    const headers = { authorization: `Bearer ${key}` };
    const definition = { entity: 'contacts', columns, limit: Math.min(ROWS, contacts), sort: [{ column: 'c1' }] };
    const made = await fetch(`${base}/records/reports`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'Bench', definition }),
    });
    const { record } = (await made.json()) as { record: { id: string } };
    const file = (format: string) => fetch(`${base}/reports/${record.id}/file?format=${format}`, { headers });
    const idle = await memory(kontor.child);
    console.log(`\nIdle memory of the process: ${idle} MB\n`);
    console.log('| report of 100,000 rows | MB of file | memory at most over idle, MB | CPU s |');
    console.log('| --- | ---: | ---: | ---: |');
    for (const format of ['csv', 'xlsx']) {
      for (let round = 0; round < rounds; round++) {
        const before = await cpu(folder, kontor.child);
        const { result, most } = await mostMemory(kontor.child, async () => sizeOf(await file(format)));
        const used = ((await cpu(folder, kontor.child)) - before) / 1000;
        console.log(`| ${format}, ${round + 1}. time | ${(result / 1e6).toFixed(1)} | ${most - idle} | ${used.toFixed(1)} |`);
      }
    }
    await fetch(`${base}/records/reports/${record.id}`, { method: 'DELETE', headers });
  } finally {
    await stop(kontor.child);
  }
}

async function sizeOf(response: Response): Promise<number> {
  if (!response.ok || !response.body) throw new Error(`The report was refused: ${response.status} ${await response.text()}`);
  let size = 0;
  for await (const chunk of response.body) size += chunk.length;
  return size;
}
