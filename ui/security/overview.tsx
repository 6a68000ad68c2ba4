// What protects this installation, layer by layer, as the server tells it now.

import { Alert, Badge, Skeleton, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SecurityFact } from '../../client/index.ts';
import { errorText } from '../messages.ts';
import classes from '../settings/settings.module.css';
import { client } from '../workspace.ts';

export const overviewQuery = queryOptions({
  queryKey: ['security'],
  queryFn: ({ signal }) => client.security({ signal }),
  staleTime: 0,
});

const layers = ['transit', 'sign_in', 'access', 'storage', 'trail', 'operation'] as const;

export function SecurityFacts() {
  const { t } = useTranslation();
  const { data, error } = useQuery(overviewQuery);
  if (error) return <Alert color="red">{errorText(error)}</Alert>;
  if (!data) return <Skeleton height={300} />;
  return layers.map((layer) => (
    <section key={layer} aria-labelledby={`layer-${layer}`}>
      <Title order={2} size="h4" mb="xs" id={`layer-${layer}`}>
        {t(`security.layers.${layer}`)}
      </Title>
      <ul className={classes.list}>
        {data.facts
          .filter((fact) => fact.layer === layer)
          .map((fact) => (
            <Fact key={fact.name} fact={fact} />
          ))}
      </ul>
    </section>
  ));
}

function Fact({ fact }: { fact: SecurityFact }) {
  const { t } = useTranslation();
  const words = `security.facts.${fact.name}`;
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <span className={classes.label}>{t(`${words}.title`)}</span>
        <span className={classes.details}>{t(`${words}.${fact.state}`, fact.values)}</span>
      </span>
      {fact.state !== 'fact' && (
        <Badge variant="dot" color={fact.state === 'on' ? 'green' : 'gray'} tt="none" fw={500}>
          {t(fact.state === 'on' ? 'security.on' : 'security.off')}
        </Badge>
      )}
    </li>
  );
}
