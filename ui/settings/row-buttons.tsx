// What is done with a row that has its place in a list: moved, changed, removed.

import { ActionIcon } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './settings.module.css';

interface Moves {
  label: string;
  /** Nothing: it is the first. */
  onUp: (() => void) | null | undefined;
  /** Nothing: it is the last. */
  onDown: (() => void) | null | undefined;
}

export function MoveButtons({ label, onUp, onDown }: Moves) {
  const { t } = useTranslation();
  return (
    <>
      <ActionIcon disabled={!onUp} onClick={onUp ?? undefined} aria-label={t('customFields.up', { label })}>
        <IconArrowUp size={16} stroke={1.6} />
      </ActionIcon>
      <ActionIcon disabled={!onDown} onClick={onDown ?? undefined} aria-label={t('customFields.down', { label })}>
        <IconArrowDown size={16} stroke={1.6} />
      </ActionIcon>
    </>
  );
}

interface RowButtonsProps extends Moves {
  /** What the pencil does, in words. */
  editLabel: string;
  onEdit: () => void;
  /** Nothing: it stays; its room is kept, so that rows stand below each other. */
  onRemove: (() => void) | undefined;
}

export function RowButtons({ editLabel, onEdit, onRemove, ...moves }: RowButtonsProps) {
  const { t } = useTranslation();
  return (
    <span className={classes.buttons}>
      <MoveButtons {...moves} />
      <ActionIcon onClick={onEdit} aria-label={editLabel}>
        <IconPencil size={16} stroke={1.6} />
      </ActionIcon>
      {onRemove ? (
        <ActionIcon onClick={onRemove} aria-label={t('customFields.remove', { label: moves.label })}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      ) : (
        <span className={classes.noButton} />
      )}
    </span>
  );
}
