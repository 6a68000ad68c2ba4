// One entry of the activity log: who, what, to which record, and what became of its fields.

import { Avatar } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LogAnswer, RecordValues } from '../../client/index.ts';
import { formatClock, formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { sentenceOf } from '../notifications/sentence.ts';
import { useSetup } from '../queries.ts';
import { ChangeCause, ChangedFields } from '../record/change-parts.tsx';
import { historyLines } from '../record/history-lines.ts';
import history from '../record/record-history.module.css';
import { RecordLink } from '../shell/record-link.tsx';
import classes from './log.module.css';

const FEW = 4;
const VERBS: readonly string[] = ['create', 'update', 'delete', 'merge'];

export function LogEntry({ entry }: { entry: LogAnswer['changes'][number] }) {
  const { t, i18n } = useTranslation();
  const { entities } = useSetup();
  const language = currentLanguage();
  const noun = entities.find(({ name }) => name === entry.entity);
  const action = noun?.actions.find(({ name }) => name === entry.verb)?.label;
  const told = entry.entity === 'notifications' && entry.after?.kind ? (entry.after as RecordValues) : null;
  const title = told ? sentenceOf(told, entities, t, (key) => i18n.exists(key)) : entry.title;
  const what = VERBS.includes(entry.verb) ? t(`log.did.${entry.verb}`) : (action ?? entry.verb);
  return (
    <li className={history.change}>
      <Avatar size={24} radius="xl" name={entry.actor.title || 'Kontor'} color="initials" alt="" />
      <div className={history.body}>
        <div className={history.head}>
          <span className={history.who}>
            <b>{entry.actor.title || 'Kontor'}</b> · {what} · {noun?.label ?? entry.entity}{' '}
            {entry.after === null ? (
              <span className={classes.gone}>{title ?? t('history.gone')}</span>
            ) : (
              <RecordLink entity={entry.entity} id={entry.record}>
                {title || t('log.untitled')}
              </RecordLink>
            )}
          </span>
          <time className={history.when} dateTime={entry.at} title={formatDateTime(entry.at, language)}>
            {formatClock(entry.at, language)}
          </time>
        </div>
        <ChangeCause cause={entry.cause} />
        <ChangedFields lines={noun ? historyLines(noun, entry) : []} few={FEW} className={classes.lines} />
      </div>
    </li>
  );
}
