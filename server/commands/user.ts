// Users from the command line: the first one of a workspace, and a way in for those who forgot.

import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { type Context, forgetFailuresOf, passwordProblem, Refusal, readAddressRules, securityRules } from '../../engine/index.ts';
import { nearest } from '../../schema/index.ts';
import { type Command, type Machine, need, openWorkspace, withEngine } from './command.ts';

export const userCreate: Command = {
  name: 'user create',
  usage: 'user create <workspace> <login> [--name "Full Name"] [--department name] [--set "Permission set"]... [--generate]',
  summary: 'Makes a user; asks for the password, or makes one up with --generate',
  async run(args, machine) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        department: { type: 'string' },
        set: { type: 'string', multiple: true, default: [] },
        generate: { type: 'boolean', default: false },
      },
    });
    const [workspaceName = '', login = ''] = need(positionals, 'workspace', 'login');
    await withEngine(machine, async (engine) => {
      const context = engine.system(await openWorkspace(engine, workspaceName), { kind: 'system', detail: 'kontor user create' });
      const department = await idByName(context, 'departments', values.department ?? null);
      const sets = await Promise.all(values.set.map((name) => idByName(context, 'permission_sets', name)));
      const password = await choosePassword(context, machine, login, values.generate);
      const user = { login, name: values.name ?? login, department, password, ...(sets.length > 0 ? { permission_sets: sets } : {}) };
      await inWords(context.records.create('users', user));
      machine.print(`The user "${login}" can sign in at /${workspaceName}/.`);
      if (sets.length === 0) machine.print('It has no permission set of its own: what it may do is what its department gives.');
    });
  },
};

export const userPassword: Command = {
  name: 'user password',
  usage: 'user password <workspace> <login> [--generate] [--enable]',
  summary: 'Sets a new password and forgets failed sign-ins; open sessions of the user end. The way in that is always left',
  async run(args, machine) {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: { generate: { type: 'boolean', default: false }, enable: { type: 'boolean', default: false } },
    });
    const [workspaceName = '', login = ''] = need(positionals, 'workspace', 'login');
    await withEngine(machine, async (engine) => {
      const context = engine.system(await openWorkspace(engine, workspaceName), { kind: 'system', detail: 'kontor user password' });
      const id = await idByName(context, 'users', login, 'login');
      const password = await choosePassword(context, machine, login, values.generate);
      await inWords(
        context.records.update('users', id, { password, spared_until: inAnHour(), ...(values.enable ? { status: 'enabled' } : {}) }),
      );
      await forgetFailuresOf(context, 'account', login);
      machine.print(`The password of "${login}" is set. For an hour no second step is asked for.`);
      const { status } = await context.records.get('users', id, ['status']);
      if (status !== 'enabled') machine.print(`The account is ${String(status)}; --enable makes it usable again.`);
      if ((await readAddressRules(context)).length > 0)
        machine.print('There are address rules; "kontor address allow" lets an address in whatever they say.');
    });
  },
};

/** The phone may be lost, or mail may not work: who holds the machine lets people in all the same. */
function inAnHour(): string {
  return new Date(Date.now() + 60 * 60_000).toISOString();
}

/** Without a name the only one there is; several make a choice necessary. */
async function idByName(context: Context, entity: string, name: string | null, field = 'name'): Promise<string> {
  // Asked by name first: there may be more of them than one list holds.
  const exact =
    name === null
      ? null
      : (await context.records.list(entity, { fields: ['id'], filter: `${field} = ${JSON.stringify(name)}`, limit: 1 })).records[0];
  if (exact) return String(exact.id);
  const { records } = await context.records.list(entity, { fields: ['id', field], limit: 500 });
  const [only] = records;
  if (name === null && records.length === 1 && only !== undefined) return String(only.id);
  const found = records.find((record) => String(record[field]).toLowerCase() === name?.toLowerCase());
  if (found !== undefined) return String(found.id);
  const names = records.map((record) => String(record[field]));
  const meant = name === null ? null : nearest(name, names);
  const choice = meant === null ? `there ${names.length === 0 ? 'are none' : `is ${names.join(', ')}`}` : `did you mean "${meant}"?`;
  throw new Error(name === null ? `Say which of ${entity}: ${choice}.` : `There is no "${name}" among ${entity}; ${choice}`);
}

async function choosePassword(context: Context, machine: Machine, login: string, generate: boolean): Promise<string> {
  if (generate) {
    const password = randomBytes(12).toString('base64url');
    machine.print(`Password: ${password}`);
    return password;
  }
  const password = await machine.readSecret('Password: ');
  const problem = passwordProblem(password, login, (await securityRules(context)).password);
  if (problem !== null) throw new Error(`The password ${problem.message}.`);
  return password;
}

/** A refusal's fields belong to its message where there is no form to show them in. */
async function inWords<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.problems.length === 0) throw error;
    throw new Error(error.problems.map(({ field, message }) => `${field}: ${message}`).join('\n'), { cause: error });
  });
}
