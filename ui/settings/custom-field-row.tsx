// One custom field in the list of them.

import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/element/adapter';
import { ActionIcon, Switch } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPencil, IconTrash } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecordValues } from '../../client/index.ts';
import classes from './settings.module.css';

export interface CustomFieldRowProps {
  field: RecordValues;
  editable: boolean;
  removable: boolean;
  /** Its place among all of them. */
  at: number;
  last: boolean;
  onUsable: (usable: boolean) => void;
  onMove: (to: number) => void;
  /** Another field was dropped here. */
  onDropped: (from: number) => void;
  onEdit: () => void;
  onRemove: () => void;
}

export function CustomFieldRow({
  field,
  editable,
  removable,
  at,
  last,
  onUsable,
  onMove,
  onDropped,
  onEdit,
  onRemove,
}: CustomFieldRowProps) {
  const { t, i18n } = useTranslation();
  const row = useRef<HTMLLIElement>(null);
  const grip = useRef<HTMLSpanElement>(null);
  const [over, setOver] = useState(false);
  const dropped = useEffectEvent(onDropped);
  useEffect(() => {
    const [element, dragHandle] = [row.current, grip.current];
    if (!element || !dragHandle) return;
    const stopDrag = draggable({ element, dragHandle, getInitialData: () => ({ customField: at }) });
    const stopDrop = dropTargetForElements({
      element,
      canDrop: ({ source }) => 'customField' in source.data,
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        dropped(Number(source.data.customField));
      },
    });
    return () => {
      stopDrag();
      stopDrop();
    };
  }, [at]);
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
    <li ref={row} className={classes.row} data-off={!usable || undefined} data-over={over || undefined}>
      {editable && (
        <span ref={grip} className={classes.grip} title={t('customFields.drag')}>
          <IconGripVertical size={16} stroke={1.6} aria-hidden="true" />
        </span>
      )}
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
          <ActionIcon disabled={at === 0} onClick={() => onMove(at - 1)} aria-label={t('customFields.up', { label })}>
            <IconArrowUp size={16} stroke={1.6} />
          </ActionIcon>
          <ActionIcon disabled={last} onClick={() => onMove(at + 1)} aria-label={t('customFields.down', { label })}>
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
