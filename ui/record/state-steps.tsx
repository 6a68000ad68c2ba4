// The steps of a process: where a record is, where it may go; one click moves it. States, and picklists that an administrator chose
// (row CS-038). What a step asks for besides is asked at once.

import { IconCheck } from '@tabler/icons-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { choosable } from '../fields/choice.tsx';
import { OptionDot, optionOf } from '../fields/option-badge.tsx';
import { showError } from '../messages.ts';
import { useOnChange } from '../on-change.ts';
import { saveField } from './save-field.ts';
import classes from './state-steps.module.css';

const StepQuestions = lazy(() => import('./step-questions.tsx').then((module) => ({ default: module.StepQuestions })));

export interface StateStepsProps {
  entity: EntityDescription;
  field: FieldDescription;
  record: RecordValues;
  editable: boolean;
}

/** The fields shown as steps: those an administrator chose, else the noun's states. */
export function stepFields(entity: EntityDescription, chosen: readonly string[] | null): readonly FieldDescription[] {
  if (chosen === null) return entity.fields.filter((field) => field.type === 'state').slice(0, 1);
  return chosen.flatMap((name) => entity.fields.find((field) => field.name === name && field.options.length > 0) ?? []);
}

export function StateSteps({ entity, field, record, editable }: StateStepsProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<string | null>(null);
  const [asking, setAsking] = useState<{ value: string; fields: readonly string[] } | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const present = (record[field.name] as string | null) ?? null;
  const reachable = new Set(choosable(field, present).map((option) => option.value));
  const shown = field.options.filter((option) => option.active !== false || option.value === present);
  const at = shown.findIndex((option) => option.value === present);
  const isEnd = (value: string) => optionOf(field, value)?.means != null;

  // On a narrow screen the steps scroll: the present one is what one wants to see.
  useOnChange(present, () => {
    const step = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (step && list.current) list.current.scrollLeft = step.offsetLeft - list.current.clientWidth / 2 + step.offsetWidth / 2;
  });

  const move = async (value: string) => {
    setBusy(value);
    const refused = await saveField(entity, record, field, value);
    setBusy(null);
    if (!refused) return;
    const missing = (refused.others ?? []).filter((name) => entity.fields.some((other) => other.name === name && !other.read_only));
    if (missing.length > 0) setAsking({ value, fields: missing });
    else showError(new Error(refused.message), refused.message);
  };

  return (
    <>
      <ol className={classes.steps} ref={list} aria-label={field.label}>
        {shown.map((option, index) => {
          const current = option.value === present;
          // A won deal has passed the steps before it; a lost one has not.
          const passed = at > index && !isEnd(option.value) && !(present && isEnd(present));
          return (
            <li key={option.value} className={classes.item}>
              <button
                type="button"
                className={classes.step}
                data-current={current || undefined}
                data-passed={passed || undefined}
                data-busy={busy === option.value || undefined}
                aria-current={current ? 'step' : undefined}
                disabled={!editable || current || busy !== null || !reachable.has(option.value)}
                title={current ? undefined : t('record.moveTo', { state: option.label })}
                onClick={() => void move(option.value)}
              >
                {passed ? <IconCheck size={13} stroke={2.4} aria-hidden="true" /> : <OptionDot color={option.color} />}
                {option.label}
              </button>
            </li>
          );
        })}
      </ol>
      {asking && (
        <Suspense>
          <StepQuestions
            entity={entity}
            record={record}
            step={field}
            value={asking.value}
            fields={asking.fields}
            onClose={() => setAsking(null)}
          />
        </Suspense>
      )}
    </>
  );
}
