// Login and password against the users of a workspace. An unknown login costs the same time and tells nothing.

import { prepare, sql } from '../db/index.ts';
import { proveByDirectory } from './company-directory.ts';
import type { BoundContext } from './context.ts';
import { hashToken, verifyPassword } from './credentials.ts';
import { compileRights } from './rights.ts';
import type { Workspace } from './workspace.ts';

export interface SignedIn {
  readonly id: string;
  readonly name: string;
  readonly login: string;
  /** Changes with the stored password; sessions keep it, so that a new password ends them all. */
  readonly mark: string;
}

/** Told to administrators alone: whoever tries hears the same for all of them. */
export type WhyRefused = 'unknown_login' | 'wrong_password' | 'no_password' | 'not_enabled';

export type Proof =
  | { readonly user: SignedIn; readonly why: null }
  | { readonly user: null; readonly why: WhyRefused /** Whose login it is, where there is one. */; readonly id: string | null };

/** The same work for an unknown login, a wrong password and an account that is not enabled. `system` is the engine's own hand. */
export async function proveByPassword(system: BoundContext, login: string, password: string): Promise<Proof> {
  const user = await findLogin(system.space, login);
  const [here, there] = [
    await verifyPassword(user?.password ?? null, password),
    await proveByDirectory(system, user?.id ?? null, holdsRoot, password),
  ];
  if (user === null) return { user: null, why: 'unknown_login', id: null };
  if (there === null && user.password === null) return { user: null, why: 'no_password', id: user.id };
  if (!(there ?? here)) return { user: null, why: 'wrong_password', id: user.id };
  if (user.status !== 'enabled') return { user: null, why: 'not_enabled', id: user.id };
  return { user: { id: user.id, name: user.name, login: user.login, mark: passwordMark(user.password ?? '') }, why: null };
}

/** A disabled account has no rights to be asked for. */
function holdsRoot(system: BoundContext, user: string): Promise<boolean> {
  return compileRights(system, user).then(
    ({ rights }) => rights.root,
    () => false,
  );
}

/** Whoever was proven in another way than by password. Null: there is no such account, or it is not enabled. */
export async function findEnabledUser(workspace: Workspace, id: string): Promise<SignedIn | null> {
  const { rows } = await workspace.db.query(
    prepare(
      sql`select name, login, coalesce(password, '') from ${users(workspace)} where id = ${sql.value(id)}::uuid and status = 'enabled'`,
    ),
  );
  const [name, login, password] = rows[0] ?? [];
  return login == null ? null : { id, name: name ?? '', login, mark: passwordMark(password ?? '') };
}

/** Who a session or key acts as, for the frame of the application; no right to read users is needed to see oneself. */
export async function describeUser(workspace: Workspace, id: string): Promise<{ id: string; name: string; login: string }> {
  const { rows } = await workspace.db.query(prepare(sql`select name, login from ${users(workspace)} where id = ${sql.value(id)}`));
  return { id, name: rows[0]?.[0] ?? '', login: rows[0]?.[1] ?? '' };
}

/** `Europe/Helsinki`; null for who has set none. */
export async function zoneOf(workspace: Workspace, id: string): Promise<string | null> {
  if (!workspace.state.schema.entities['users']?.fields['time_zone']) return null;
  const { rows } = await workspace.db.query(prepare(sql`select time_zone from ${users(workspace)} where id = ${sql.value(id)}`));
  return rows[0]?.[0] || null;
}

/** Tells passwords apart without telling anything of them. */
export function passwordMark(storedPassword: string): string {
  return hashToken(storedPassword).slice(0, 16);
}

async function findLogin(workspace: Workspace, login: string) {
  const { rows } = await workspace.db.query(
    prepare(sql`select id, name, login, password, status from ${users(workspace)}
      where kontor.fold(login) = kontor.fold(${sql.value(login)}) order by login = ${sql.value(login)} desc limit 1`),
  );
  const row = rows[0];
  return row ? { id: row[0] ?? '', name: row[1] ?? '', login: row[2] ?? '', password: row[3] ?? null, status: row[4] } : null;
}

export function users(workspace: Workspace) {
  return sql.identifier(workspace.space, 'users');
}
