// Says that the network is gone. What is on the screen stays usable; queries resume by themselves.

import { useNetwork } from '@mantine/hooks';
import { IconCloudOff } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './offline-banner.module.css';

export function OfflineBanner() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  return (
    <div role="status" aria-live="polite">
      {!online && (
        <div className={classes.banner}>
          <IconCloudOff size={16} />
          {t('shell.offline')}
        </div>
      )}
    </div>
  );
}
