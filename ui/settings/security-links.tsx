// Beside the rules of signing in: the other pages that decide who comes in and what they may do.

import { Button, Group } from '@mantine/core';
import { IconMail, IconMapPin, IconShieldCheck, IconShieldHalf, IconUsers } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../queries.ts';
import classes from './settings.module.css';

const pages = [
  { noun: 'permission_sets', to: '/permission_sets', Icon: IconShieldCheck },
  { noun: 'users', to: '/users', Icon: IconUsers },
  { noun: 'mail_settings', to: '/settings/mail_settings', Icon: IconMail },
] as const;

export function SecurityLinks() {
  const { t } = useTranslation();
  const { me, entities } = useSetup();
  const nounOf = (name: string) => entities.find((entity) => entity.name === name && entity.can.view);
  const button = { size: 'xs', variant: 'default' } as const;
  const administrator = me.root || me.features.includes('administration');
  return (
    <div className={classes.above}>
      <Group gap="xs">
        {pages.map(({ noun, to, Icon }) => {
          const entity = nounOf(noun);
          return (
            entity && (
              <Button key={noun} {...button} component={Link} to={to} leftSection={<Icon size={16} stroke={1.5} />}>
                {entity.single ? entity.label : entity.plural}
              </Button>
            )
          );
        })}
        {nounOf('address_ranges') && (
          <Button {...button} component={Link} to="/settings/addresses" leftSection={<IconMapPin size={16} stroke={1.5} />}>
            {t('security.addresses.title')}
          </Button>
        )}
        {administrator && (
          <Button {...button} component={Link} to="/settings/protection" leftSection={<IconShieldHalf size={16} stroke={1.5} />}>
            {t('security.overview')}
          </Button>
        )}
      </Group>
    </div>
  );
}
