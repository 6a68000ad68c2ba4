// Records that point here, in short lists: how many, the newest few, and a new one that points here already.

import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import type { RelatedSetting, Width } from '../card/card.ts';
import { formatDecimal } from '../fields/format.ts';
import { isEmpty, nameOf, plainText, widgetFor } from '../fields/lookup.ts';
import { currentLanguage, inWords } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { useLive } from '../live.tsx';
import { errorText } from '../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { AddRelated } from './add-related.tsx';
import classes from './related-lists.module.css';

const MOST = 5;

export interface Relation {
  readonly key: string;
  readonly entity: EntityDescription;
  /** The field there that points here. */
  readonly field: FieldDescription;
  readonly title: string;
  /** Of a list of an administrator's making: which records, columns and order. */
  readonly own?: RelatedSetting;
  readonly width?: Width;
}

/** What has a place of its own on the page: files, and what is said and linked. */
export function useRelations(entity: EntityDescription): readonly Relation[] {
  const { entities } = useSetup();
  const found = entity.back_references.flatMap(({ name, entity: from, field: fieldName }) => {
    const other = entities.find((candidate) => candidate.name === from);
    const field = other && fieldOf(other, fieldName);
    const own = from === 'files' || from === 'group_members' || (other?.bound && !other.menu);
    return other?.can.view && field && !own ? [{ key: name, entity: other, field }] : [];
  });
  return found.map((relation) => {
    const alone = found.filter((other) => other.entity === relation.entity).length === 1;
    return { ...relation, title: alone ? relation.entity.plural : `${relation.entity.plural}: ${relation.field.label}` };
  });
}

export interface RelationTab {
  /** Null: the common one. */
  readonly name: string | null;
  readonly relations: readonly Relation[];
}

/** Lists in the tabs and order that an administrator chose; those nobody speaks of stand in the common tab, after the others. */
export function tabsOf(relations: readonly Relation[], settings: readonly RelatedSetting[]): readonly RelationTab[] {
  const chosen = settings.flatMap((setting) => {
    const relation = relations.find(({ key }) => key === setting.list);
    if (!relation) return [];
    const { title, width } = setting;
    const wide = width ? { width } : {};
    return [{ setting, relation: title ? { ...relation, ...wide, title, own: setting } : { ...relation, ...wide } }];
  });
  const rest = relations.filter(({ key }) => !chosen.some(({ relation }) => relation.key === key && !relation.own));
  const tabs = new Map<string | null, Relation[]>();
  const add = (name: string | null, relation: Relation) => tabs.set(name, [...(tabs.get(name) ?? []), relation]);
  for (const { relation, setting } of chosen) if (!setting.hidden) add(setting.tab?.trim() || null, relation);
  for (const relation of rest) add(null, relation);
  return [...tabs].map(([name, inside]) => ({ name, relations: inside }));
}

/** Expression text: which records point at this one. */
export function ofRecord({ field }: Relation, id: string): string {
  return `${field.name} = ${JSON.stringify(id)}`;
}

export function RelatedLists({ record, relations }: { record: AnyReference; relations: readonly Relation[] }) {
  return (
    <div className={classes.lists}>
      {relations.map((relation) => (
        <RelatedList key={`${relation.key} ${relation.own?.title ?? ''}`} relation={relation} record={record} />
      ))}
    </div>
  );
}

function RelatedList({ relation, record }: { relation: Relation; record: AnyReference }) {
  const { t } = useTranslation();
  const { entity, field, own } = relation;
  const { entities } = useSetup();
  const isSetUp = entity.area === 'administration' && entities.find(({ name }) => name === record.entity)?.area === 'business';
  const title = own ? inWords(relation.title, record.entity) : relation.title;
  const filter = [ofRecord(relation, record.id), ...(own?.filter ? [`(${own.filter})`] : [])].join(' and ');
  // What one may not read is not among the fields.
  const columns = own?.columns ? own.columns.flatMap((name) => fieldOf(entity, name) ?? []) : detailColumns(entity, field);
  const sort = own?.sort && fieldOf(entity, own.sort.replace(/^-/, '')) ? own.sort : entity.list.sort;
  const query = {
    filter,
    fields: [...new Set(['id', ...entity.title, ...columns.map((column) => column.name)])],
    sort,
    limit: MOST,
    count: 'exact' as const,
  };
  const key = keys.list(entity.name, query);
  const { data, error } = useQuery({ queryKey: key, queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }) });
  useLive(entity.name, () => void queryClient.invalidateQueries({ queryKey: key }));
  const Icon = entityIcon(entity.icon);
  const count = data?.count ?? 0;
  // What the house alone writes is told of once it is there, and so is what is set up elsewhere for some records: whose user somebody
  // of a customer is.
  if ((field.read_only || (isSetUp && !own)) && count === 0 && !error) return null;

  return (
    <section className={classes.list} data-width={relation.width} aria-label={title}>
      <header className={classes.head}>
        <Icon size={15} stroke={1.6} className={classes.icon} />
        <h3 className={classes.title}>{title}</h3>
        {data && <span className={classes.count}>{formatDecimal(count, currentLanguage())}</span>}
        {count > MOST && (
          <Link to="/$entity" params={{ entity: entity.name }} search={{ filter, sort }} className={classes.all}>
            {t('record.showAll')}
          </Link>
        )}
        {entity.can.create && !field.read_only && (
          <span className={classes.new}>
            <AddRelated entity={entity} field={field} record={record} />
          </span>
        )}
      </header>
      {error ? <p className={classes.none}>{errorText(error)}</p> : !data ? <Skeleton height={30} /> : null}
      {data && data.records.length > 0 && (
        <ul className={classes.rows}>
          {data.records.map((row) => (
            <RelatedRow key={row.id} entity={entity} row={row} columns={columns} />
          ))}
        </ul>
      )}
    </section>
  );
}

function RelatedRow({ entity, row, columns }: { entity: EntityDescription; row: RecordValues; columns: readonly FieldDescription[] }) {
  const filled = columns.filter((column) => !isEmpty(row[column.name]));
  return (
    <li className={classes.row}>
      <Link
        to="/$entity/$id"
        params={{ entity: entity.name, id: row.id }}
        className={classes.name}
        data-record={`${entity.name}/${row.id}`}
      >
        {nameOf(entity, row)}
      </Link>
      <span className={classes.details}>
        {filled.map((column) => {
          const { Show } = widgetFor(column);
          return (
            <span key={column.name} className={classes.detail} title={`${column.label}: ${plainText(column, row[column.name])}`}>
              {column.to.length > 0 ? plainText(column, row[column.name]) : <Show field={column} value={row[column.name]} place="cell" />}
            </span>
          );
        })}
      </span>
    </li>
  );
}

/** What tells these records apart: the first columns of their list that are neither the title nor the way back here. */
function detailColumns(entity: EntityDescription, back: FieldDescription): FieldDescription[] {
  return entity.list.columns
    .filter((name) => !entity.title.includes(name) && name !== back.name && name !== 'updated_at')
    .flatMap((name) => fieldOf(entity, name) ?? [])
    .filter((field) => field.to.length === 0)
    .slice(0, 3);
}
