// A server that was entered anew has not shown yet that it works; while sign-in needs mail, one that does not work is not taken at all.

import { type Context, type Draft, MailFailure, securityRules } from '../../engine/index.ts';
import { toServer } from './server.ts';

const SERVER = ['host', 'port', 'encryption', 'user', 'password', 'certificate', 'sender_address'];

export async function checkServer(draft: Draft, context: Context): Promise<void> {
  const { values, changed } = draft;
  if (!SERVER.some((name) => changed.has(name))) return;
  const now = new Date().toISOString();
  Object.assign(values, { state: values.host ? 'untested' : 'off', state_text: null, state_at: null });
  if ((await securityRules(context)).secondStep === 'off') return;
  const words = values.host ? await refusal(draft, context) : 'Sign-in needs mail: switch the second step off first.';
  if (words) draft.refuse('host', 'needed_for_sign_in', words);
  else Object.assign(values, { state: 'works', state_at: now });
}

/** Connects and signs in with what was entered. Null when that went well. */
async function refusal({ id, values, changed }: Draft, context: Context): Promise<string | null> {
  const { mail } = context.ports;
  if (!mail || !values.sender_address) return 'Sign-in needs mail, and these settings send none.';
  const system = context.system('opens the password of the mail server to try it');
  const password = changed.has('password') ? values.password : await system.secret('mail_settings', id, 'password');
  try {
    await mail.greet(toServer(values, String(password ?? '')));
    return null;
  } catch (error) {
    if (error instanceof MailFailure) return `People sign in with mailed codes, and this server does not take mails: ${error.message}`;
    throw error;
  }
}
