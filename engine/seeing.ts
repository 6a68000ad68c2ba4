// Seeing the program as another user: a session beside one's own that only looks, is short, and ends when rights change.

import { createHash } from 'node:crypto';
import { prepare, sql } from '../db/index.ts';
import { isEverything, rulesFor, scope } from './access.ts';
import { hashToken, newSessionToken } from './credentials.ts';
import { whyBeyond } from './passing-on.ts';
import { type Arrival, type Clock, instant, type Seeing, type Session, table } from './sessions.ts';
import type { SignedIn } from './sign-in.ts';
import type { Rights } from './types.ts';
import type { Workspace } from './workspace.ts';

/** Milliseconds; it is never prolonged. */
const SEEING_TIME = 30 * 60_000;

const shown = new WeakMap<Rights, Rights>();

/** The same rights, of which nothing is left but to view. */
export function viewOnly(rights: Rights): Rights {
  const known = shown.get(rights) ?? { ...rights, key: `${rights.key}#view`, readOnly: true };
  shown.set(rights, known);
  return known;
}

/** Why the holder of `viewer` may not see the program with the rights of `target`, in words for people; null when he may. */
export function whyNotSeeAs(viewer: Rights, target: Rights, name: string): string | null {
  if (viewer.root) return null;
  if (target.root) return 'Only a root user sees the program as one with root rights.';
  if (viewer.customer) return 'Whoever is kept to the own company sees the program as nobody else.';
  return whyBeyond(viewer, [linesOf(target, name)], target.schema) ?? whyMoreSeen(viewer, target);
}

function linesOf({ customer, grants, fields }: Rights, name: string) {
  const field_rights = [...fields].map(([key, right]) => {
    const [target = '', field = ''] = key.split('.');
    return { target, field, right };
  });
  return { name, customer_mode: customer, grants, field_rights };
}

/** Own records of two people are different ones: of all that the other sees, the viewer must see every record. */
function whyMoreSeen(viewer: Rights, target: Rights): string | null {
  const currencies = viewer.choices.currencies;
  if (currencies && ![...(target.choices.currencies ?? [''])].every((code) => currencies.has(code)))
    return 'This user sees amounts in currencies that you may not see yourself.';
  for (const entity of Object.values(target.schema.entities)) {
    const known = viewer.schema.entities[entity.name];
    // What a noun says of itself holds for the two alike.
    if (entity.parent || entity.access['view'] || !scope(target, entity, 'view')) continue;
    const seesAll = known && rulesFor(viewer, known, 'view').some(({ when }) => isEverything(when));
    if (!seesAll) return `This user sees ${entity.plural.toLowerCase()} that are beyond your own reach.`;
    const field = Object.keys(entity.fields).find((one) => !known.fields[one]);
    if (field) return `This user sees ${entity.name}.${field}, which you may not see yourself.`;
  }
  return null;
}

/** Two rights as they are now: anything else than this ends the looking. */
function markOf(...both: readonly Rights[]): string {
  const parts = both.map(({ key, root, customer, bound, features, grants, binds: { zone: _, my_calendars: __, ...binds } }) => [
    ...[key.replace('#view', ''), root, customer, bound, [...features].sort()],
    grants.map(({ target, verb, scopes }) => [target, verb, scopes]),
    binds,
  ]);
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url');
}

/** Tokens of such sessions are told from others, so that one that is over is not taken for signed out. */
const PREFIX = 'see_';

/** By its form alone; whether it holds is asked of the sessions. */
export function isSeeingToken(token: string): boolean {
  return token.startsWith(PREFIX);
}

interface Eyes {
  /** Of the session it is begun from, and without which it is worth nothing. */
  readonly parent: string;
  readonly seer: { readonly id: string; readonly rights: Rights };
  readonly target: SignedIn & { readonly rights: Rights };
}

export async function beginSeeing(
  workspace: Workspace,
  { parent, seer, target }: Eyes,
  { address, device, fingerprint, way }: Arrival,
  clock: Clock,
): Promise<{ token: string; expires: number }> {
  const token = PREFIX + newSessionToken();
  const now = clock();
  const expires = now + SEEING_TIME;
  await workspace.db.query(
    prepare(sql`insert into ${table(workspace)}
        (id, "user", mark, created_at, seen_at, expires_at, address, device, fingerprint, way, seer, parent, rights)
      values (${sql.value(hashToken(token))}, ${sql.value(target.id)}::uuid, ${sql.value(target.mark)}, ${instant(now)}, ${instant(now)}, ${instant(expires)},
        ${sql.value(address)}, ${sql.value(device)}, ${sql.value(fingerprint)}, ${sql.value(way)},
        ${sql.value(seer.id)}::uuid, ${sql.value(parent)}, ${sql.value(markOf(seer.rights, target.rights))})`),
  );
  return { token, expires };
}

/** Whether whoever looks is still signed in himself, and neither's rights have changed. */
export function mayStillSee({ seer, rights }: Seeing, parent: Session | null, now: { seer: Rights; target: Rights }): boolean {
  return parent?.user === seer && markOf(now.seer, now.target) === rights;
}

/** A session of looking that is there, though its time may be over; null when there is none. */
export async function wasSeeing(workspace: Workspace, token: string): Promise<boolean> {
  const { rows } = await workspace.db.query(
    prepare(sql`select from ${table(workspace)} where id = ${sql.value(hashToken(token))} and seer is not null`),
  );
  return rows.length > 0;
}

export interface Seen {
  readonly seer: string;
  readonly user: string;
  /** Milliseconds since 1970. */
  readonly expires: number;
}

/** Ends the looking, whether its time is over or not. Null: there is no such session. */
export async function endSeeing(workspace: Workspace, id: string): Promise<Seen | null> {
  const { rows } = await workspace.db.query(
    prepare(sql`with ended as (
        delete from ${table(workspace)} where id = ${sql.value(id)} and seer is not null returning "user", seer, expires_at),
      raised as (update ${sql.identifier(workspace.space, 'epoch')} set rights = rights + 1 where exists (select from ended))
      select seer, "user", extract(epoch from expires_at) * 1000 from ended`),
  );
  const [seer, user, expires] = rows[0] ?? [];
  return seer && user ? { seer, user, expires: Number(expires) } : null;
}
