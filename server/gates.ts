// The gates of the way in, in their order: who may not even try, whether the proof is good, who may not enter all the same.

import { proveByPassword } from '../engine/index.ts';
import { HttpRefusal } from './problem.ts';
import { type Gate, type LaterGate, type ProofGate, Refused, wrongCredentials } from './sign-in.ts';

/** Counts the try as failed before the password is looked at, so that tries in parallel gain nothing. */
const tries: Gate = async ({ server, workspace, login, origin }) => {
  await server.limits.signIn(workspace.name, login.toLowerCase(), origin.address).catch((error: unknown) => {
    throw error instanceof HttpRefusal ? new Refused('too_often', error) : error;
  });
};

/** Before the proof, whatever it is. */
export const firstGates: readonly Gate[] = [tries];

export function byPassword(password: string): ProofGate {
  return async ({ server, workspace, login, origin }) => {
    const proof = await proveByPassword(workspace, login, password);
    if (proof.user === null) throw new Refused(proof.why, wrongCredentials(), proof.id);
    await server.limits.signedIn(workspace.name, login.toLowerCase(), origin.address);
    return proof.user;
  };
}

/** After the proof. What answers something keeps the session closed, e.g. a second step that is needed. */
export const laterGates: readonly LaterGate[] = [];
