// Chooses the language of the interface.

import { Button, Menu } from '@mantine/core';
import { IconWorld } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { currentLanguage, languages, offeredLanguages, setLanguage } from '../i18n.ts';

export function LanguageMenu() {
  const { t } = useTranslation();
  const own = languages.find((language) => language.value === currentLanguage())?.label;
  return (
    <Menu position="top" withinPortal={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconWorld size={14} />}
          aria-label={`${t('shell.language')}: ${own}`}
          m="0 auto"
        >
          {own}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {offeredLanguages().map((language) => (
          <Menu.Item key={language.value} lang={language.value} onClick={() => void setLanguage(language.value)}>
            {language.label}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
