// Why somebody is not let in, in words.

import i18next from 'i18next';
import { KontorError } from '../../client/index.ts';

/** What administrators wrote for everybody, in their own words. */
const AS_SAID: readonly string[] = ['sign_in_off'];

const WORDS: Readonly<Record<string, string>> = {
  address: 'signIn.address',
  banned: 'signIn.banned',
  wrong_code: 'signIn.wrongCode',
  wrong_passkey: 'signIn.wrongPasskey',
  step_over: 'signIn.stepOver',
  no_second_step: 'signIn.noAddress',
  link_over: 'signIn.linkOver',
  forgotten_password_off: 'signIn.forgottenOff',
};

/** @param unfit what is told of something that was not even well-formed */
export function refusalText(cause: unknown, unfit = 'signIn.refused'): string {
  if (!(cause instanceof KontorError)) return i18next.t('errors.unknown');
  if (AS_SAID.includes(cause.code)) return cause.message;
  return i18next.t(WORDS[cause.code] ?? byStatus(cause.status, unfit), { seconds: cause.retryAfter ?? 60 });
}

function byStatus(status: number, unfit: string): string {
  if (status === 401 || status === 422 || status === 400) return unfit;
  if (status === 404) return 'signIn.noWorkspace';
  if (status === 429) return 'signIn.tooOften';
  return status === 0 ? 'errors.offline' : 'errors.server';
}
