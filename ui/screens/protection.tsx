// The security overview, to be shown to whoever asks how the data is protected.

import { useTranslation } from 'react-i18next';
import { SecurityFacts } from '../security/overview.tsx';
import classes from '../settings/settings.module.css';
import { PageHead } from '../shell/page-head.tsx';

export function ProtectionScreen() {
  const { t } = useTranslation();
  return (
    <>
      <PageHead title={t('security.overview')} />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <section className={classes.parts} aria-label={t('security.overview')} tabIndex={0}>
        <SecurityFacts />
      </section>
    </>
  );
}
