// The gates of the way in, in their order: who may not even try, whether the proof is good, who may not enter all the same.

import {
  accountKey,
  addressKey,
  countFailure,
  forgetFailures,
  isTrusted,
  pairKey,
  proveByPassword,
  Refusal,
  readAddressRules,
  type SignedIn,
  securityRules,
  takeBackFailure,
  whyNotFrom,
} from '../engine/index.ts';
import { type Attempt, type Gate, type LaterGate, type ProofGate, Refused, wrongCredentials } from './sign-in.ts';

/** Whoever guesses from many addresses at once closes the account to all of them, later than one address closes it to itself. */
const ELSEWHERE = 10;

const banned: Gate = async ({ server, workspace, origin, system }) => {
  if (!Object.hasOwn(workspace.state.schema.entities, 'bans')) return;
  const now = new Date(server.clock()).toISOString();
  const query = { fields: ['until'], filter: `address = "${origin.address}" and released_at is empty and until > "${now}"`, limit: 1 };
  const [ban] = (await system.records.list('bans', { ...query, sort: '-until' })).records;
  // Who is trusted since is let in; the ban stays in the list.
  if (ban === undefined || isTrusted(origin.address, await readAddressRules(system))) return;
  throw new Refused(
    'banned',
    tooOften('Too many failed sign-ins from your address.', Date.parse(String(ban.until)) - server.clock(), 'banned'),
  );
};

/** Denied addresses do not even try. Whether one is allowed depends on who it is, and is asked together with the proof. */
const denied: Gate = async ({ origin, system }) => {
  if (whyNotFrom(origin.address, await readAddressRules(system)) === 'address_denied') throw notFromHere('address_denied');
};

/** Counts the try as failed before the proof is looked at, so that tries in parallel gain nothing; `wentWell` takes it back. */
const tries: Gate = async ({ server, workspace, login, origin, system }) => {
  const { failuresPerAddress, failuresPerAccount, banMinutes } = await securityRules(system);
  const time = { minutes: banMinutes, now: server.clock() };
  const address = await countFailure(workspace, addressKey(origin.address), time);
  if (address.count > failuresPerAddress && !isTrusted(origin.address, await readAddressRules(system))) {
    await ban(address.count - 1, server.clock() + banMinutes * 60_000);
    throw new Refused('banned', tooOften('Too many failed sign-ins from your address.', banMinutes * 60_000, 'banned'));
  }
  if (login === '') return;
  const pair = await countFailure(workspace, pairKey(login, origin.address), time);
  const account = await countFailure(workspace, accountKey(login), time);
  const closed = pair.count > failuresPerAccount ? pair : account.count > failuresPerAccount * ELSEWHERE ? account : null;
  if (closed) throw new Refused('too_often', tooOften('Too many failed sign-ins.', closed.until - server.clock(), 'too_often'));

  async function ban(failures: number, until: number): Promise<void> {
    if (!Object.hasOwn(workspace.state.schema.entities, 'bans')) return;
    const values = { address: origin.address, reason: 'failed_sign_ins', failures, until: new Date(until).toISOString() };
    await system.records.create('bans', values);
    // The ban takes over; after it, counting begins anew.
    await forgetFailures(workspace, [addressKey(origin.address)]);
  }
};

/** Before the proof, whatever it is. */
export const firstGates: readonly Gate[] = [banned, denied, tries];

export function byPassword(password: string): ProofGate {
  return async (attempt) => {
    const proof = await proveByPassword(attempt.system, attempt.login, password);
    // Staff elsewhere hears that before it hears whether the password is right, so that nobody tries passwords from there.
    if (proof.user === null) await allowed(attempt, null);
    if (proof.user === null) throw new Refused(proof.why, wrongCredentials(), proof.id);
    return accepted(attempt, proof.user);
  };
}

/** A proof of any kind was good: whether this person comes in from here, and that the try was no failure. */
export async function accepted(attempt: Attempt, user: SignedIn): Promise<SignedIn> {
  const { workspace, origin } = attempt;
  await allowed(attempt, user.id);
  await Promise.all([
    takeBackFailure(workspace, addressKey(origin.address)),
    ...(attempt.login === ''
      ? []
      : [takeBackFailure(workspace, accountKey(attempt.login)), forgetFailures(workspace, [pairKey(attempt.login, origin.address)])]),
  ]);
  return user;
}

/** From addresses that are not allowed customers alone come in (row PX-02). */
async function allowed(attempt: Attempt, user: string | null): Promise<void> {
  const why = whyNotFrom(attempt.origin.address, await readAddressRules(attempt.system));
  if (why !== null && !(user !== null && (await isCustomer(attempt, user)))) throw notFromHere(why, user);
}

async function isCustomer({ server, workspace }: Attempt, user: string): Promise<boolean> {
  const { rights } = await server.engine.actor(workspace, { user });
  return rights.customer && !rights.root;
}

/** With sign-in switched off root alone comes in, to switch it on again (rows TT-04, TT-05). */
export const switchedOn: LaterGate = async ({ server, workspace, system, user }) => {
  const { signIn, offMessage } = await securityRules(system);
  if (signIn || (await server.engine.actor(workspace, { user: user.id })).rights.root) return null;
  throw new Refused(
    'sign_in_off',
    new Refusal(403, 'sign_in_off', offMessage || 'Nobody can sign in now: the system is being maintained.'),
  );
};

/** After the proof. What answers something keeps the session closed, e.g. a second step that is needed. */
export const laterGates: readonly LaterGate[] = [switchedOn];

function notFromHere(reason: string, user: string | null = null): Refused {
  return new Refused(reason, new Refusal(403, 'address', 'Nobody signs in from your address here.'), user);
}

function tooOften(message: string, milliseconds: number, code: string): Refusal {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1000));
  return new Refusal(429, code, `${message} Try again in ${seconds} s.`, [], { retry_after: seconds });
}
