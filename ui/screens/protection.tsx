// The security overview, to be shown to whoever asks how the data is protected.

import { useTranslation } from 'react-i18next';
import { SecurityFacts } from '../security/overview.tsx';
import classes from '../settings/settings.module.css';
import { PageHead } from '../shell/page-head.tsx';
import { ScrollRegion } from '../shell/scroll-region.tsx';

export function ProtectionScreen() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('security.overview')} />
      <ScrollRegion className={classes.parts} label={t('security.overview')}>
        <SecurityFacts />
      </ScrollRegion>
    </>
  );
}
