// The start page: what is due, what is open, where one was, and the first step to something new.

import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { DueActivities } from '../home/due-activities.tsx';
import classes from '../home/home-page.module.css';
import { OpenDeals } from '../home/open-deals.tsx';
import { RecentRecords } from '../home/recent-records.tsx';
import { useSetup } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { PageHead } from '../shell/page-head.tsx';

export function HomeScreen() {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const creatable = entities.filter((entity) => entity.menu && entity.can.create && entity.area === 'business' && entity.name !== 'files');
  const activities = entities.find((entity) => entity.name === 'activities' && entity.can.view);
  const deals = entities.find((entity) => entity.name === 'deals' && entity.can.view);
  return (
    <>
      <PageHead title={t('home.hello', { name: me.name })} />
      <div className={classes.page}>
        {creatable.length > 0 && (
          <nav className={classes.create} aria-label={t('home.newOne')}>
            {creatable.map((entity) => (
              <ButtonLink
                key={entity.name}
                to="/$entity/new"
                params={{ entity: entity.name }}
                search={{}}
                variant="default"
                size="xs"
                leftSection={<IconPlus size={14} />}
              >
                {entity.label}
              </ButtonLink>
            ))}
          </nav>
        )}
        <div className={classes.columns}>
          {activities && <DueActivities entity={activities} />}
          {deals && <OpenDeals entity={deals} />}
          <RecentRecords />
        </div>
      </div>
    </>
  );
}
