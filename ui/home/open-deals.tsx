// My deals that are neither won nor lost, those that close first on top.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { formatDecimal } from '../fields/format.ts';
import { plainText, titleOf } from '../fields/lookup.ts';
import { OptionBadge } from '../fields/option-badge.tsx';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { fieldOf, keys } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './home.module.css';

const SHOWN = 8;

export function OpenDeals({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const stage = fieldOf(entity, 'stage');
  const ended =
    stage?.options.filter((option) => option.means === 'won' || option.means === 'lost').map(({ value }) => JSON.stringify(value)) ?? [];
  const filter = `owner = me()${ended.length > 0 ? ` and stage not in (${ended.join(', ')})` : ''}`;
  const query = {
    filter,
    fields: ['id', ...entity.title, 'account', 'stage', 'amount', 'closing_date'].filter((name) => name === 'id' || fieldOf(entity, name)),
    sort: 'closing_date',
    limit: SHOWN,
    count: 'exact' as const,
  };
  const { data, error } = useQuery({
    queryKey: keys.list(entity.name, query),
    queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }),
  });
  return (
    <section className={classes.part} aria-labelledby="home-deals">
      <header className={classes.head}>
        <h2 id="home-deals" className={classes.title}>
          {t('home.deals')}
        </h2>
        {data?.count !== undefined && <span className={classes.count}>{formatDecimal(data.count, currentLanguage())}</span>}
        <Link to="/$entity" params={{ entity: entity.name }} search={{ filter }} className={classes.all}>
          {t('record.showAll')}
        </Link>
      </header>
      {error && <p className={classes.none}>{errorText(error)}</p>}
      {!data && !error && <Skeleton height={160} />}
      {data?.records.length === 0 && <p className={classes.none}>{t('home.noDeals')}</p>}
      {data && data.records.length > 0 && (
        <ul className={classes.list}>
          {data.records.map((record) => (
            <Deal key={record.id} entity={entity} record={record} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Deal({ entity, record }: { entity: EntityDescription; record: RecordValues }) {
  const { t } = useTranslation();
  const stage = fieldOf(entity, 'stage');
  const print = (name: string) => {
    const field = fieldOf(entity, name);
    return field ? plainText(field, record[name]) : '';
  };
  return (
    <li className={classes.row}>
      <span className={classes.words}>
        <Link to="/$entity/$id" params={{ entity: entity.name, id: record.id }} className={classes.name}>
          {titleOf(entity, record) || t('list.untitled')}
        </Link>
        <span className={classes.details}>
          {[(record.account as Reference | null)?.title, print('closing_date')].filter(Boolean).join(' · ')}
        </span>
      </span>
      <span className={classes.end}>
        {print('amount')}
        {stage && typeof record.stage === 'string' && (
          <div className={classes.details}>
            <OptionBadge field={stage} value={record.stage} />
          </div>
        )}
      </span>
    </li>
  );
}
