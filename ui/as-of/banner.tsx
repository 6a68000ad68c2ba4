// Says that what stands below is what was, and leads back.

import { Button } from '@mantine/core';
import { IconHistory } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import classes from './as-of.module.css';
import type { AsOf } from './use-as-of.ts';

export function AsOfBanner({ asOf, children }: { asOf: AsOf; children?: ReactNode }) {
  const { t } = useTranslation();
  if (!asOf.at) return null;
  return (
    <div className={classes.banner} role="status">
      <IconHistory size={18} stroke={1.7} className={classes.mark} aria-hidden="true" />
      <span className={classes.words}>
        {t('asOf.stood', { when: formatDateTime(asOf.at, currentLanguage()) })} <span className={classes.soft}>{t('asOf.readOnly')}</span>
      </span>
      {children}
      <Button size="compact-sm" variant="white" color="dark" onClick={() => asOf.set(undefined)}>
        {t('asOf.back')}
      </Button>
    </div>
  );
}
