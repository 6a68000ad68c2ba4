// The states a record passes through, as steps: where it is, where it may go; one click moves it.

import { IconCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { choosable } from '../fields/choice.tsx';
import { OptionDot, optionOf } from '../fields/option-badge.tsx';
import { showRefusal } from '../messages.ts';
import { saveField } from './save-field.ts';
import classes from './state-steps.module.css';

export interface StateStepsProps {
  entity: EntityDescription;
  field: FieldDescription;
  record: RecordValues;
  editable: boolean;
}

export function StateSteps({ entity, field, record, editable }: StateStepsProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<string | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const present = (record[field.name] as string | null) ?? null;
  const reachable = new Set(choosable(field, present).map((option) => option.value));
  const shown = field.options.filter((option) => option.active !== false || option.value === present);
  const at = shown.findIndex((option) => option.value === present);
  const isEnd = (value: string) => optionOf(field, value)?.means != null;

  // On a narrow screen the steps scroll: the present one is what one wants to see.
  // biome-ignore lint/correctness/useExhaustiveDependencies: when the state changes
  useEffect(() => {
    const step = list.current?.querySelector<HTMLElement>('[aria-current]');
    if (step && list.current) list.current.scrollLeft = step.offsetLeft - list.current.clientWidth / 2 + step.offsetWidth / 2;
  }, [present]);

  const move = async (value: string) => {
    setBusy(value);
    const refused = await saveField(entity, record, field, value);
    setBusy(null);
    if (refused) showRefusal(optionOf(field, value)?.label ?? field.label, refused.message);
  };

  return (
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
  );
}
