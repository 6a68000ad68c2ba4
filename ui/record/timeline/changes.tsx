// Changes of fields in the timeline, in words; what one person did in a row is one entry. A conversion says what it was.

import { IconArrowsExchange, IconPencil, IconPlus, IconRobot, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../../../client/index.ts';
import { currentLanguage } from '../../i18n.ts';
import { useEntity } from '../../queries.ts';
import { client } from '../../workspace.ts';
import { HistoryLineText } from '../history-line.tsx';
import { historyLines } from '../history-lines.ts';
import { EntryFrame } from './entry.tsx';
import { groupChanges } from './group-changes.ts';
import type { EntryProps, TimelineSource } from './source.ts';
import classes from './timeline.module.css';

export const changeSource: TimelineSource<ChangeEntry> = {
  kind: 'change',
  nouns: [],
  offered: () => true,
  async load({ entity, id, belowNames, after, limit, signal }) {
    const below = belowNames.length > 0 ? { below: belowNames } : {};
    const page = await client.records(entity.name).history(id, { limit, signal, ...below, ...(after ? { after } : {}) });
    return { items: groupChanges(page.changes, id), next: page.next };
  },
  Entry: ChangeEntryRow,
};

const FEW = 4;

function ChangeEntryRow({ item }: EntryProps<ChangeEntry>) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { data: change } = item;
  const entity = useEntity(change.entity);
  if (!entity) return null;
  const lines = historyLines(entity, change);
  const converted = change.cause.kind === 'action' && change.cause.detail === 'convert';
  const created = change.before === null;
  const deleted = change.after === null;
  // The page shows what the record is; that it was made is enough.
  const few = created ? 0 : FEW;
  const shown = open ? lines : lines.slice(0, few);
  const what = converted ? 'converted' : created ? 'created' : deleted ? 'deleted' : 'changed';
  const automatic = ['job', 'system'].includes(change.cause.kind);
  const Icon = converted ? IconArrowsExchange : automatic ? IconRobot : created ? IconPlus : deleted ? IconTrash : IconPencil;
  return (
    <EntryFrame
      who={change.actor.title || 'Kontor'}
      what={t(`timeline.did.${what}`, { noun: currentLanguage() === 'de' ? entity.label : entity.label.toLocaleLowerCase() })}
      at={item.at}
      place={item.place}
      icon={<Icon size={15} stroke={1.7} />}
    >
      {shown.length > 0 && (
        <ul className={classes.lines}>
          {shown.map((line) => (
            <HistoryLineText key={line.key} line={line} />
          ))}
        </ul>
      )}
      {lines.length > shown.length && (
        <button type="button" className={classes.more} onClick={() => setOpen(true)}>
          {t('history.more', { count: lines.length - shown.length })}
        </button>
      )}
    </EntryFrame>
  );
}
