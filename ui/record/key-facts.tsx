// The few values one looks for first: the columns of the noun's list.

import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, widgetFor } from '../fields/lookup.ts';
import { fieldOf } from '../queries.ts';
import classes from './key-facts.module.css';

const MOST = 5;

export function KeyFacts({ entity, record, state }: { entity: EntityDescription; record: RecordValues; state: string | undefined }) {
  const facts = entity.list.columns
    .filter((name) => !entity.title.includes(name) && name !== state && name !== 'updated_at')
    .flatMap((name) => fieldOf(entity, name) ?? [])
    .filter((field) => !isEmpty(record[field.name]) && !widgetFor(field).wide)
    .slice(0, MOST);
  if (facts.length === 0) return null;
  return (
    <dl className={classes.facts}>
      {facts.map((field) => {
        const { Show } = widgetFor(field);
        return (
          <div key={field.name} className={classes.fact}>
            <dt className={classes.label}>{field.label}</dt>
            <dd className={classes.value}>
              <Show field={field} value={record[field.name]} place="cell" />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}
