// New users hear of their account by mail (rows TT-13, CS-002). The first password is never in it: a link lets them choose one.

import {
  type ActionCall,
  addressOf,
  type Context,
  type Draft,
  issueTicket,
  letterOf,
  linkTo,
  mailState,
  Refusal,
  sendMail,
  titleOfWorkspace,
  type Values,
} from '../../engine/index.ts';
import { refuseRoot } from './root.ts';

const DAYS = 7;

type Welcome = 'sent' | 'not_configured' | 'no_address';

/** Known before the record is written, so that whoever adds the user reads it at once. Not for what the house itself makes. */
export async function planWelcome({ old, values }: Draft, context: Context): Promise<void> {
  if (old || context.actor.rights.key === 'system' || values.status !== 'enabled') return;
  values.welcome_mail = await outlook(context, values);
}

export async function sendWelcome({ id, old, values }: Draft, context: Context): Promise<void> {
  if (!old && values.welcome_mail === 'sent') await mail(context, { id, ...values });
}

/** The action of administrators: the mail is lost, or mail was set up later. A link that was sent before stops working. */
export async function welcomeAgain({ context, id }: ActionCall): Promise<Values> {
  const system = context.system('mails a user a link to choose a password');
  const user = await system.records.get('users', id, ['id', 'login', 'name', 'email', 'language', 'permission_sets']);
  await refuseRoot(
    context,
    ((user.permission_sets as readonly { id: string }[] | null) ?? []).map((set) => set.id),
  );
  const state = await outlook(context, user);
  if (state === 'not_configured')
    throw new Refusal(409, 'no_mail_server', 'E-mail is not configured: a mail server and the web address are needed.');
  if (state === 'no_address')
    throw new Refusal(422, 'invalid', 'There is no address to mail to.', [
      { field: 'email', code: 'required', message: 'Enter an e-mail address first.' },
    ]);
  await mail(context, { ...user, password: null });
  await system.records.update('users', id, { welcome_mail: state });
  return context.records.get('users', id);
}

async function outlook(context: Context, user: Values): Promise<Welcome> {
  if ((await mailState(context)) === 'off' || (await linkTo(context, '')) === null) return 'not_configured';
  return addressOf(user) === null ? 'no_address' : 'sent';
}

async function mail(context: Context, { id, login, name, email, language, password }: Values): Promise<void> {
  const system = context.system('mails a new user');
  const to = addressOf({ email, login });
  const home = await linkTo(system, '');
  if (to === null || home === null) return;
  const about = { house: await titleOfWorkspace(system), name: String(name), login: String(login), time: DAYS };
  const user = String(id);
  if (password) {
    const letter = letterOf('welcome', String(language ?? 'en'), { ...about, link: home });
    await sendMail(system, { ...letter, to, purpose: 'welcome', user });
    return;
  }
  const until = Date.now() + DAYS * 24 * 60 * 60_000;
  const link = `${home}#set-password=${await issueTicket(system, user, 'welcome', until)}`;
  const letter = letterOf('welcome_link', String(language ?? 'en'), { ...about, link: '[[link]]' });
  await sendMail(system, { ...letter, to, purpose: 'welcome', user, secrets: { link }, until: new Date(until).toISOString() });
}
