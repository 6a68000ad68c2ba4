// One thing that has a place on the page of a record: its tab, its width, whether it is shown, and arrows that move it.

import { ActionIcon, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { IconPencil, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Place, Width } from '../card/card.ts';
import { MoveButtons } from './row-buttons.tsx';
import classes from './settings.module.css';

interface PlaceRowProps {
  label: string;
  place: Place;
  /** The tab it has without a name for one. */
  usualTab: string;
  /** Whether it may be always in view, outside of the tabs. */
  besideTabs?: boolean;
  onChange: (place: Place) => void;
  /** Null: it is the first. */
  onUp: (() => void) | null;
  onDown: (() => void) | null;
  onEdit?: () => void;
  onRemove?: () => void;
}

export function PlaceRow({ label, place, usualTab, besideTabs = false, onChange, onUp, onDown, onEdit, onRemove }: PlaceRowProps) {
  const { t } = useTranslation();
  const beside = besideTabs && place.tab === null;
  return (
    <li className={classes.row}>
      <span className={classes.words}>{label}</span>
      {onEdit && (
        <ActionIcon onClick={onEdit} aria-label={t('customFields.edit', { label })}>
          <IconPencil size={16} stroke={1.6} />
        </ActionIcon>
      )}
      {onRemove && (
        <ActionIcon onClick={onRemove} aria-label={t('cards.removeList', { label })}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      )}
      {besideTabs && (
        <Select
          size="xs"
          w={128}
          aria-label={t('cards.placeOf', { part: label })}
          allowDeselect={false}
          data={[
            { value: 'beside', label: t('cards.alwaysInView') },
            { value: 'tab', label: t('cards.inTab') },
          ]}
          value={beside ? 'beside' : 'tab'}
          onChange={(value) => onChange({ tab: value === 'beside' ? null : '' })}
        />
      )}
      {!beside && (
        <TextInput
          size="xs"
          w={140}
          aria-label={t('cards.tabOf', { list: label })}
          placeholder={usualTab}
          value={place.tab ?? ''}
          maxLength={60}
          // Only what may be always in view is so without a tab.
          onChange={(event) => onChange({ tab: event.currentTarget.value || (besideTabs ? '' : null) })}
        />
      )}
      <SegmentedControl
        size="xs"
        aria-label={t('cards.widthOf', { part: label })}
        data={[
          { value: 'half', label: t('cards.half') },
          { value: 'full', label: t('cards.full') },
        ]}
        value={place.width ?? 'full'}
        onChange={(width) => onChange({ width: width as Width })}
      />
      <Switch
        size="xs"
        label={t('cards.shown')}
        aria-label={t('cards.shownOf', { part: label })}
        checked={!place.hidden}
        onChange={(event) => onChange({ hidden: !event.currentTarget.checked })}
      />
      <span className={classes.buttons}>
        <MoveButtons label={label} onUp={onUp} onDown={onDown} />
      </span>
    </li>
  );
}
