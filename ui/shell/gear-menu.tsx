// The gear menu at the user's name: settings of the workspace first, then one's own, appearance, language, sign out.

import { Menu, useMantineColorScheme } from '@mantine/core';
import {
  IconAdjustments,
  IconChevronRight,
  IconCopy,
  IconDeviceDesktop,
  IconForms,
  IconHistory,
  IconLock,
  IconLogout,
  IconMoon,
  IconProgress,
  IconSettings,
  IconSun,
  IconTableImport,
  IconUserCircle,
  IconWorld,
} from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { currentLanguage, offeredLanguages, setLanguage } from '../i18n.ts';
import { showError } from '../messages.ts';
import { setPreferences, usePreferences } from '../preferences.tsx';
import { useSetup } from '../queries.ts';
import { client, workspace } from '../workspace.ts';
import { GearFace } from './gear-face.tsx';

interface GearMenuProps {
  slim: boolean;
  onLeave?: () => void;
  opened: boolean;
  onOpened: (opened: boolean) => void;
}

export function GearMenu({ slim, onLeave, opened, onOpened }: GearMenuProps) {
  const { t } = useTranslation();
  const { me, entities } = useSetup();
  const { density } = usePreferences();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const importable = entities.some((entity) => entity.can.import);
  const profile = entities.find((entity) => entity.name === 'users')?.can.view;
  const administrator = me.root || me.features.includes('administration') || entities.some((entity) => entity.single && entity.can.view);
  const fields = entities.find((entity) => entity.name === 'custom_fields');
  const general = entities.find((entity) => entity.name === 'general_settings');

  const signOut = async () => {
    try {
      await client.session.signOut();
      // A fresh page: nothing that was read stays in memory.
      location.assign(`/${encodeURIComponent(workspace)}/`);
    } catch (error) {
      showError(error);
    }
  };

  return (
    <Menu position="right-end" width={240} withinPortal opened={opened} onChange={onOpened}>
      <Menu.Target>
        <GearFace slim={slim} name={me.name} />
      </Menu.Target>
      <Menu.Dropdown>
        {general?.can.view && (
          <Menu.Item component={Link} to={`/settings/${general.name}`} leftSection={<IconSettings size={16} />} onClick={onLeave}>
            {t('shell.generalSettings')}
          </Menu.Item>
        )}
        {profile && (
          <Menu.Item component={Link} to={`/users/${me.id}`} leftSection={<IconUserCircle size={16} />} onClick={onLeave}>
            {t('shell.profile')}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/account" leftSection={<IconLock size={16} />} onClick={onLeave}>
          {t('shell.account')}
        </Menu.Item>
        {administrator && (
          <Menu.Item component={Link} to="/settings" leftSection={<IconAdjustments size={16} />} onClick={onLeave}>
            {t('shell.administration')}
          </Menu.Item>
        )}
        {fields?.can.view && (
          <Menu.Item component={Link} to="/settings/fields" leftSection={<IconForms size={16} />} onClick={onLeave}>
            {t('shell.customFields')}
          </Menu.Item>
        )}
        {importable && (
          <Menu.Item component={Link} to="/import" leftSection={<IconTableImport size={16} />} onClick={onLeave}>
            {t('shell.import')}
          </Menu.Item>
        )}
        <Menu.Item component={Link} to="/duplicates" leftSection={<IconCopy size={16} />} onClick={onLeave}>
          {t('shell.duplicates')}
        </Menu.Item>
        <Menu.Item component={Link} to="/jobs" leftSection={<IconProgress size={16} />} onClick={onLeave}>
          {t('shell.jobs')}
        </Menu.Item>
        <Menu.Item component={Link} to="/log" leftSection={<IconHistory size={16} />} onClick={onLeave}>
          {t('shell.log')}
        </Menu.Item>
        <Menu.Divider />
        <Menu.Label>{t('shell.appearance')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(value) => setColorScheme(value as 'auto' | 'light' | 'dark')}>
          <Menu.RadioItem value="auto" closeMenuOnClick={false} rightSection={<IconDeviceDesktop size={16} />}>
            {t('shell.schemeAuto')}
          </Menu.RadioItem>
          <Menu.RadioItem value="light" closeMenuOnClick={false} rightSection={<IconSun size={16} />}>
            {t('shell.schemeLight')}
          </Menu.RadioItem>
          <Menu.RadioItem value="dark" closeMenuOnClick={false} rightSection={<IconMoon size={16} />}>
            {t('shell.schemeDark')}
          </Menu.RadioItem>
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.CheckboxItem
          checked={density === 'compact'}
          onChange={(checked) => setPreferences({ density: checked ? 'compact' : 'comfortable' })}
          closeMenuOnClick={false}
        >
          {t('shell.compact')}
        </Menu.CheckboxItem>
        <Menu.Sub>
          <Menu.Sub.Target>
            <Menu.Sub.Item leftSection={<IconWorld size={16} />} rightSection={<IconChevronRight size={14} />}>
              {t('shell.language')}
            </Menu.Sub.Item>
          </Menu.Sub.Target>
          <Menu.Sub.Dropdown>
            {offeredLanguages().map((language) => (
              <Menu.Item
                key={language.value}
                lang={language.value}
                fw={language.value === currentLanguage() ? 600 : undefined}
                onClick={() => void setLanguage(language.value)}
              >
                {language.label}
              </Menu.Item>
            ))}
          </Menu.Sub.Dropdown>
        </Menu.Sub>
        {!me.seen && <Menu.Divider />}
        {!me.seen && (
          <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
            {t('shell.signOut')}
          </Menu.Item>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
