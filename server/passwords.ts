// New passwords by mailed links: asking for one, and choosing the password. Whether an account exists is told to nobody.

import { z } from 'zod';
import {
  activeLanguages,
  type Context,
  countFailure,
  dropSteps,
  forgetDevices,
  forgetFailuresOf,
  invalid,
  letterOf,
  linkTo,
  mailState,
  passwordProblem,
  Refusal,
  readLetterhead,
  readTicket,
  secondFactorOf,
  securityRules,
  sendMail,
  titleOfWorkspace,
  useTicket,
} from '../engine/index.ts';
import { type Call, type Endpoint, endpoint } from './endpoint.ts';
import type { Doorman } from './sign-in.ts';

const tag = 'Session';
const token = z.string().min(20).max(200);

const house = z.object({ name: z.string(), lines: z.array(z.string()), logo: z.boolean() });

/** Who the house is, for whoever is about to sign in. */
async function houseOf(system: Context): Promise<z.output<typeof house> | null> {
  const found = await readLetterhead(system);
  return found && { name: found.name, lines: [...found.lines], logo: found.logo !== null };
}

export function passwordEndpoints(server: Doorman): readonly Endpoint[] {
  return [waysEndpoint(server), forgottenEndpoint(server), linkEndpoint(server), choiceEndpoint(server)];
}

function waysEndpoint(server: Doorman): Endpoint {
  return endpoint({
    method: 'GET',
    path: '/session/ways',
    summary: 'What the sign-in page offers',
    tag,
    rule: 'public',
    answers: { 200: z.object({ forgotten_password: z.boolean(), languages: z.array(z.string()), house: house.nullable() }) },
    handler: async (call) => ({
      body: {
        forgotten_password: await isOffered(systemOf(server, call)),
        languages: await activeLanguages(call.workspace),
        house: await houseOf(systemOf(server, call)),
      },
    }),
  });
}

function forgottenEndpoint(server: Doorman): Endpoint {
  return endpoint({
    method: 'POST',
    path: '/session/forgotten',
    summary: 'Ask for a link to choose a new password',
    description:
      'Mailed to the address of the account. The answer is the same, and takes as long, whether there is such an account or not.',
    tag,
    rule: 'public',
    body: z.strictObject({ login: z.string().trim().min(1).max(250) }),
    answers: { 202: z.object({}) },
    async handler(call) {
      const system = systemOf(server, call);
      if (!(await isOffered(system)))
        throw new Refusal(403, 'forgotten_password_off', 'Passwords are not reset by mail here. Ask your administrator.');
      await checkTries(server, call, system);
      // Looked up by the job: here nothing depends on who it is.
      await system.enqueue('forgotten_password', { login: call.body.login });
      return { status: 202, body: {} };
    },
  });
}

function linkEndpoint(server: Doorman): Endpoint {
  return endpoint({
    method: 'POST',
    path: '/session/link',
    summary: 'Whose link it is',
    tag,
    rule: 'public',
    body: z.strictObject({ token }),
    answers: { 200: z.object({ login: z.string(), name: z.string(), purpose: z.string() }) },
    async handler(call) {
      await checkTries(server, call, systemOf(server, call));
      const { login, name, purpose } = await ticketOf(server, call.workspace, call.body.token);
      return { body: { login, name, purpose } };
    },
  });
}

function choiceEndpoint(server: Doorman): Endpoint {
  return endpoint({
    method: 'POST',
    path: '/session/password',
    summary: 'Choose a password by a mailed link',
    description: 'The link works once. Every session of the account ends.',
    tag,
    rule: 'public',
    body: z.strictObject({ token, password: z.string().min(1).max(10_000) }),
    answers: { 204: null },
    async handler(call) {
      const system = systemOf(server, call);
      const { workspace, body } = call;
      await checkTries(server, call, system);
      const ticket = await ticketOf(server, workspace, body.token);
      const problem = passwordProblem(body.password, ticket.login, (await securityRules(system)).password);
      if (problem) throw invalid([{ field: 'password', ...problem }]);
      await system.transaction(async (inner) => {
        if (!(await useTicket(inner, body.token))) throw isOver();
        await inner.records.update('users', ticket.user, { password: body.password });
        if (ticket.purpose === 'password') await tellChanged(inner, ticket);
      });
      // Whoever had the old password has nothing left of it.
      await dropSteps(workspace, ticket.user);
      if (ticket.purpose === 'password') await forgetDevices(workspace, ticket.user);
      await forgetFailuresOf(system, 'account', ticket.login);
      return { status: 204 };
    },
  });
}

function systemOf(server: Doorman, { workspace }: Pick<Call, 'workspace'>): Context {
  return server.engine.system(workspace, { kind: 'system', detail: 'new password' });
}

async function isOffered(system: Context): Promise<boolean> {
  return (await securityRules(system)).forgottenPassword && (await mailState(system)) !== 'off' && (await linkTo(system, '')) !== null;
}

async function checkTries(server: Doorman, { workspace, origin }: Call, system: Context): Promise<void> {
  const { failuresPerAddress, banMinutes } = await securityRules(system);
  const now = server.clock();
  const { count, until } = await countFailure(workspace, `links ${origin.address}`, { minutes: banMinutes, now });
  if (count <= failuresPerAddress) return;
  const seconds = Math.max(1, Math.ceil((until - now) / 1000));
  throw new Refusal(429, 'too_often', `Too many tries from your address. Try again in ${seconds} s.`, [], { retry_after: seconds });
}

async function ticketOf(server: Doorman, workspace: Call['workspace'], token: string) {
  const ticket = await readTicket(workspace, token, server.clock);
  if (ticket === null) throw isOver();
  return ticket;
}

async function tellChanged(
  system: Parameters<typeof sendMail>[0],
  { user, name, login }: { user: string; name: string; login: string },
): Promise<void> {
  const { email, language } = await secondFactorOf(system, user, 0);
  if (email === null) return;
  const letter = letterOf('changed', language, { house: await titleOfWorkspace(system), name, login });
  await sendMail(system, { ...letter, to: email, purpose: 'password', user });
}

function isOver(): Refusal {
  return new Refusal(404, 'link_over', 'This link was used, has expired, or a newer one was sent.');
}
