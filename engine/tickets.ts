// One-time links: rows that hold the hash of a token. Used once, over when their time is, and void when the password has changed meanwhile.

import { compile, prepare, sql } from '../db/index.ts';
import type { BoundContext } from './context.ts';
import { hashToken, newSessionToken } from './credentials.ts';
import type { Clock } from './sessions.ts';
import { passwordMark, users } from './sign-in.ts';
import type { Context } from './types.ts';
import type { ClosedWorkspace, Workspace } from './workspace.ts';

export type TicketPurpose = 'welcome' | 'password';

export interface Ticket {
  readonly user: string;
  readonly login: string;
  readonly name: string;
  readonly purpose: TicketPurpose;
}

/** A new link makes those before it void. Answers the token, which is nowhere to be read again. */
export async function issueTicket(context: Context, user: string, purpose: TicketPurpose, until: number): Promise<string> {
  const token = newSessionToken();
  await (context as BoundContext).write(async ({ tx, workspace }) => {
    const mine = sql`"user" = ${sql.value(user)}::uuid`;
    await tx.query(prepare(sql`delete from ${table(workspace)} where ${mine}`));
    const { rows } = await tx.query(
      prepare(sql`select coalesce(password, '') from ${users(workspace)} where id = ${sql.value(user)}::uuid`),
    );
    await tx.query(
      prepare(sql`insert into ${table(workspace)} (id, "user", purpose, mark, expires_at) values (${sql.value(hashToken(token))},
        ${sql.value(user)}::uuid, ${sql.value(purpose)}, ${sql.value(passwordMark(rows[0]?.[0] ?? ''))}, ${instant(until)})`),
    );
  });
  return token;
}

/** Whose link it is, without using it; null for one that is over, used or made up. */
export async function readTicket(workspace: Workspace, token: string, clock: Clock): Promise<Ticket | null> {
  const { rows } = await workspace.db.query(
    prepare(sql`select u.id, u.login, u.name, t.purpose, t.mark, coalesce(u.password, '') from ${table(workspace)} t
      join ${users(workspace)} u on u.id = t."user"
      where t.id = ${sql.value(hashToken(token))} and t.expires_at > ${instant(clock())} and u.status = 'enabled'`),
  );
  const [user, login, name, purpose, mark, password] = rows[0] ?? [];
  if (!user || passwordMark(password ?? '') !== mark) return null;
  return { user, login: login ?? '', name: name ?? '', purpose: purpose as TicketPurpose };
}

/** Inside the transaction that does what the link is for: of two who come at once, one finds it gone. */
export async function useTicket(context: Context, token: string): Promise<boolean> {
  return (context as BoundContext).write(async ({ tx, workspace }) => {
    const { count } = await tx.query(prepare(sql`delete from ${table(workspace)} where id = ${sql.value(hashToken(token))}`));
    return count === 1;
  });
}

/** Takes out those whose time is over. */
export async function sweepTickets(workspace: ClosedWorkspace, clock: Clock): Promise<void> {
  await workspace.db.query(compile(sql`delete from ${table(workspace)} where expires_at <= ${instant(clock())}`));
}

function instant(time: number) {
  return sql`${sql.value(new Date(time).toISOString())}::timestamptz`;
}

function table(workspace: ClosedWorkspace) {
  return sql.identifier(workspace.space, 'tickets');
}
