// The secret that headers of calls may hold: typed once, never shown again.

import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import classes from './workflows.module.css';

interface SecretPartProps {
  readonly field: FieldDescription | undefined;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly error: string | undefined;
}

export function SecretPart({ field, value, onChange, error }: SecretPartProps) {
  const { t } = useTranslation();
  if (!field) return null;
  const { Edit } = widgetFor(field);
  return (
    <section className={classes.part} aria-label={t('workflows.secret')}>
      <div className={classes.half}>
        <Edit entity="workflows" field={field} value={value ?? null} onChange={onChange} place="form" error={error ?? null} />
      </div>
    </section>
  );
}
