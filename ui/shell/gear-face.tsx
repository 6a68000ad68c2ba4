// The button of the menu at the user's name.

import { UnstyledButton, type UnstyledButtonProps } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Face } from '../fields/face.tsx';
import classes from './side-bar.module.css';

type GearFaceProps = UnstyledButtonProps & Omit<ComponentPropsWithRef<'button'>, 'name' | 'style'> & { slim: boolean; name: string };

export function GearFace({ slim, name, ...button }: GearFaceProps) {
  const { t } = useTranslation();
  return (
    <UnstyledButton {...button} className={classes.item}>
      {!slim && <IconSettings size={16} stroke={1.6} className={classes.icon} />}
      <Face name={name} size={24} />
      <span className={slim ? 'visually-hidden' : classes.name}>{name}</span>
      <span className="visually-hidden">{t('shell.settings')}</span>
    </UnstyledButton>
  );
}
