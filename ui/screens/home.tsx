// The start page: what one is most likely to want first.

import { SimpleGrid, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { formatDecimal } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { keys, useSetup } from '../queries.ts';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import classes from './home.module.css';

export function HomeScreen() {
  const { t } = useTranslation();
  const { entities, me } = useSetup();
  const nouns = entities.filter((entity) => entity.menu && entity.can.view && entity.area === 'business');
  return (
    <>
      <PageHead title={t('home.hello', { name: me.name })} />
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="sm" px="md" pb="md" className={classes.grid}>
        {nouns.map((entity) => (
          <Noun key={entity.name} entity={entity} />
        ))}
      </SimpleGrid>
    </>
  );
}

function Noun({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const Icon = entityIcon(entity.icon);
  const query = { limit: 1, fields: ['id'], count: 'estimate' as const };
  const { data } = useQuery({
    queryKey: keys.count(entity.name, query),
    queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }),
  });
  return (
    <Link to="/$entity" params={{ entity: entity.name }} className={classes.noun}>
      <Icon size={22} stroke={1.5} className={classes.icon} />
      <span className={classes.name}>{entity.plural}</span>
      <Text component="span" size="sm" c="dimmed">
        {data?.count === undefined ? '\u00a0' : t('home.count', { number: formatDecimal(data.count, currentLanguage()) })}
      </Text>
    </Link>
  );
}
