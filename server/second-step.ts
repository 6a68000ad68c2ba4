// The second step of signing in: a mailed code, one of an authenticator app, or a passkey, in the browser that gave the password.

import { z } from 'zod';
import {
  addressKey,
  beginStep,
  countFailure,
  dropSteps,
  findStep,
  finishStep,
  forgetFailures,
  isCode,
  isKnownDevice,
  letterOf,
  newCode,
  newSessionToken,
  Refusal,
  rememberDevice,
  renewCode,
  STEP_MINUTES,
  type Step,
  secondFactorOf,
  securityRules,
  sendMail,
  takeAppCode,
  takeBackFailure,
  titleOfWorkspace,
} from '../engine/index.ts';
import { browserCookie } from './browser.ts';
import { type Answer, type Call, type Endpoint, endpoint } from './endpoint.ts';
import { firstGates, switchedOn } from './gates.ts';
import { challengeStep, isKeyOfStep, keysOf, type PasskeyAnswer, response } from './passkeys.ts';
import { type Attempt, attemptOf, type Doorman, type LaterGate, openSession, type Proven, Refused, refused } from './sign-in.ts';

/** A passkey is two factors in one, and a provider of identities asks for its own. */
const PROVEN_TWICE: readonly string[] = ['passkey', 'openid'];
/** Codes mailed to one account in the time that failures are counted. */
const MOST_MAILS = 10;

export const secondStep: LaterGate = async (attempt): Promise<Answer | null> => {
  const { server, workspace, system, user, way, browser } = attempt;
  if (PROVEN_TWICE.includes(way)) return null;
  const { secondStep: asked } = await securityRules(system);
  const has = await secondFactorOf(system, user.id, server.clock());
  // Whoever has set up an app on his own account wants to be asked.
  const when = asked === 'off' && has.totp ? 'new_device' : asked;
  if (when === 'off' || has.spared) return null;
  if (when === 'new_device' && (await isKnownDevice(workspace, user.id, browser, server.clock))) return null;
  const hasKey = (await keysOf(system, user.id)).length > 0;
  if (!has.totp && has.email === null && !hasKey) {
    const words = 'A code would be mailed to you, and your account has no e-mail address. Ask your administrator for one.';
    throw new Refused('no_second_step', new Refusal(403, 'no_second_step', words));
  }
  const kind = has.totp ? 'totp' : has.email === null ? 'passkey' : 'email';
  // With a key a mail is sent only when it is asked for.
  const code = kind === 'email' && !hasKey ? newCode() : null;
  if (code !== null) await checkMails(attempt, user.id);
  const known = browser ?? newSessionToken();
  const step = await beginStep(workspace, user, { kind, way, browser: known, code }, server.clock);
  if (code !== null) await mailCode(attempt, user, code, step.expires);
  const headers: Record<string, string> = browser === null ? { 'Set-Cookie': browserCookie(workspace, known, attempt.origin.secure) } : {};
  const body = {
    second_factor: hasKey ? 'passkey' : kind,
    methods: hasKey && kind !== 'passkey' ? ['passkey', kind] : [kind],
    attempt: step.token,
    expires: new Date(step.expires).toISOString(),
    sent_to: kind === 'email' ? masked(has.email ?? '') : null,
  };
  return { status: 202, headers, body };
};

const tag = 'Session';
const token = z.string().min(20).max(200);

export function secondStepEndpoints(server: Doorman): readonly Endpoint[] {
  const finish = endpoint({
    method: 'POST',
    path: '/session/second-factor',
    summary: 'Finish a sign-in with a code or a passkey',
    description:
      'The mailed code, one of the authenticator app, a recovery code, or what a passkey answers to the challenge of this sign-in; from the browser that began it.',
    tag,
    rule: 'public',
    body: z.union([
      z.strictObject({ attempt: token, code: z.string().trim().min(1).max(40) }),
      z.strictObject({ attempt: token, response }),
    ]),
    answers: { 200: z.object({ user: z.object({ id: z.uuid(), name: z.string(), login: z.string() }) }) },
    handler: (call) => {
      const { body } = call;
      return onStep(attemptOf(server, call, 'password', ''), body.attempt, (proven, step) =>
        enter(proven, step, 'code' in body ? byCode(proven, step, body.code) : byKey(server, call, step, body.response)),
      );
    },
  });

  const challenge = endpoint({
    method: 'POST',
    path: '/session/second-factor/challenge',
    summary: 'What a passkey is to sign as the second step',
    description: 'For the keys of the one who gave the password, in this browser, as long as the sign-in lasts; an answer is taken once.',
    tag,
    rule: 'public',
    body: z.strictObject({ attempt: token }),
    answers: { 200: z.object({ options: z.looseObject({}) }) },
    handler: (call) => onStep(attemptOf(server, call, 'password', ''), call.body.attempt, (_, step) => challengeStep(server, call, step)),
  });

  const again = endpoint({
    method: 'POST',
    path: '/session/second-factor/again',
    summary: 'Mail another code',
    description: 'The one before stops working. The time runs from the start of the sign-in.',
    tag,
    rule: 'public',
    body: z.strictObject({ attempt: token }),
    answers: { 204: null },
    handler: (call) =>
      onStep(attemptOf(server, call, 'password', ''), call.body.attempt, async (proven, step) => {
        if (step.kind !== 'email')
          throw new Refusal(409, 'no_mail', 'This step needs the authenticator app or a passkey; nothing is mailed.');
        await checkMails(proven, step.user.id);
        const code = newCode();
        if (!(await renewCode(proven.workspace, step, code))) throw tooOften('Enough codes were sent. Begin the sign-in anew.', 60);
        await mailCode(proven, step.user, code, step.expires);
        return { status: 204 };
      }),
  });

  return [finish, challenge, again];
}

