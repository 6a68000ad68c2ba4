// The log of single fields, as an administrator wishes: what each value was, who set it, when, and how long it was in use (row CS-076).

import { Skeleton } from '@mantine/core';
import { IconRobot } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { isEmpty, plainText } from '../fields/lookup.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { keys } from '../queries.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { client } from '../workspace.ts';
import classes from './change-log.module.css';
import { duration, periodsOf } from './field-periods.ts';

const MOST = 200;

export function ChangeLog({ entity, id, fields }: { entity: EntityDescription; id: string; fields: readonly FieldDescription[] }) {
  return (
    <div className={classes.logs}>
      {fields.map((field) => (
        <FieldLog key={field.name} entity={entity} id={id} field={field} />
      ))}
    </div>
  );
}

function FieldLog({ entity, id, field }: { entity: EntityDescription; id: string; field: FieldDescription }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: [...keys.history(entity.name, id), 'field', field.name],
    queryFn: ({ signal }) => client.records(entity.name).history(id, { fields: [field.name], limit: MOST, signal }),
  });
  const language = currentLanguage();
  if (error) return <p className={classes.none}>{errorText(error)}</p>;
  if (!data) return <Skeleton height={60} />;
  const periods = periodsOf(data.changes, field.name, new Date());
  const shown = (value: unknown) => (isEmpty(value) ? t('record.empty') : plainText(field, value) || t('history.gone'));
  return (
    <section aria-label={t('changeLog.of', { field: field.label })} className={classes.log}>
      <h3 className={classes.title}>{field.label}</h3>
      {periods.length === 0 ? (
        <p className={classes.none}>{t('changeLog.none')}</p>
      ) : (
        <ScrollRegion className={classes.scroll} label={field.label}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('changeLog.old')}</th>
                <th scope="col">{t('changeLog.new')}</th>
                <th scope="col">{t('changeLog.who')}</th>
                <th scope="col">{t('changeLog.when')}</th>
                <th scope="col">{t('changeLog.inUse')}</th>
              </tr>
            </thead>
            <tbody>
              {periods.map((period) => (
                <tr key={period.id}>
                  <td>{shown(period.before)}</td>
                  <td>{shown(period.after)}</td>
                  <td>
                    {period.automatic && (
                      <IconRobot size={15} stroke={1.7} className={classes.robot} role="img" aria-label={t('changeLog.automatic')} />
                    )}
                    {period.who || 'Kontor'}
                  </td>
                  <td>{formatDateTime(period.at, language)}</td>
                  <td>
                    {period.current
                      ? t('changeLog.since', { time: duration(period.milliseconds, language) })
                      : duration(period.milliseconds, language)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </section>
  );
}
