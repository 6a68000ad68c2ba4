// Rows that would be made although they look like a record that is there: which, why, and what is to become of them.

import { Alert, Select } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, ImportRequest, LikelyRow, LikelyWay } from '../../client/index.ts';
import { reasonWords } from '../duplicates/reason-words.ts';
import classes from './import.module.css';

export type Likely = NonNullable<ImportRequest['likely']>;

interface LikelyRowsProps {
  entity: EntityDescription;
  count: number;
  rows: readonly LikelyRow[];
  likely: Likely;
  onChange: (likely: Likely) => void;
}

const WAYS: readonly LikelyWay[] = ['create', 'skip', 'update'];

export function LikelyRows({ entity, count, rows, likely, onChange }: LikelyRowsProps) {
  const { t } = useTranslation();
  const ways = WAYS.filter((way) => way !== 'update' || entity.can.update);
  const data = ways.map((way) => ({ value: way, label: t(`import.likely.${way}`) }));
  const set = (row: number, way: LikelyWay) => onChange({ ...likely, rows: { ...likely.rows, [row]: way } });
  return (
    <section aria-label={t('import.likely.title', { count })} className={classes.likely}>
      <Alert color="yellow" variant="light" title={t('import.likely.title', { count })} classNames={{ title: classes.likelyTitle }}>
        {t('import.likely.hint')}
      </Alert>
      <Select
        label={t('import.likely.all')}
        className={classes.likelyAll}
        data={data}
        value={likely.mode}
        allowDeselect={false}
        onChange={(way) => way && onChange({ mode: way as LikelyWay })}
      />
      <div className={classes.likelyRows}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('jobs.row')}</th>
              <th scope="col">{t('import.likely.looksLike')}</th>
              <th scope="col">{t('jobs.reason')}</th>
              <th scope="col">{t('import.likely.way')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ row, id, title, reasons }) => (
              <tr key={row}>
                <td>{row}</td>
                <td>
                  {id ? (
                    <Link to="/$entity/$id" params={{ entity: entity.name, id }} target="_blank">
                      {title || t('list.untitled')}
                    </Link>
                  ) : (
                    t('duplicates.hidden')
                  )}
                </td>
                <td>{reasons.map((reason) => reasonWords(entity, reason)).join(' · ')}</td>
                <td>
                  <Select
                    size="xs"
                    aria-label={t('import.likely.wayOf', { row })}
                    data={id ? data : data.filter(({ value }) => value !== 'update')}
                    value={id || likely.mode !== 'update' ? (likely.rows?.[row] ?? likely.mode) : (likely.rows?.[row] ?? 'skip')}
                    allowDeselect={false}
                    onChange={(way) => way && set(row, way as LikelyWay)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {rows.length < count && <p className={classes.quiet}>{t('import.likely.more', { count: count - rows.length })}</p>}
    </section>
  );
}
