// Says that the network is gone, or the server. What is on the screen stays usable; queries resume by themselves.

import { useNetwork } from '@mantine/hooks';
import { IconCloudOff } from '@tabler/icons-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { reach } from '../session/reach.ts';
import classes from './offline-banner.module.css';

export function OfflineBanner() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  const lost = useSyncExternalStore(reach.subscribe, reach.isLost);
  return (
    <div role="status" aria-live="polite">
      {(!online || lost) && (
        <div className={classes.banner}>
          <IconCloudOff size={16} />
          {t('shell.offline')}
        </div>
      )}
    </div>
  );
}
