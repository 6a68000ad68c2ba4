// What was done with a contact and said about it last.

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { fieldOf, keys, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './today.module.css';

const LAST = 6;

interface Word {
  readonly key: string;
  readonly at: string;
  readonly who: string;
  readonly what: string;
  readonly kind: string;
}

/** What was done and said about a contact, newest first. */
export function LastWords({ id }: { id: string }) {
  const { t } = useTranslation();
  const activities = useVisible('activities');
  const comments = useVisible('comments');
  const { data } = useQuery({
    queryKey: [...keys.entity('activities'), 'last-words', id],
    queryFn: async ({ signal }): Promise<Word[]> => {
      const [done, said] = await Promise.all([activities ? doneWith(activities, id, signal) : [], comments ? saidAbout(id, signal) : []]);
      return [...done, ...said].sort((a, b) => b.at.localeCompare(a.at)).slice(0, LAST);
    },
  });
  if (!data) return null;
  const typeField = activities && fieldOf(activities, 'type');
  const labelOf = (kind: string) => typeField?.options.find(({ value }) => value === kind)?.label ?? kind;
  return (
    <section className={classes.words} aria-label={t('today.lastWords')}>
      <h3 className={classes.small}>{t('today.lastWords')}</h3>
      {data.length === 0 && <p className={classes.quiet}>{t('today.noWords')}</p>}
      <ul>
        {data.map(({ key, at, who, what, kind }) => (
          <li key={key}>
            <p className={classes.what}>{what}</p>
            <p className={classes.quiet}>{[labelOf(kind), who, at && formatDateTime(at, currentLanguage())].filter(Boolean).join(' · ')}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function useVisible(name: string): EntityDescription | undefined {
  const entity = useEntity(name);
  return entity?.can.view ? entity : undefined;
}

async function doneWith(activities: EntityDescription, contact: string, signal: AbortSignal): Promise<Word[]> {
  const known = ['subject', 'type', 'description', 'created_at', 'created_by'].filter((name) => fieldOf(activities, name));
  const query = { filter: `contact = "${contact}" and status = "done"`, sort: '-updated_at', fields: ['id', ...known], limit: LAST };
  const { records } = await client.records('activities').list(query, { signal });
  return records.map((record) => ({
    ...originOf(record),
    what: String(record.description || record.subject || ''),
    kind: String(record.type ?? ''),
  }));
}

async function saidAbout(id: string, signal: AbortSignal): Promise<Word[]> {
  const query = { filter: `about = "${id}"`, sort: '-created_at', fields: ['id', 'excerpt', 'created_at', 'created_by'], limit: LAST };
  const { records } = await client.records('comments').list(query, { signal });
  return records.map((record) => ({ ...originOf(record), what: String(record.excerpt ?? ''), kind: '' }));
}

function originOf({ id, created_at, created_by }: RecordValues): Pick<Word, 'key' | 'at' | 'who'> {
  return { key: id, at: String(created_at ?? ''), who: (created_by as Reference | null | undefined)?.title ?? '' };
}
