// One field of a form: its control, the complaint beside it, and what somebody else has written there meanwhile.

import { Button, Group, Text } from '@mantine/core';
import { lazy, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { isEmpty, plainText, widgetFor } from '../fields/lookup.ts';
import { useSetup } from '../queries.ts';
import { isRights } from '../rights/is-rights.ts';
import { canType, staysWithOwner } from './can-type.ts';
import type { Draft } from './draft.ts';
import classes from './form.module.css';
import { LinesEditor } from './lines-editor.tsx';
import type { Problems } from './problems.ts';

const RightsField = lazy(() => import('../rights/rights-field.tsx').then((module) => ({ default: module.RightsField })));

export interface FormFieldProps {
  entity: EntityDescription;
  field: FieldDescription;
  draft: Draft;
  problems: Problems;
  recordId?: string;
  autoFocus?: boolean;
}

export function FormField({ entity, field: described, draft, problems, recordId, autoFocus }: FormFieldProps) {
  const { values, rules, derived } = draft;
  const field = useMemo(() => inCurrency(described, derived.currency), [described, derived.currency]);
  const { t } = useTranslation();
  const { me } = useSetup();
  const { Edit, wide } = widgetFor(field);
  const reason = staysWithOwner(me, entity, field) ? t('form.ownerStays') : null;
  const required = rules.isRequired(field, values);
  if (field.fields) {
    return (
      <div className={classes.wide} data-field={field.name}>
        {isRights(field) ? (
          <Suspense>
            <RightsField
              entity={entity.name}
              field={field}
              value={values[field.name]}
              onChange={(rows) => draft.set(field.name, rows)}
              problems={problems}
            />
          </Suspense>
        ) : (
          <LinesEditor
            derived={derived}
            field={field}
            value={values[field.name]}
            onChange={(rows) => draft.set(field.name, rows)}
            rules={rules.ofRows(field)}
            problems={problems}
          />
        )}
        <Conflict field={field} draft={draft} />
      </div>
    );
  }
  if (!canType(field)) return <Computed field={field} value={values[field.name] ?? null} reason={reason} />;
  return (
    <div className={wide ? classes.wide : undefined} data-field={field.name}>
      <Edit
        entity={entity.name}
        field={field}
        value={values[field.name] ?? null}
        onChange={(value) => draft.set(field.name, value)}
        place="form"
        error={problems[field.name] ?? null}
        required={required}
        autoFocus={autoFocus}
        recordId={recordId}
        record={values}
      />
      <Conflict field={field} draft={draft} />
    </div>
  );
}

/** Amounts begin in the currency of the document, those of its rows too. */
function inCurrency(field: FieldDescription, currency: string | undefined): FieldDescription {
  if (!currency) return field;
  if (field.fields) return { ...field, fields: field.fields.map((column) => inCurrency(column, currency)) };
  return field.type === 'money' ? { ...field, currency } : field;
}

/** Nobody types it: it is shown, and follows what is typed. */
function Computed({ field, value, reason }: { field: FieldDescription; value: unknown; reason: string | null }) {
  const { Show } = widgetFor(field);
  return (
    <div data-field={field.name}>
      <div className={classes.label}>{field.label}</div>
      <div className={classes.computed} aria-live="polite">
        {isEmpty(value) ? '–' : <Show field={field} value={value} place="page" />}
      </div>
      {reason && <div className={classes.reason}>{reason}</div>}
    </div>
  );
}

function Conflict({ field, draft }: { field: FieldDescription; draft: Draft }) {
  const { t } = useTranslation();
  if (!(field.name in draft.conflicts)) return null;
  const theirs = plainText(field, draft.conflicts[field.name]) || t('record.empty');
  return (
    <div className={classes.conflict} role="alert">
      <Text size="xs">{t('form.changedUnder', { value: theirs })}</Text>
      <Group gap={6}>
        <Button size="compact-xs" variant="light" onClick={() => draft.drop(field.name)}>
          {t('form.takeTheirs')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => draft.keep(field.name)}>
          {t('form.keepMine')}
        </Button>
      </Group>
    </div>
  );
}
