// What an administrator sets up for this noun, one click from its list.

import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconChecklist, IconForms, IconHammer, IconId } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useSetup } from '../queries.ts';

export function SettingsMenu({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const may = (name: string) => entities.some((one) => one.name === name && one.can.update);
  if (entity.area !== 'business') return null;
  const params = { entity: entity.name };
  const items = [
    may('field_settings') && (
      <Menu.Item
        key="fields"
        renderRoot={(props) => <Link to="/settings/fields/{-$entity}" params={params} {...props} />}
        leftSection={<IconForms size={16} />}
      >
        {t('shell.customFields')}
      </Menu.Item>
    ),
    may('card_settings') && (
      <Menu.Item
        key="card"
        renderRoot={(props) => <Link to="/settings/cards/{-$entity}" params={params} {...props} />}
        leftSection={<IconId size={16} />}
      >
        {t('cards.title')}
      </Menu.Item>
    ),
    may('data_settings') && (
      <Menu.Item
        key="data"
        renderRoot={(props) => <Link to="/settings/data/{-$entity}" params={params} {...props} />}
        leftSection={<IconChecklist size={16} />}
      >
        {t('dataSettings.title')}
      </Menu.Item>
    ),
  ].filter(Boolean);
  if (items.length === 0) return null;
  const label = t('list.settings', { noun: entity.plural });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label={label}>
          <ActionIcon size={30} variant="default" aria-label={label}>
            <IconHammer size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>{items}</Menu.Dropdown>
    </Menu>
  );
}
