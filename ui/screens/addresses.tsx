// Banned addresses and address rules.

import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { AddressRules, Bans } from '../security/addresses.tsx';
import { overviewQuery } from '../security/overview.tsx';
import classes from '../settings/settings.module.css';
import { PageHead } from '../shell/page-head.tsx';

export function AddressesScreen() {
  const { t } = useTranslation();
  const { data } = useQuery(overviewQuery);
  return (
    <>
      <PageHead title={t('security.addresses.title')} />
      <div className={classes.parts}>
        <Bans />
        <AddressRules own={data?.address} />
      </div>
    </>
  );
}
