// A process to be killed: commits one number after the other and says each when it is committed.

import { writeSync } from 'node:fs';
import { openDatabase } from '../db/database.ts';

const { database } = await openDatabase({ dataFolder: process.argv[2] ?? '', pool: { patience: 60_000 } });
await database.as(null).query({ text: 'create table if not exists numbers (n bigint primary key)', values: [] });
const { rows } = await database.as(null).query({ text: 'select coalesce(max(n), 0) from numbers', values: [] });
for (let n = Number(rows[0]?.[0]) + 1; ; n++) {
  try {
    await database.transaction(null, async (tx) => {
      await tx.query({ text: 'insert into numbers values ($1)', values: [n], name: 'insert' });
    });
    writeSync(1, `${n}\n`);
  } catch (error) {
    // Its server may be killed too; whether this number got in is unknown, so it goes on behind it.
    if ((error as { code?: string }).code !== 'database_unavailable') throw error;
  }
}