/** Finds the step that a browser may go on with; all that goes wrong stands in the log. */
async function onStep(bare: Attempt, given: string, go: (proven: Proven, step: Step) => Promise<Answer>): Promise<Answer> {
  const { server, workspace, browser } = bare;
  let user: Step['user'] | null = null;
  try {
    for (const gate of firstGates) await gate(bare);
    const step = await findStep(workspace, given, browser, server.clock);
    if (step === null) throw isOver();
    user = step.user;
    const answer = await go({ ...bare, login: step.user.login, way: step.way, user: step.user }, step);
    await takeBackFailure(workspace, addressKey(bare.origin.address));
    return answer;
  } catch (error) {
    throw await refused({ ...bare, login: user?.login ?? '' }, error, user);
  }
}

/** Whether what somebody brought finishes the step, and what to say when it does not. */
interface Proof {
  readonly isRight: () => boolean | Promise<boolean>;
  readonly wrong: { readonly code: string; readonly words: string };
}

function byCode({ server, system, user }: Proven, step: Step, code: string): Proof {
  const isRight = () => {
    if (step.kind === 'email') return isCode(step, code);
    return step.kind === 'totp' && takeAppCode(system, user.id, code, server.clock());
  };
  return { isRight, wrong: { code: 'wrong_code', words: 'This code is wrong.' } };
}

function byKey(server: Doorman, call: Call, step: Step, given: object): Proof {
  const isRight = () => isKeyOfStep(server, call, step, given as PasskeyAnswer);
  return { isRight, wrong: { code: 'wrong_passkey', words: 'The passkey was not accepted.' } };
}

async function enter(proven: Proven, step: Step, { isRight, wrong }: Proof): Promise<Answer> {
  const { server, workspace, system, browser, device, origin, user } = proven;
  const { failuresPerAccount, banMinutes, secondStep: asked } = await securityRules(system);
  const key = `second step ${user.id}`;
  // Counted before the proof is looked at, and for the account: a new attempt gives no new tries.
  const { count, until } = await countFailure(workspace, key, { minutes: banMinutes, now: server.clock() });
  if (count > failuresPerAccount) {
    await dropSteps(workspace, user.id);
    throw new Refused('too_many_codes', tooOften('Too many wrong codes.', (until - server.clock()) / 1000), user.id);
  }
  if (!(await isRight())) throw new Refused(wrong.code, new Refusal(401, wrong.code, wrong.words), user.id);
  if (!(await finishStep(workspace, step))) throw isOver();
  await switchedOn(proven);
  await forgetFailures(workspace, [key]);
  if (asked !== 'always' && browser !== null)
    await rememberDevice(workspace, user.id, { browser, device: device.name, address: origin.address }, server.clock);
  return openSession(proven);
}

/** Whoever knows a password must not fill a mailbox. */
async function checkMails({ server, workspace, system }: Attempt, user: string): Promise<void> {
  const { banMinutes } = await securityRules(system);
  const { count, until } = await countFailure(workspace, `codes ${user}`, { minutes: banMinutes, now: server.clock() });
  if (count > MOST_MAILS)
    throw new Refused('too_many_mails', tooOften('Too many codes were mailed.', (until - server.clock()) / 1000), user);
}

async function mailCode({ system }: Attempt, { id, name, login }: Step['user'], code: string, expires: number): Promise<void> {
  const { email, language } = await secondFactorOf(system, id, 0);
  if (email === null) return;
  const house = await titleOfWorkspace(system);
  const letter = letterOf('code', language, { house, name, login, time: STEP_MINUTES, code: '[[code]]' });
  await sendMail(system, { ...letter, to: email, purpose: 'code', secrets: { code }, until: new Date(expires).toISOString(), user: id });
}

function isOver(): Refused {
  return new Refused('step_over', new Refusal(401, 'step_over', 'This sign-in is over. Begin anew.'));
}

function tooOften(words: string, seconds: number): Refusal {
  const wait = Math.max(1, Math.ceil(seconds));
  return new Refusal(429, 'too_often', `${words} Try again in ${wait} s.`, [], { retry_after: wait });
}

/** `a•••@acme.example`: enough to know which mailbox, for whoever owns it. */
function masked(address: string): string {
  const at = address.lastIndexOf('@');
  return `${address.slice(0, 1)}•••${address.slice(at)}`;
}
