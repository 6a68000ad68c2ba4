// A list: any saved view, or a noun with a filter of its own. Rows scroll; the count opens the whole list.

import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../../client/index.ts';
import { useAsOf } from '../../as-of/use-as-of.ts';
import { formatDecimal } from '../../fields/format.ts';
import { isEmpty, nameOf, widgetFor } from '../../fields/lookup.ts';
import { currentLanguage } from '../../i18n.ts';
import { columnAt, valueAt } from '../../list/columns.ts';
import { keys, useExactCount, useSetup } from '../../queries.ts';
import { RecordLink } from '../../shell/record-link.tsx';
import { ScrollRegion } from '../../shell/scroll-region.tsx';
import { client } from '../../workspace.ts';
import type { ListSettings } from '../model.ts';
import { useRecords, Waiting } from './records.tsx';
import classes from './widgets.module.css';

const SHOWN = 50;

export function ListWidget({ settings, title }: { settings: ListSettings; title: string }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const entity = entities.find(({ name, can }) => name === settings.entity && can.view);
  const view = useView(settings.view);
  const { at } = useAsOf();
  const said = { ...view.view, ...present(settings) };
  const paths = (said.columns ?? entity?.list.columns ?? []).slice(0, 8);
  const columns = entity ? paths.flatMap((path) => columnAt(entities, entity, path) ?? []) : [];
  const asked = { filter: said.filter, ...(at ? { as_of: at } : {}), ...(view.reporting ? { reporting: true } : {}) };
  const query = {
    ...asked,
    sort: said.sort ?? entity?.list.sort,
    fields: [...new Set(['id', ...(entity?.title ?? []), ...columns.map(({ path }) => path)])],
    limit: SHOWN,
  };
  const { data, error, isPending } = useRecords(settings.entity, query, !!entity && view.ready);
  const counted = useExactCount(settings.entity, asked, !!data?.next);
  const count = data && !data.next ? data.records.length : counted;
  if (!entity) return <p className={classes.none}>{t('dashboard.notForYou')}</p>;
  const first = columns.find(({ path }) => entity.title.includes(path)) ?? columns[0];
  return (
    <>
      <Waiting error={error ?? view.error} pending={isPending} />
      {data?.records.length === 0 && <p className={classes.none}>{t('dashboard.noRecords', { noun: entity.plural })}</p>}
      {data && data.records.length > 0 && (
        <ScrollRegion className={classes.scroll} label={title}>
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map(({ path, label, field }) => (
                  <th key={path} scope="col" data-end={widgetFor(field).align === 'end' || undefined}>
                    {label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {data.records.map((record) => (
                <tr key={record.id}>
                  {columns.map((column) => {
                    const { Show, align } = widgetFor(column.field);
                    const value = valueAt(record, column.path);
                    return (
                      <td key={column.path} data-end={align === 'end' || undefined}>
                        {column === first ? (
                          <RecordLink entity={entity.name} id={record.id} className={classes.name}>
                            {nameOf(entity, record)}
                          </RecordLink>
                        ) : isEmpty(value) ? null : (
                          <Show field={column.field} value={value} place="cell" />
                        )}
                      </td>
                    );
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {data && (
        <Link
          to="/$entity"
          params={{ entity: entity.name }}
          search={{ filter: said.filter, sort: said.sort, ...(at ? { asof: at } : {}) }}
          className={classes.all}
        >
          {t('dashboard.openAll', { number: count === undefined ? '…' : formatDecimal(count, currentLanguage()) })}
        </Link>
      )}
    </>
  );
}

function present({ filter, sort, columns }: ListSettings): Pick<ListSettings, 'filter' | 'sort' | 'columns'> {
  return { ...(filter ? { filter } : {}), ...(sort ? { sort } : {}), ...(columns?.length ? { columns } : {}) };
}

function useView(id: string | undefined) {
  const { data, error } = useQuery({
    queryKey: keys.record('saved_views', id ?? ''),
    queryFn: ({ signal }) => client.records('saved_views').get(id ?? '', { signal }),
    enabled: !!id,
  });
  const text = (value: unknown) => (typeof value === 'string' && value ? value : undefined);
  const columns = text(data?.record.columns)
    ?.split(',')
    .map((path) => path.trim());
  const { me } = useSetup();
  const shared = data?.record.shared !== 'private' && (data?.record.owner as Reference | null | undefined)?.id !== me.id;
  const reporting = data !== undefined && shared;
  const view = data ? { filter: text(data.record.filter), sort: text(data.record.sort), columns } : {};
  return { view, reporting, error, ready: !id || !!data || !!error };
}
