// What was complained about that no field in sight says: above the form, in words.

import { Alert } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { fieldOf } from '../queries.ts';
import classes from './form.module.css';
import type { Problems } from './problems.ts';

interface LooseProblemsProps {
  entity: EntityDescription;
  problems: Problems;
  /** Names of the fields that say their own. */
  shown: ReadonlySet<string>;
}

export function LooseProblems({ entity, problems, shown }: LooseProblemsProps) {
  const { t } = useTranslation();
  const loose = Object.entries(problems).filter(([name]) => !shown.has(topOf(name)));
  if (loose.length === 0) return null;
  // Nothing is wrong with what was typed.
  const lost = loose.every(([, text]) => text === t('form.notReached'));
  return (
    <Alert color={lost ? 'yellow' : 'red'} variant="light" role="alert" className={classes.alert}>
      {loose.map(([name, text]) => (
        <div key={name}>{name ? `${fieldOf(entity, topOf(name))?.label ?? name}: ${text}` : text}</div>
      ))}
    </Alert>
  );
}

/** Of `lines.2.quantity` the field of the form. */
function topOf(name: string): string {
  return name.split('.')[0] ?? '';
}
