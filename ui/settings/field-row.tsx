// One field in the layout of a form: its own or the module's, shown or hidden, moved, changed.

import { ActionIcon, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './settings.module.css';

export interface FieldRowProps {
  label: string;
  /** Words about it, e.g. its type. */
  details: readonly (string | false)[];
  shown: boolean;
  /** undefined: it cannot be hidden. */
  onShown?: ((shown: boolean) => void) | undefined;
  onUp?: (() => void) | undefined;
  onDown?: (() => void) | undefined;
  onEdit?: (() => void) | undefined;
  onRemove?: (() => void) | undefined;
}

export function FieldRow({ label, details, shown, onShown, onUp, onDown, onEdit, onRemove }: FieldRowProps) {
  const { t } = useTranslation();
  return (
    <li className={classes.row} data-off={!shown || undefined}>
      {onShown ? (
        <Switch
          size="sm"
          checked={shown}
          onChange={(event) => onShown(event.currentTarget.checked)}
          aria-label={t('customFields.usable', { label })}
        />
      ) : (
        <span className={classes.noSwitch} />
      )}
      <span className={classes.words}>
        <span className={classes.label}>{label}</span>
        <span className={classes.details}>{details.filter(Boolean).join(' · ')}</span>
      </span>
      {onEdit && (
        <span className={classes.buttons}>
          <ActionIcon disabled={!onUp} onClick={onUp} aria-label={t('customFields.up', { label })}>
            <IconArrowUp size={16} stroke={1.6} />
          </ActionIcon>
          <ActionIcon disabled={!onDown} onClick={onDown} aria-label={t('customFields.down', { label })}>
            <IconArrowDown size={16} stroke={1.6} />
          </ActionIcon>
          <ActionIcon onClick={onEdit} aria-label={t('customFields.edit', { label })}>
            <IconPencil size={16} stroke={1.6} />
          </ActionIcon>
          {onRemove ? (
            <ActionIcon onClick={onRemove} aria-label={t('customFields.remove', { label })}>
              <IconTrash size={16} stroke={1.6} />
            </ActionIcon>
          ) : (
            <span className={classes.noButton} />
          )}
        </span>
      )}
    </li>
  );
}
