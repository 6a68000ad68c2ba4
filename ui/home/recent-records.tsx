// Where one was: records opened last in this browser.

import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { entityIcon } from '../icons.ts';
import { useSetup } from '../queries.ts';
import { useRecent } from '../record/recent.ts';
import classes from './home.module.css';

const SHOWN = 8;

export function RecentRecords() {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const recent = useRecent(me.id)
    .flatMap((record) => {
      const entity = entities.find((candidate) => candidate.name === record.entity);
      return entity?.can.view ? [{ record, entity }] : [];
    })
    .slice(0, SHOWN);
  return (
    <section className={classes.part} aria-labelledby="home-recent">
      <header className={classes.head}>
        <h2 id="home-recent" className={classes.title}>
          {t('home.recent')}
        </h2>
      </header>
      {recent.length === 0 && <p className={classes.none}>{t('home.recentNone')}</p>}
      {recent.length > 0 && (
        <ul className={classes.list}>
          {recent.map(({ record, entity }) => {
            const Icon = entityIcon(entity.icon);
            return (
              <li key={record.id} className={classes.row}>
                <Icon size={16} stroke={1.6} className={classes.icon} />
                <span className={classes.words}>
                  <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }} className={classes.name}>
                    {record.title}
                  </Link>
                  <span className={classes.details}>{entity.label}</span>
                </span>
              </li>
            );
          })}
        </ul>
      )}
    </section>
  );
}
