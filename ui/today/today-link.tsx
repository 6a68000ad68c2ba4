// "Today" in the side bar, with the number of what is mine and due.

import { IconSun } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { formatDecimal } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { useSetup } from '../queries.ts';
import { Hint } from '../shell/hint.tsx';
import classes from '../shell/side-bar.module.css';
import { useOwners } from './entries.ts';

export function TodayLink({ title, slim, onLeave }: { title: string; slim: boolean; onLeave?: () => void }) {
  const { t } = useTranslation();
  const { me } = useSetup();
  const mine = useOwners()?.find(({ id }) => id === me.id)?.count ?? 0;
  const number = mine > 0 ? formatDecimal(mine, currentLanguage()) : '';
  return (
    <Hint label={title} disabled={!slim}>
      <Link
        to="/today"
        className={classes.item}
        activeProps={{ 'data-active': true }}
        activeOptions={{ includeSearch: false }}
        onClick={onLeave}
      >
        <IconSun size={18} stroke={1.6} className={classes.icon} aria-hidden="true" />
        <span className={slim ? 'visually-hidden' : classes.name}>{title}</span>
        {number && !slim && (
          <span className={classes.count} role="status" aria-label={t('today.due', { count: mine })}>
            {number}
          </span>
        )}
      </Link>
    </Hint>
  );
}
