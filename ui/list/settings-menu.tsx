// What an administrator sets up for this noun, one click from its list.

import { ActionIcon, Menu } from '@mantine/core';
import { IconHammer } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useModuleSettings } from '../settings/of-module.ts';
import { MenuButtonName } from '../shell/menu-button-name.tsx';

export function SettingsMenu({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const settings = useModuleSettings(entity);
  if (entity.area !== 'business' || settings.length === 0) return null;
  const label = t('list.settings', { noun: entity.plural });
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <MenuButtonName label={label}>
          <ActionIcon size={30} variant="default">
            <IconHammer size={16} />
          </ActionIcon>
        </MenuButtonName>
      </Menu.Target>
      <Menu.Dropdown>
        {settings.map(({ title, icon: Icon, link }) => (
          <Menu.Item key={title} renderRoot={(props) => <Link {...link} {...props} />} leftSection={<Icon size={16} />}>
            {t(title)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
