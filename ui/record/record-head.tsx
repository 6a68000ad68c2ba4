// The head of a record's page: what it is, who changed it last, and what can be done with it.

import { ActionIcon, Badge, Button, Tooltip } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconHierarchy2, IconLink, IconPencil } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { TFunction } from 'i18next';
import { lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordAnswer, Reference } from '../../client/index.ts';
import { AsOfSwitch } from '../as-of/switch.tsx';
import { useAsOf } from '../as-of/use-as-of.ts';
import { formatDateTime } from '../fields/format.ts';
import { hasForm } from '../form/can-type.ts';
import { currentLanguage } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { showDone } from '../messages.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { ActionButtons } from './action-buttons.tsx';
import { parentField } from './parent-field.ts';
import { RecordMenu } from './record-menu.tsx';
import classes from './record-page.module.css';

const PreviewTemplate = lazy(() => import('./create-document.tsx').then((module) => ({ default: module.PreviewTemplate })));
const FileButtons = lazy(() => import('./file-preview.tsx').then((module) => ({ default: module.FileButtons })));
const Hierarchy = lazy(() => import('./hierarchy.tsx').then((module) => ({ default: module.Hierarchy })));

interface RecordHeadProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  title: string;
  phone: boolean;
  onEdit: () => void;
}

export function RecordHead({ entity, answer, title, phone, onEdit }: RecordHeadProps) {
  const { t } = useTranslation();
  const clipboard = useClipboard();
  const asOf = useAsOf();
  const { record, can } = answer;
  const Icon = entityIcon(entity.icon);
  const copyLink = () => {
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
        <h1 className={classes.title}>
          {title}
          {Boolean(record.archived_at) && (
            <Badge variant="light" color="gray" ml="sm" style={{ verticalAlign: 'middle' }}>
              {t('archive.archived')}
            </Badge>
          )}
        </h1>
        <p className={classes.trace}>{traceOf(record, t)}</p>
      </div>
      <div className={classes.actions}>
        <ActionButtons entity={entity} record={record} allowed={can.actions} most={phone ? 1 : 3} />
        <OwnButtons entity={entity} answer={answer} />
        {can.update && hasForm(entity) && (
          <Button size="xs" variant="default" leftSection={<IconPencil size={14} />} onClick={onEdit}>
            {t('record.editAll')}
          </Button>
        )}
        {parentField(entity) && <HierarchyButton entity={entity} id={record.id} />}
        <AsOfSwitch asOf={asOf} />
        {!phone && (
          <Tooltip label={t('record.copyLink')}>
            <ActionIcon size={30} onClick={copyLink} aria-label={t('record.copyLink')}>
              <IconLink size={17} stroke={1.6} />
            </ActionIcon>
          </Tooltip>
        )}
        <RecordMenu entity={entity} answer={answer} title={title} onCopyLink={copyLink} />
      </div>
    </header>
  );
}

/** Of nouns that have more to offer than actions. */
function OwnButtons({ entity, answer: { record, can } }: { entity: EntityDescription; answer: RecordAnswer }) {
  const { t } = useTranslation();
  return (
    <Suspense>
      {entity.name === 'files' && <FileButtons file={record} />}
      {entity.name === 'document_templates' && <PreviewTemplate entity={entity} template={record} />}
      {entity.name === 'users' && can.update && (
        <ButtonLink size="xs" variant="default" to="/account/{-$user}" params={{ user: record.id }}>
          {t('security.sessions.title')}
        </ButtonLink>
      )}
    </Suspense>
  );
}

function HierarchyButton({ entity, id }: { entity: EntityDescription; id: string }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  return (
    <>
      <Tooltip label={t('hierarchy.title')}>
        <ActionIcon size={30} onClick={() => setOpen(true)} aria-label={t('hierarchy.title')}>
          <IconHierarchy2 size={17} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      {open && (
        <Suspense>
          <Hierarchy entity={entity} id={id} onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
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
