// What can be done with a record besides its actions, behind three dots; and the dialogs that this opens.

import { ActionIcon, Menu } from '@mantine/core';
import {
  IconArchive,
  IconCalendarPlus,
  IconDots,
  IconEye,
  IconHelp,
  IconKey,
  IconLink,
  IconListCheck,
  IconShieldLock,
  IconTrash,
  IconUserShield,
  type TablerIcon,
} from '@tabler/icons-react';
import { useNavigate, useRouter } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordAnswer } from '../../client/index.ts';
import { useDataSettings } from '../mass/data-settings.ts';
import { putAway } from '../mass/put-away.ts';
import { showError } from '../messages.ts';
import { losses } from '../parts.ts';
import { isPerson } from '../privacy/action.ts';
import { fieldOf, useSetup } from '../queries.ts';
import { useIsRoot } from '../rights/is-root.ts';
import { ASKED_BEFORE, type RecordDialog, RecordDialogs } from '../rights/record-dialogs.tsx';
import { maySeeAs, seeAs } from '../seeing/seeing.ts';
import { deleteRecord } from './delete-record.tsx';
import { PlanEvent, useEventNoun } from './plan-event.tsx';
import { forget } from './recent.ts';

const WarnOfLoss = lazy(() => import('./warn-of-loss.tsx').then((module) => ({ default: module.WarnOfLoss })));

interface RecordMenuProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  title: string;
  onCopyLink: () => void;
}

type Dialog = RecordDialog | 'event' | 'loss';

interface Item {
  readonly icon: TablerIcon;
  readonly label: string;
  readonly run: () => void;
  readonly color?: string;
}

export function RecordMenu({ entity, answer, title, onCopyLink }: RecordMenuProps) {
  const { t } = useTranslation();
  const [dialog, openDialog] = useState<Dialog | null>(null);
  const events = useEventNoun(entity);
  const { leave, erase } = useErasure(entity, answer.record.id, title);
  const rights = useRightsItems(entity, answer, title, openDialog);
  const kept = useKeepingItems(entity, answer);
  const { record, can } = answer;
  const remove = () => {
    if (ASKED_BEFORE.includes(entity.name)) openDialog('retire');
    else if (losses[entity.name]) openDialog('loss');
    else erase();
  };
  const items: Item[] = [
    { icon: IconLink, label: t('record.copyLink'), run: onCopyLink },
    ...(events ? [{ icon: IconCalendarPlus, label: t('record.planEvent'), run: () => openDialog('event') }] : []),
    ...rights,
    { icon: IconHelp, label: t('record.why'), run: () => openDialog('why') },
    ...kept,
    ...(can.delete ? [{ icon: IconTrash, label: t('record.delete'), run: remove, color: 'red' }] : []),
  ];
  const close = () => openDialog(null);
  return (
    <>
      {dialog === 'loss' && (
        <Suspense>
          <WarnOfLoss entity={entity} title={title} onDelete={erase} onClose={close} />
        </Suspense>
      )}
      {dialog === 'event' && events && <PlanEvent {...{ events, entity, record, title }} onClose={close} />}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon size={30} aria-label={t('record.more')}>
            <IconDots size={17} stroke={1.6} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {items.map(({ icon: Icon, label, run, color }) => (
            <Menu.Item key={label} color={color} leftSection={<Icon size={16} />} onClick={run}>
              {label}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <RecordDialogs
        {...{ entity, record, title }}
        open={dialog === 'event' || dialog === 'loss' ? null : dialog}
        onClose={close}
        onGone={leave}
      />
    </>
  );
}

/** Deletes it and goes to where one came from; what is taken back is shown again. */
function useErasure(entity: EntityDescription, id: string, title: string) {
  const { me } = useSetup();
  const navigate = useNavigate();
  const router = useRouter();
  const leave = () => {
    forget(me.id, id);
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: '/$entity', params: { entity: entity.name } });
  };
  const show = () => void navigate({ to: '/$entity/$id', params: { entity: entity.name, id } });
  return { leave, erase: () => void deleteRecord(entity, id, title, show).then(leave, showError) };
}

/** Of a user: what he may do, and what is done about it. */
function useRightsItems(
  entity: EntityDescription,
  { record, can }: RecordAnswer,
  title: string,
  open: (dialog: RecordDialog) => void,
): Item[] {
  const { t } = useTranslation();
  const { me } = useSetup();
  const isUser = entity.name === 'users';
  const isRoot = useIsRoot(isUser && me.root)(record);
  if (!isUser) return [];
  const has = (feature: string) => me.root || me.features.includes(feature);
  const authorize = { icon: IconKey, label: t('record.authorization'), run: () => open('authorization') };
  const administer = { icon: IconUserShield, label: t('rights.administer'), run: () => open('administer') };
  const effective = { icon: IconListCheck, label: t('record.effective'), run: () => open('effective') };
  const see = { icon: IconEye, label: t('seeing.as', { name: title }), run: () => void seeAs(record.id) };
  return [
    ...(can.update && has('set_authorization') ? [authorize] : []),
    ...(can.update && isRoot ? [administer] : []),
    ...(record.id === me.id || has('administration') ? [effective] : []),
    ...(maySeeAs(me, { id: record.id, status: record.status }) ? [see] : []),
  ];
}

/** What is kept about a person, and whether the record is put away. */
function useKeepingItems(entity: EntityDescription, { record: { id, archived_at }, can }: RecordAnswer): Item[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const archivable = useDataSettings(entity.name).archive && can.update && fieldOf(entity, 'archived_at') !== undefined;
  const personal = {
    icon: IconShieldLock,
    label: t('privacy.title'),
    run: () => void navigate({ to: '/$entity/$id/personal-data', params: { entity: entity.name, id } }),
  };
  const archive = {
    icon: IconArchive,
    label: t(archived_at ? 'archive.restore' : 'archive.archive'),
    run: () => void putAway(entity, id, !archived_at).catch(showError),
  };
  return [...(isPerson(entity) ? [personal] : []), ...(archivable ? [archive] : [])];
}
