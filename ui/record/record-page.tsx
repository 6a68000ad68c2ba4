// A record's page: head with states, facts and actions; blocks of fields on the left; what belongs to it on the right. On a phone
// everything is one column of tabs.

import { ActionIcon, Button, Menu, Tabs, Tooltip } from '@mantine/core';
import { useClipboard, useMediaQuery } from '@mantine/hooks';
import { IconDots, IconLink, IconPencil, IconTrash } from '@tabler/icons-react';
import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordAnswer, Reference } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { titleOf } from '../fields/lookup.ts';
import { rulesOf } from '../form/rules.ts';
import { currentLanguage } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { showDone, showError } from '../messages.ts';
import { useEntity, useSetup } from '../queries.ts';
import { ActionButtons } from './action-buttons.tsx';
import { deleteRecord } from './delete-record.tsx';
import { KeyFacts } from './key-facts.tsx';
import { forget, remember } from './recent.ts';
import { RecordBlocks } from './record-blocks.tsx';
import { RecordFiles } from './record-files.tsx';
import { RecordHistory } from './record-history.tsx';
import classes from './record-page.module.css';
import { RelatedLists, useRelations } from './related-lists.tsx';
import { StateSteps } from './state-steps.tsx';

export interface RecordPageProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  onEdit: () => void;
}

export function RecordPage({ entity, answer, onEdit }: RecordPageProps) {
  const { t } = useTranslation();
  const setup = useSetup();
  const { record, can } = answer;
  const phone = useMediaQuery('(max-width: 900px)') ?? false;
  const rules = useMemo(() => rulesOf(setup, entity.name), [setup, entity.name]);
  const relations = useRelations(entity);
  const files = useEntity('files');
  const title = titleOf(entity, record) || t('list.untitled');
  const self: AnyReference = { entity: entity.name, id: record.id, title };
  const state = entity.fields.find((field) => field.type === 'state');
  const attachable = files?.fields.some((field) => field.name === 'related_to' && field.to.includes(entity.name)) ?? false;

  useEffect(() => {
    const before = document.title;
    document.title = `${title} · ${setup.workspace.title}`;
    return () => {
      document.title = before;
    };
  }, [title, setup.workspace.title]);

  const { me } = setup;
  useEffect(() => remember(me.id, { entity: entity.name, id: record.id, title }), [me.id, entity.name, record.id, title]);

  const details = (
    <RecordBlocks entity={entity} record={record} rules={rules} editable={can.update} skip={state ? [state.name] : []} onEdit={onEdit} />
  );
  const parts: { key: string; label: string; content: ReactNode }[] = [
    ...(phone ? [{ key: 'details', label: t('record.details'), content: details }] : []),
    ...(relations.length > 0
      ? [{ key: 'related', label: t('record.related'), content: <RelatedLists record={self} relations={relations} /> }]
      : []),
    ...(attachable ? [{ key: 'files', label: t('record.files'), content: <RecordFiles record={self} canAdd={can.update} /> }] : []),
    { key: 'history', label: t('record.history'), content: <RecordHistory entity={entity} id={record.id} canUndo={can.update} /> },
  ];

  return (
    <article className={classes.page}>
      <RecordHead entity={entity} answer={answer} title={title} onEdit={onEdit} phone={phone} />
      {state && rules.isVisible(state, record) && (
        <StateSteps entity={entity} field={state} record={record} editable={can.update && !state.read_only} />
      )}
      <KeyFacts entity={entity} record={record} state={state?.name} />
      <div className={classes.columns} data-phone={phone || undefined}>
        {!phone && <div className={classes.main}>{details}</div>}
        <RecordTabs key={phone ? 'phone' : 'wide'} parts={parts} />
      </div>
    </article>
  );
}

function RecordTabs({ parts }: { parts: readonly { key: string; label: string; content: ReactNode }[] }) {
  const [tab, setTab] = useState<string | null>(parts[0]?.key ?? null);
  return (
    <Tabs value={tab} onChange={setTab} keepMounted={false} className={classes.side}>
      <Tabs.List className={classes.tabs}>
        {parts.map(({ key, label }) => (
          <Tabs.Tab key={key} value={key}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {parts.map(({ key, content }) => (
        <Tabs.Panel key={key} value={key} pt="sm">
          {content}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

interface RecordHeadProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  title: string;
  phone: boolean;
  onEdit: () => void;
}

function RecordHead({ entity, answer, title, phone, onEdit }: RecordHeadProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const clipboard = useClipboard();
  const { me } = useSetup();
  const { record, can } = answer;
  const Icon = entityIcon(entity.icon);

  const remove = () => {
    deleteRecord(
      entity,
      record.id,
      title,
      () => void navigate({ to: '/$entity/$id', params: { entity: entity.name, id: record.id } }),
    ).then(() => {
      forget(me.id, record.id);
      if (router.history.canGoBack()) router.history.back();
      else void navigate({ to: '/$entity', params: { entity: entity.name } });
    }, showError);
  };
  const copy = () => {
    clipboard.copy(new URL(location.pathname, location.origin).href);
    showDone(t('record.linkCopied'));
  };

  return (
    <header className={classes.head}>
      <div className={classes.words}>
        <Link to="/$entity" params={{ entity: entity.name }} className={classes.noun}>
          <Icon size={14} stroke={1.6} />
          {entity.plural}
        </Link>
        <h1 className={classes.title}>{title}</h1>
        <p className={classes.trace}>{traceOf(record, t)}</p>
      </div>
      <div className={classes.actions}>
        <ActionButtons entity={entity} record={record} allowed={can.actions} most={phone ? 1 : 3} />
        {can.update && (
          <Button size="xs" variant="default" leftSection={<IconPencil size={14} />} onClick={onEdit}>
            {t('record.editAll')}
          </Button>
        )}
        {!phone && (
          <Tooltip label={t('record.copyLink')}>
            <ActionIcon size={30} onClick={copy} aria-label={t('record.copyLink')}>
              <IconLink size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        {(can.delete || phone) && (
          <Menu position="bottom-end" withinPortal>
            <Menu.Target>
              <ActionIcon size={30} aria-label={t('record.more')}>
                <IconDots size={17} stroke={1.6} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item leftSection={<IconLink size={16} />} onClick={copy}>
                {t('record.copyLink')}
              </Menu.Item>
              {can.delete && (
                <Menu.Item color="red" leftSection={<IconTrash size={16} />} onClick={remove}>
                  {t('record.delete')}
                </Menu.Item>
              )}
            </Menu.Dropdown>
          </Menu>
        )}
      </div>
    </header>
  );
}

function traceOf(record: RecordAnswer['record'], t: TFunction): string {
  const language = currentLanguage();
  const { created_at: created, updated_at: updated, created_by: creator, updated_by: editor } = record;
  const name = (person: unknown) => (person as Reference | null)?.title ?? 'Kontor';
  if (typeof created !== 'string' || typeof updated !== 'string') return '';
  if (created === updated) return t('record.created', { who: name(creator), when: formatDateTime(created, language) });
  return t('record.changed', { who: name(editor), when: formatDateTime(updated, language) });
}
