// Nobody gets an account without a way into it (row SC-07): a first password, a mailed link, or somebody who vouches for him.

import type { Context, Draft } from '../../engine/index.ts';

const WHY: Readonly<Record<string, string>> = {
  not_configured: 'Enter a first password: e-mail is not set up, so no link to choose one can be sent.',
  no_address: 'Enter a first password, or an e-mail address to which a link to choose one is sent.',
};

/** After `planWelcome`, which says whether a mail goes out. */
export async function needWayIn(draft: Draft, context: Context): Promise<void> {
  const { old, values, changed } = draft;
  // The house's own accounts: from a company directory, of the demo, by the command line.
  if (context.actor.rights.key === 'system' || values.status !== 'enabled') return;
  // Those of a file get theirs later, one by one; what is taken back was all right when it was written.
  if (context.cause.kind === 'import' || context.cause.kind === 'undo') return;
  if (old && (!changed.has('status') || old.password || old.welcome_mail === 'sent')) return;
  // What else is missing is told first, all together.
  if (!values.login || !values.name || !values.department) return;
  if (values.password || values.welcome_mail === 'sent' || (await isVouchedFor(context))) return;
  draft.refuse('password', 'required', WHY[String(values.welcome_mail)] ?? WHY.no_address!);
}

async function isVouchedFor(context: Context): Promise<boolean> {
  if (context.schema.entities.directory_settings && (await context.settings('directory_settings')).active) return true;
  if (!context.schema.entities.sign_in_providers) return false;
  const { records } = context.system('looks whether people may sign in without a password of this house');
  return (await records.list('sign_in_providers', { filter: 'active', fields: ['id'], limit: 1 })).records.length > 0;
}
