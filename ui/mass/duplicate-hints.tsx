// While a record is being typed: those that are likely the same, and why. It asks when typing pauses, and never stands in the way.

import { Alert, Button } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../client/index.ts';
import { isEmpty, toWire } from '../fields/lookup.ts';
import { fieldOf, keys } from '../queries.ts';
import { client } from '../workspace.ts';
import { useDataSettings } from './data-settings.ts';
import classes from './duplicate-hints.module.css';
import { forgetNotTheSame, sayNotTheSame } from './not-the-same.ts';

const PAUSE = 400;

export function DuplicateHints({ entity, values }: { entity: EntityDescription; values: Values }) {
  const { t } = useTranslation();
  const { duplicates } = useDataSettings(entity.name);
  const asked: Values = {};
  for (const name of duplicates) {
    const field = fieldOf(entity, name);
    if (field && !isEmpty(values[name])) asked[name] = toWire(field, values[name]);
  }
  const [typed] = useDebouncedValue(JSON.stringify(asked), PAUSE);
  const { data } = useQuery({
    queryKey: [...keys.entity(entity.name), 'duplicates', typed],
    queryFn: ({ signal }) => client.records(entity.name).duplicates(JSON.parse(typed) as Values, { signal }),
    enabled: typed !== '{}',
    retry: false,
    placeholderData: (before) => before,
  });
  const [apart, setApart] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => () => forgetNotTheSame(entity.name), [entity.name]);
  const shown = typed === '{}' || !data ? undefined : { ...data, found: data.found.filter(({ id }) => !apart.has(id)) };
  const notTheSame = (id: string) => {
    sayNotTheSame(entity.name, id);
    setApart((was) => new Set(was).add(id));
  };
  const because = (parts: readonly { field: string; how: string }[]) =>
    parts
      .map(({ field, how }) =>
        t(how === 'similar' ? 'duplicates.similar' : 'duplicates.same', { field: fieldOf(entity, field)?.label ?? field }),
      )
      .join(', ');
  return (
    <div role="status">
      {shown && (shown.found.length > 0 || shown.hidden) && (
        <Alert color="yellow" variant="light" title={t('duplicates.title')} className={classes.alert} classNames={{ title: classes.title }}>
          <ul className={classes.list}>
            {shown.found.map(({ id, title, reasons }) => (
              <li key={id}>
                <Link to="/$entity/$id" params={{ entity: entity.name, id }} target="_blank" className={classes.link}>
                  {title || t('list.untitled')}
                </Link>
                <span className={classes.reason}>{reasons.map(because).join(' · ')}</span>
                {entity.can.update && (
                  <Button size="compact-xs" variant="subtle" color="gray" className={classes.apart} onClick={() => notTheSame(id)}>
                    {t('duplicates.notSame')}
                  </Button>
                )}
              </li>
            ))}
            {shown.hidden && <li>{t('duplicates.hidden')}</li>}
          </ul>
        </Alert>
      )}
    </div>
  );
}
