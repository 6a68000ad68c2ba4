// Puts the rows of a list into groups, or out of them.

import { ActionIcon, Menu } from '@mantine/core';
import { IconCheck, IconLayoutRows } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { MenuButtonName } from '../shell/menu-button-name.tsx';
import { groupChoices } from '../views/faces.ts';
import type { Groups } from './use-groups.ts';

export interface GroupMenuProps {
  readonly entity: EntityDescription;
  readonly group: string | null;
  readonly groups: Groups | null;
  readonly onChange: (group: string | null) => void;
}

export function GroupMenu({ entity, group, groups, onChange }: GroupMenuProps) {
  const { t } = useTranslation();
  const choices = groupChoices(entity);
  if (choices.length === 0) return null;
  const tick = <IconCheck size={14} aria-hidden="true" />;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <MenuButtonName label={t('list.group')}>
          <ActionIcon size={30} variant={group ? 'light' : 'default'}>
            <IconLayoutRows size={16} />
          </ActionIcon>
        </MenuButtonName>
      </Menu.Target>
      <Menu.Dropdown mah={420} style={{ overflowY: 'auto' }}>
        <Menu.Item rightSection={group === null ? tick : null} onClick={() => onChange(null)}>
          {t('list.noGroups')}
        </Menu.Item>
        {groups && (
          <>
            <Menu.Item onClick={() => groups.rows.toggleAll(false)}>{t('list.closeGroups')}</Menu.Item>
            <Menu.Item onClick={() => groups.rows.toggleAll(true)}>{t('list.openGroups')}</Menu.Item>
          </>
        )}
        <Menu.Divider />
        {choices
          .filter(({ unit }) => unit === null || unit === 'month' || unit === 'year')
          .map(({ value, field, unit }) => (
            <Menu.Item key={value} rightSection={group === value ? tick : null} onClick={() => onChange(value)}>
              {unit ? t('views.byUnit', { field: field.label, unit: t(`views.unitOf.${unit}`) }) : field.label}
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}
