// One field in the layout of a form: its own or the module's, shown or hidden, moved, changed.

import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { RowButtons } from './row-buttons.tsx';
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
      {onEdit && <RowButtons {...{ label, onUp, onDown, onEdit, onRemove }} editLabel={t('customFields.edit', { label })} />}
    </li>
  );
}
