// One field of a form: its control, the complaint beside it, and what somebody else has written there meanwhile.

import { Button, Group, Text } from '@mantine/core';
import { lazy, memo, Suspense, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { isEmpty, plainText, widgetFor } from '../fields/lookup.ts';
import type { Derived } from '../parts.ts';
import { useSetup } from '../queries.ts';
import { isRights } from '../rights/is-rights.ts';
import { canType, staysWithOwner } from './can-type.ts';
import type { Draft, DraftActions } from './draft.ts';
import classes from './form.module.css';
import { LinesEditor } from './lines-editor.tsx';
import type { Problems } from './problems.ts';
import type { Rules } from './rules.ts';

const RightsField = lazy(() => import('../rights/rights-field.tsx').then((module) => ({ default: module.RightsField })));

interface Given {
  entity: EntityDescription;
  field: FieldDescription;
  problems: Problems;
  /** Absent while the record is new. */
  recordId?: string | undefined;
  autoFocus?: boolean;
}

export function FormField({ draft, ...given }: Given & { draft: Draft }) {
  const { field } = given;
  const { values, rules, derived, conflicts, set, drop, keep } = draft;
  return (
    <OwnField
      {...given}
      {...{ set, drop, keep }}
      value={values[field.name]}
      required={rules.isRequired(field, values)}
      currency={derived.currency}
      rows={field.fields && { derived, rules: rules.ofRows(field) }}
      conflicting={field.name in conflicts}
      theirs={conflicts[field.name]}
    />
  );
}

interface OwnProps extends Given, DraftActions {
  value: unknown;
  required: boolean;
  /** Of the amounts of the document. */
  currency: string | undefined;
  /** Of rows: what follows from the form, and what applies to them. */
  rows: { derived: Derived; rules: Rules } | undefined;
  /** Somebody else has written `theirs` under what is typed here. */
  conflicting: boolean;
  theirs: unknown;
}

/** Drawn anew only when something of its own has changed: a form has dozens of controls, and one of them is typed in. */
const OwnField = memo((props: OwnProps) => {
  const { entity, field: described, value, problems, required, recordId, autoFocus, currency, rows, set } = props;
  const field = useMemo(() => inCurrency(described, currency), [described, currency]);
  const { t } = useTranslation();
  const { me } = useSetup();
  const { Edit, wide } = widgetFor(field);
  const conflict = props.conflicting && <Conflict {...props} field={field} />;
  if (field.fields) {
    const change = { field, value, problems, onChange: (next: unknown) => set(field.name, next) };
    return (
      <div className={classes.wide} data-field={field.name}>
        {isRights(field) ? (
          <Suspense>
            <RightsField entity={entity.name} {...change} />
          </Suspense>
        ) : (
          rows && <LinesEditor {...rows} {...change} />
        )}
        {conflict}
      </div>
    );
  }
  if (!canType(field)) {
    const reason = staysWithOwner(me, entity, field) ? t('form.ownerStays') : null;
    return <Computed field={field} value={value ?? null} reason={reason} />;
  }
  return (
    <div className={wide ? classes.wide : undefined} data-field={field.name}>
      <Edit
        entity={entity.name}
        field={field}
        value={value ?? null}
        onChange={(next) => set(field.name, next)}
        place="form"
        error={problems[field.name] ?? null}
        required={required}
        autoFocus={autoFocus}
        recordId={recordId}
        isNew={recordId === undefined}
      />
      {conflict}
    </div>
  );
});

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

function Conflict({ field, theirs, drop, keep }: Pick<OwnProps, 'field' | 'theirs' | 'drop' | 'keep'>) {
  const { t } = useTranslation();
  return (
    <div className={classes.conflict} role="alert" data-conflict>
      <Text size="xs">{t('form.changedUnder', { value: plainText(field, theirs) || t('record.empty') })}</Text>
      <Group gap={6}>
        <Button size="compact-xs" variant="light" onClick={() => drop(field.name)}>
          {t('form.takeTheirs')}
        </Button>
        <Button size="compact-xs" variant="subtle" color="gray" onClick={() => keep(field.name)}>
          {t('form.keepMine')}
        </Button>
      </Group>
    </div>
  );
}
