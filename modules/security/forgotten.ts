// Mails a link for a new password to whoever asked for one, if there is such an account with an address.

import {
  addressOf,
  type BoundContext,
  countFailure,
  issueTicket,
  type JobRun,
  letterOf,
  linkTo,
  readDirectory,
  sendMail,
  titleOfWorkspace,
  type Values,
} from '../../engine/index.ts';

const MINUTES = 60;
/** Mails an hour to one account, however often somebody asks. */
const MOST = 3;

export async function mailForgotten({ context, params }: JobRun): Promise<void> {
  const user = await find(context as BoundContext, String((params as { login?: unknown } | null)?.login ?? ''));
  const to = user && addressOf(user);
  if (!user || !to) return;
  // The password is kept elsewhere: one of ours would open nothing.
  if (user.directory_dn && (await readDirectory(context as BoundContext))?.signIn) return;
  const id = String(user.id);
  const now = Date.now();
  const { count } = await countFailure((context as BoundContext).space, `forgotten ${id}`, { minutes: MINUTES, now });
  const home = await linkTo(context, '');
  if (count > MOST || home === null) return;
  const until = now + MINUTES * 60_000;
  const letter = letterOf('password', String(user.language ?? 'en'), {
    ...{ house: await titleOfWorkspace(context), name: String(user.name), login: String(user.login) },
    ...{ time: MINUTES, link: '[[link]]' },
  });
  const link = `${home}#set-password=${await issueTicket(context, id, 'password', until)}`;
  await sendMail(context, { ...letter, to, purpose: 'password', user: id, secrets: { link }, until: new Date(until).toISOString() });
}

/** By login; or by an e-mail address that only one account has. */
async function find({ records, schema }: BoundContext, typed: string): Promise<Values | null> {
  for (const field of ['login', 'email']) {
    const found = await records.list('users', {
      filter: {
        kind: 'binary',
        op: 'and',
        left: { kind: 'binary', op: '=', left: { kind: 'path', path: [field] }, right: { kind: 'text', value: typed } },
        right: { kind: 'binary', op: '=', left: { kind: 'path', path: ['status'] }, right: { kind: 'text', value: 'enabled' } },
      },
      fields: ['id', 'login', 'name', 'email', 'language', ...(schema.entities['users']?.fields['directory_dn'] ? ['directory_dn'] : [])],
      limit: 2,
    });
    if (found.records.length === 1) return found.records[0]!;
  }
  return null;
}
