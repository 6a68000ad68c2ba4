// A workspace whose mail works: what was mailed is read here, codes and links included.

import { type Letter, type MailPort, work } from '../engine/index.ts';
import type { TestServer } from './http.ts';

export interface Mailbox {
  readonly port: MailPort;
  readonly letters: Letter[];
  /** Lets the jobs run, and answers the last letter to this address since it was last asked. */
  last(server: TestServer, to: string): Promise<Letter | null>;
  /** Enters a server that works, and where people open the workspace. */
  setUp(server: TestServer): Promise<void>;
}

export function mailbox(): Mailbox {
  const letters: Letter[] = [];
  const port: MailPort = {
    async send(_server, letter) {
      letters.push(letter);
      return '250 Taken';
    },
    greet: async () => {},
  };
  return {
    port,
    letters,
    async last(server, to) {
      await runJobs(server);
      const mine = letters.filter((letter) => letter.to === to);
      letters.length = 0;
      return mine.at(-1) ?? null;
    },
    async setUp({ system }) {
      const { id } = await system.settings('mail_settings');
      await system.records.update('mail_settings', String(id), { host: 'mail.acme.example', sender_address: 'crm@acme.example' });
      await system.records.update('mail_settings', String(id), { state: 'works' });
      const { id: general } = await system.settings('general_settings');
      await system.records.update('general_settings', String(general), { address: 'https://crm.acme.example/' });
    },
  };
}

/** What waits, and what that makes wait. */
async function runJobs({ engine, system, name }: TestServer): Promise<void> {
  const { space } = system;
  for (;;) {
    const { rows } = await space.db.query({
      text: `select id from "${space.space}".jobs where state = 'queued' order by id limit 1`,
      values: [],
    });
    const id = rows[0]?.[0];
    if (!id) return;
    await work(engine, { workspace: name, job: id });
  }
}
