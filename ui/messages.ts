// What went wrong and what was done, said to the person: one wording for each kind of failure.

import { notifications } from '@mantine/notifications';
import i18next from 'i18next';
import { KontorError } from '../client/index.ts';

/** Plain words for any thrown thing. The server's own sentence is used where it explains more than the status. */
export function errorText(error: unknown): string {
  if (!(error instanceof KontorError)) return isStaleBuild(error) ? i18next.t('errors.stale') : i18next.t('errors.unknown');
  if (error.status === 0) return i18next.t('errors.offline');
  if (error.status === 412) return i18next.t('errors.changedMeanwhile');
  if (error.code === 'read_only') return i18next.t('errors.readOnly');
  if (error.status === 403) return i18next.t('errors.forbidden');
  if (error.status === 404) return i18next.t('errors.missing');
  if (error.status === 413) return tooLargeText(error.message);
  if (error.status === 429) return i18next.t('errors.tooOften', { seconds: error.retryAfter ?? 1 });
  if (error.status >= 500) return i18next.t('errors.server');
  return error.errors[0]?.message ?? error.message;
}

/** With the limit where the server says it. */
function tooLargeText(message: string): string {
  const limit = /\b(\d+) MB\b/.exec(message)?.[1];
  return limit ? i18next.t('errors.tooLargeFor', { limit }) : i18next.t('errors.tooLarge');
}

export function showError(error: unknown, title?: string): void {
  notifications.show({ color: 'red', title, message: errorText(error), autoClose: 8000, withBorder: true });
}

/** What went wrong, with the reason in the server's own words. */
export function showRefusal(title: string, reason: string): void {
  notifications.show({ color: 'red', title, message: reason, autoClose: 8000, withBorder: true });
}

export function showDone(message: string): void {
  notifications.show({ message, autoClose: 4000, withBorder: true });
}

/** After an update of the server, an open page asks for chunks that are gone. */
function isStaleBuild(error: unknown): boolean {
  return error instanceof TypeError && /dynamically imported module|module script failed/i.test(error.message);
}
