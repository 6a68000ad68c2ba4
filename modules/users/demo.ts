// Twelve people. Only `demo` and `demosuper` have passwords; the others can't sign in until they get one.

import type { Context, Values } from '../../engine/index.ts';
import { everything } from '../demo/module.ts';

const people = [
  ['demosuper', 'Mikko Aalto', 'Head office', 'Managing director', 'Root'],
  ['ingrid.bergstrom', 'Ingrid Bergström', 'Head office', null, 'Administrator'],
  ['pekka.lehtonen', 'Pekka Lehtonen', 'Head office', null, 'Read only'],
  ['helmi.saarinen', 'Helmi Saarinen', 'Sales North', 'Head of sales', 'Manager'],
  ['demo', 'Sofia Lindholm', 'Sales North', 'Salesperson', 'Sales'],
  ['oyvind.haugen', 'Øyvind Haugen', 'Sales North', 'Salesperson', 'Sales'],
  ['katri.magi', 'Katri Mägi', 'Sales North', 'Salesperson', 'Sales'],
  ['jurgen.weiss', 'Jürgen Weiß', 'Sales Europe', 'Head of sales', 'Manager'],
  ['femke.devries', 'Femke de Vries', 'Sales Europe', 'Salesperson', 'Sales'],
  ['etienne.moreau', 'Étienne Moreau', 'Sales Europe', 'Salesperson', 'Sales'],
  ['olga.smirnova', 'Ольга Смирнова', 'Service', 'Head of service', 'Manager'],
  ['piotr.kowalski', 'Piotr Kowalski', 'Service', 'Service engineer', 'Staff'],
] as const;

const passwords: Readonly<Record<string, string>> = { demo: 'demo', demosuper: 'demosuper' };

export async function demo(context: Context): Promise<void> {
  const ids = async (entity: string) => new Map((await everything(context, entity, ['name'])).map(({ id, name }) => [String(name), id]));
  const [departments, roles, sets] = [await ids('departments'), await ids('roles'), await ids('permission_sets')];
  const made = new Map<string, unknown>();
  for (const [login, name, department, role, set] of people) {
    const values: Values = {
      login,
      name,
      nickname: name.split(' ')[0],
      email: `${login}@kontor.example`,
      password: passwords[login] ?? null,
      department: departments.get(department),
      role: role && roles.get(role),
      permission_sets: [sets.get(set)],
    };
    made.set(login, (await context.records.create('users', values)).id);
  }
  for (const [department, login] of [
    ['Head office', 'demosuper'],
    ['Sales North', 'helmi.saarinen'],
    ['Sales Europe', 'jurgen.weiss'],
    ['Service', 'olga.smirnova'],
  ] as const) {
    await context.records.update('departments', String(departments.get(department)), { manager: made.get(login) });
  }
}
