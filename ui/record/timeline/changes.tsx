// Changes of fields in the timeline, in words; what one person did in a row is one entry. A conversion says what it was.

import { IconArrowsExchange, IconPencil, IconPlus, IconRobot, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ChangeEntry } from '../../../client/index.ts';
import { currentLanguage } from '../../i18n.ts';
import { useEntity } from '../../queries.ts';
import { client } from '../../workspace.ts';
import { ChangedFields } from '../change-parts.tsx';
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
  const { data: change } = item;
  const entity = useEntity(change.entity);
  if (!entity) return null;
  const converted = change.cause.kind === 'action' && change.cause.detail === 'convert';
  const created = change.before === null;
  const deleted = change.after === null;
  // The page shows what the record is; that it was made is enough.
  const few = created ? 0 : FEW;
  const what = converted ? 'converted' : created ? 'created' : deleted ? 'deleted' : 'changed';
  const automatic = ['job', 'system', 'link', 'workflow'].includes(change.cause.kind);
  const Icon = converted ? IconArrowsExchange : automatic ? IconRobot : created ? IconPlus : deleted ? IconTrash : IconPencil;
  return (
    <EntryFrame
      who={change.cause.kind === 'link' ? t('timeline.byLink') : change.actor.title || 'Kontor'}
      what={t(`timeline.did.${what}`, { noun: currentLanguage() === 'de' ? entity.label : entity.label.toLocaleLowerCase() })}
      at={item.at}
      place={item.place}
      icon={<Icon size={15} stroke={1.7} />}
    >
      <ChangedFields lines={historyLines(entity, change)} few={few} className={classes.lines} />
    </EntryFrame>
  );
}
