// Puts an instance together: database, files, queue and engine, with the modules of this house.

import { join } from 'node:path';
import { asiakastieto } from '../connectors/asiakastieto/asiakastieto.ts';
import { brreg } from '../connectors/brreg/brreg.ts';
import { ecb } from '../connectors/ecb/ecb.ts';
import { folderCarrier } from '../connectors/folder/folder.ts';
import { ldap } from '../connectors/ldap/ldap.ts';
import { libreOffice } from '../connectors/libreoffice/libreoffice.ts';
import { mollie } from '../connectors/mollie/mollie.ts';
import { operator } from '../connectors/operator/operator.ts';
import { paypal } from '../connectors/paypal/paypal.ts';
import { prh } from '../connectors/prh/prh.ts';
import { s3 } from '../connectors/s3/s3.ts';
import { smtp } from '../connectors/smtp/smtp.ts';
import { stripe } from '../connectors/stripe/stripe.ts';
import { webhooks } from '../connectors/webhook/webhook.ts';
import { type OpenedDatabase, openDatabase, openQueue, type Queue } from '../db/index.ts';
import { Engine, enqueueWhereDue, folderStore, Secrets, sweep, work } from '../engine/index.ts';
import { closedFolder } from './folder.ts';
import { modules } from './kontor.config.ts';
import { readSecret } from './secret.ts';
import type { Settings } from './settings.ts';

export interface Instance {
  readonly engine: Engine;
  readonly opened: OpenedDatabase;
  close(): Promise<void>;
}

export interface InstanceOptions {
  readonly settings: Pick<Settings, 'dataFolder' | 'databaseUrl'> & Partial<Pick<Settings, 'secret'>>;
  /** `work` runs jobs, `ring` only tells whoever does, `none` leaves that to the sweeper of a running Kontor. */
  readonly queue: 'work' | 'ring' | 'none';
  /** Use the embedded database of a running Kontor instead of being refused by it. */
  readonly join?: boolean;
  readonly log: (level: string, message: string) => void;
}

export async function openInstance({ settings, queue: use, join: joins = false, log }: InstanceOptions): Promise<Instance> {
  const secrets = new Secrets(readSecret(settings.dataFolder, settings.secret ?? ''));
  const opened = await openDatabase({
    ...settings,
    join: joins,
    pool: { report: (error) => log('error', `After a commit: ${error instanceof Error ? error.stack : error}`) },
    log: (message) => log('warning', message),
  });
  let queue: Queue | null = null;
  try {
    // The queue may ring before the engine, which holds it, is made.
    const made = Promise.withResolvers<Engine>();
    if (use !== 'none') {
      queue = await openQueue({
        connectionString: opened.connectionString,
        work: use === 'work' ? async (bell) => work(await made.promise, bell) : null,
        schedules: [{ name: 'sweep', cron: '* * * * *', run: async () => sweep(await made.promise) }, ...moduleSchedules(made.promise)],
        concurrency: 4,
        log,
      });
    }
    const files = folderStore(closedFolder(join(settings.dataFolder, 'files')));
    const carriers = { folder: folderCarrier(join(settings.dataFolder, 'e-invoices')), operator };
    const gateways = { stripe, mollie, paypal };
    const ports = {
      mail: smtp,
      directory: ldap,
      office: libreOffice(),
      carriers,
      rates: ecb,
      gateways,
      registers: { prh, brreg, asiakastieto },
      buckets: s3,
      webhooks: webhooks(),
    };
    const engine = new Engine({ database: opened.database, modules, files, queue, secrets, ports });
    made.resolve(engine);
    const close = async () => {
      await engine.close();
      await opened.close();
    };
    return { engine, opened, close };
  } catch (error) {
    await queue?.stop();
    await opened.close();
    throw error;
  }
}

/** A scheduled job of a module runs in every workspace. */
function moduleSchedules(engine: Promise<Engine>) {
  return modules.flatMap((module) =>
    Object.entries(module.jobs ?? {}).flatMap(([name, { schedule, due }]) => {
      const run = async () => (due ? enqueueWhereDue(await engine, name, due) : enqueueEverywhere(await engine, name));
      return schedule ? [{ name, cron: schedule, run }] : [];
    }),
  );
}

async function enqueueEverywhere(engine: Engine, job: string): Promise<void> {
  for (const name of await engine.workspaces.list()) {
    const workspace = await engine.workspace(name);
    if (workspace) await engine.system(workspace, { kind: 'job', detail: job }).enqueue(job, null);
  }
}
