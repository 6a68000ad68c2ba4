// A notification as a sentence in the reader's language; kinds that have none here come with one of their own.

import type { TFunction } from 'i18next';
import type { AnyReference, EntityDescription, RecordValues, Values } from '../../client/index.ts';

/** `exists` is asked for the key of the kind, so that modules may tell what the client does not know yet. */
export function sentenceOf(
  record: RecordValues,
  entities: readonly EntityDescription[],
  t: TFunction,
  exists: (key: string) => boolean,
): string {
  const kind = String(record.kind);
  const values = (record.values ?? {}) as Values;
  const about = (record.about as AnyReference | null)?.title ?? '';
  if (kind === 'job') return jobSentence(values, entities, t, exists);
  if (kind === 'report' && values.ready) return t('notifications.reportReady', { name: String(values.name) });
  if (kind === 'report' && values.failed) return t('notifications.reportUnsent', { name: String(values.name) });
  const key = `notifications.kinds.${kind}`;
  return exists(key) ? t(key, { ...values, about }) : String(record.title ?? '');
}

function jobSentence(values: Values, entities: readonly EntityDescription[], t: TFunction, exists: (key: string) => boolean): string {
  const job = String(values.job ?? '');
  const noun = entities.find(({ name }) => name === values.entity)?.plural;
  const name = exists(`jobs.kind.${job}`) ? t(`jobs.kind.${job}`) : job.replaceAll('_', ' ');
  const what = noun ? `${name}: ${noun}` : name;
  const count = Number(values.errors ?? 0);
  if (values.state === 'failed') return t('notifications.jobFailed', { what });
  return count > 0 ? t('notifications.jobRefused', { what, count }) : t('notifications.jobDone', { what });
}
