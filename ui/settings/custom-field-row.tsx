// One custom field in the list of them.

import { ActionIcon, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../client/index.ts';
import classes from './settings.module.css';

export interface CustomFieldRowProps {
  field: RecordValues;
  editable: boolean;
  removable: boolean;
  first: boolean;
  last: boolean;
  onUsable: (usable: boolean) => void;
  onMove: (by: 1 | -1) => void;
  onEdit: () => void;
  onRemove: () => void;
}

export function CustomFieldRow({ field, editable, removable, first, last, onUsable, onMove, onEdit, onRemove }: CustomFieldRowProps) {
  const { t, i18n } = useTranslation();
  const label = String(field.label ?? '');
  const usable = field.usable !== false;
  const type = i18n.exists(`fieldType.${field.type}`) ? t(`fieldType.${field.type}`) : String(field.type);
  const details = [
    type,
    String(field.name ?? ''),
    field.required === true && t('customFields.required'),
    field.unique === true && t('customFields.unique'),
    !!field.formula && t('customFields.computed'),
    !usable && t('customFields.hidden'),
  ];
  return (
    <li className={classes.row} data-off={!usable || undefined}>
      <Switch
        size="sm"
        checked={usable}
        disabled={!editable}
        onChange={(event) => onUsable(event.currentTarget.checked)}
        aria-label={t('customFields.usable', { label })}
      />
      <span className={classes.words}>
        <span className={classes.label}>{label}</span>
        <span className={classes.details}>{details.filter(Boolean).join(' · ')}</span>
      </span>
      {editable && (
        <span className={classes.buttons}>
          <ActionIcon disabled={first} onClick={() => onMove(-1)} aria-label={t('customFields.up', { label })}>
            <IconArrowUp size={16} stroke={1.6} />
          </ActionIcon>
          <ActionIcon disabled={last} onClick={() => onMove(1)} aria-label={t('customFields.down', { label })}>
            <IconArrowDown size={16} stroke={1.6} />
          </ActionIcon>
          <ActionIcon onClick={onEdit} aria-label={t('customFields.edit', { label })}>
            <IconPencil size={16} stroke={1.6} />
          </ActionIcon>
          {removable && (
            <ActionIcon onClick={onRemove} aria-label={t('customFields.remove', { label })}>
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          )}
        </span>
      )}
    </li>
  );
}
