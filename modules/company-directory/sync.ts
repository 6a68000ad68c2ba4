// Brings accounts in line with one group of the directory: who is in it has one, who left is disabled. Nobody is deleted.

import {
  type ActionCall,
  type BoundContext,
  type Context,
  DirectoryFailure,
  type DirectoryPerson,
  eachRecord,
  type JobRun,
  Refusal,
  readDirectory,
  type Values,
} from '../../engine/index.ts';
import { clip, idOf } from '../../schema/index.ts';
import { readSets } from '../permission-sets/module.ts';

type What = 'created' | 'updated' | 'disabled' | 'enabled' | 'unchanged' | 'problems';

interface Step {
  readonly what: What;
  readonly login: string;
  /** Of an account that is there already. */
  readonly id?: string;
  readonly values?: Values;
  readonly why?: string;
}

/** As it would be now; nothing is changed. */
export async function tryOut({ context }: ActionCall): Promise<Values> {
  return synchronise(context.system('tries out what the directory would change') as BoundContext, true);
}

export async function runNow({ context }: ActionCall): Promise<Values> {
  return { job: await context.enqueue('directory_sync', null) };
}

export async function runSync(run: JobRun): Promise<void> {
  const system = run.context.system('brings accounts in line with the directory') as BoundContext;
  const settings = await system.settings('directory_settings');
  if (settings.active !== true) return;
  try {
    await synchronise(system, false);
  } finally {
    const next = new Date(Date.now() + Number(settings.every) * 60_000).toISOString();
    await system.records.update('directory_settings', String(settings.id), { next_at: next });
  }
}

async function synchronise(system: BoundContext, dry: boolean): Promise<Values> {
  const [settings, { directory }] = [await readDirectory(system), system.ports];
  if (!settings || !directory) throw new Refusal(409, 'no_directory', 'The directory is not in use.');
  try {
    const people = await directory.members(settings.server, settings.query);
    // An empty group is far more often a slip there than a company without people.
    if (people.length === 0) throw new DirectoryFailure('The group has no members that have a login; nothing was changed.');
    const plan = await planned(system, people);
    const done: Step[] = [];
    for (const step of plan) done.push(dry ? step : await perform(system, step));
    return await note(system, done, dry);
  } catch (error) {
    if (!(error instanceof DirectoryFailure)) throw error;
    const run = { state: 'failed', dry_run: dry, summary: clip(error.message, 250), details: error.message };
    await system.records.create('directory_runs', run);
    return run;
  }
}

async function planned(system: Context, people: readonly DirectoryPerson[]): Promise<Step[]> {
  const { department } = await system.settings('directory_settings');
  const users = await everyUser(system);
  const roots = new Set((await readSets(system, await everySet(system))).filter(({ root }) => root).map(({ id }) => String(id)));
  const steps: Step[] = [];
  const known = new Set<string>();
  const logins = new Set<string>();
  for (const person of people) {
    if (logins.has(person.login.toLowerCase())) {
      steps.push({ what: 'problems', login: person.login, why: 'Two entries have this login.' });
      continue;
    }
    logins.add(person.login.toLowerCase());
    const mine = users.find((user) => user.directory_id === person.id);
    const like = mine ?? users.find((user) => String(user.login).toLowerCase() === person.login.toLowerCase());
    const fields: Values = {
      name: person.name,
      email: person.email,
      phone: person.phone,
      directory_id: person.id,
      directory_dn: person.dn,
    };
    if (like === undefined) {
      const values = { ...fields, login: person.login, department: idOf(department) };
      steps.push({ what: 'created', login: person.login, values });
      continue;
    }
    const id = String(like.id);
    known.add(id);
    const isRoot = ((like.permission_sets as readonly { id: string }[] | null) ?? []).some((set) => roots.has(set.id));
    if (mine === undefined && (isRoot || like.directory_id)) {
      const why = isRoot
        ? 'A root user has this login; root users are not taken over.'
        : 'Another entry of the directory has this account.';
      steps.push({ what: 'problems', login: person.login, why });
      continue;
    }
    const changed = Object.fromEntries(Object.entries(fields).filter(([name, value]) => (like[name] ?? null) !== value));
    // Whoever an administrator disabled by hand stays so.
    if (like.status === 'disabled' && like.directory_off === true)
      steps.push({ what: 'enabled', login: person.login, id, values: { ...changed, status: 'enabled', directory_off: false } });
    else steps.push({ what: Object.keys(changed).length > 0 ? 'updated' : 'unchanged', login: person.login, id, values: changed });
  }
  for (const user of users) {
    if (!user.directory_id || user.status !== 'enabled' || known.has(String(user.id))) continue;
    steps.push({ what: 'disabled', login: String(user.login), id: String(user.id), values: { status: 'disabled', directory_off: true } });
  }
  return steps;
}

/** What a rule refuses (the last root user stays, an address is not valid) is told, and the rest goes on. */
async function perform({ records }: Context, step: Step): Promise<Step> {
  try {
    if (step.what === 'created') await records.create('users', step.values ?? {});
    else if (step.id && step.what !== 'unchanged' && step.what !== 'problems') await records.update('users', step.id, step.values ?? {});
    return step;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const why = error.problems.map(({ field, message }) => `${field}: ${message}`).join('; ') || error.message;
    return { what: 'problems', login: step.login, why };
  }
}

async function note({ records }: Context, steps: readonly Step[], dry: boolean): Promise<Values> {
  const count = (what: What) => steps.filter((step) => step.what === what).length;
  const told = steps.filter(({ what }) => what !== 'unchanged').map(lineOf);
  const run = {
    state: count('problems') > 0 ? 'partly' : 'done',
    dry_run: dry,
    ...{ created: count('created'), updated: count('updated'), disabled: count('disabled'), enabled: count('enabled') },
    ...{ unchanged: count('unchanged'), problems: count('problems') },
    summary: told.length === 0 ? 'Everything is in line.' : clip(told.slice(0, 3).join('; '), 250),
    details: clip(told.join('\n'), 100_000),
  };
  await records.create('directory_runs', run);
  return run;
}

function lineOf({ what, login, values, why }: Step): string {
  const fields = what === 'updated' ? Object.keys(values ?? {}).filter((name) => !name.startsWith('directory_')) : [];
  return `${what === 'problems' ? 'problem' : what}: ${login}${fields.length > 0 ? ` (${fields.join(', ')})` : ''}${why ? ` (${why})` : ''}`;
}

const read = ['login', 'name', 'email', 'phone', 'status', 'permission_sets', 'directory_id', 'directory_dn', 'directory_off'];

function everyUser(context: Context): Promise<Values[]> {
  // Archived ones too: their logins are taken.
  const filter = 'status in ("enabled", "disabled", "archived")';
  return Array.fromAsync(eachRecord(context, 'users', { fields: ['id', ...read], filter }));
}

async function everySet({ records }: Context): Promise<string[]> {
  return (await records.list('permission_sets', { fields: ['id'], limit: 500 })).records.map(({ id }) => String(id));
}
