// The other logs, for whoever may see them.

import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../queries.ts';
import classes from './log.module.css';

/** Logs that are lists of records. */
const LISTS = ['sign_ins', 'record_reads', 'faults'];

export function LogTabs() {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const lists = LISTS.flatMap((name) => entities.find((entity) => entity.name === name && entity.can.view) ?? []);
  return (
    <nav className={classes.tabs} aria-label={t('log.others')}>
      {lists.map(({ name, plural }) => (
        <Link key={name} to="/$entity" params={{ entity: name }}>
          {plural}
        </Link>
      ))}
      <Link to="/jobs/{-$id}">{t('shell.jobs')}</Link>
    </nav>
  );
}
