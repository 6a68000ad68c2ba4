// What a workflow does: steps one below the other, added from a menu, moved, taken out.

import { ActionIcon, Button, Menu, NumberInput, Select } from '@mantine/core';
import { IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { Problems } from '../form/problems.ts';
import { useReorder } from '../reorder.ts';
import { MoveButtons } from '../settings/row-buttons.tsx';
import { type DraftStep, KINDS, type Kind, newStep, UNITS } from './draft.ts';
import { KIND_ICONS } from './kinds.ts';
import { problemsOfStep } from './problems.ts';
import { SPOKEN, StepFields } from './step-fields.tsx';
import classes from './workflows.module.css';

interface StepsPartProps {
  readonly noun: EntityDescription;
  readonly steps: readonly DraftStep[];
  readonly onChange: (steps: readonly DraftStep[]) => void;
  readonly problems: Problems;
}

export function StepsPart({ noun, steps, onChange, problems }: StepsPartProps) {
  const { t } = useTranslation();
  const keys = steps.map(({ key }) => String(key));
  const order = useReorder(keys, (next) => onChange(next.map((key) => steps.find((step) => String(step.key) === key)!)));
  return (
    <section className={classes.part} aria-label={t('workflows.do')}>
      <h2>{t('workflows.do')}</h2>
      <ol className={classes.steps}>
        {steps.map((step, at) => (
          <StepCard
            key={step.key}
            {...{ noun, step, at, order, problems }}
            count={steps.length}
            onChange={(next) => onChange(steps.with(at, next))}
            onRemove={() => onChange(steps.toSpliced(at, 1))}
          />
        ))}
      </ol>
      {problems.steps && <p className={classes.problem}>{problems.steps}</p>}
      <AddStep onAdd={(kind) => onChange([...steps, newStep(kind)])} />
    </section>
  );
}

function AddStep({ onAdd }: { onAdd: (kind: Kind) => void }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button variant="default" size="xs" leftSection={<IconPlus size={15} />} className={classes.addStep}>
          {t('workflows.addStep')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {KINDS.map((kind) => {
          const Icon = KIND_ICONS[kind];
          return (
            <Menu.Item key={kind} leftSection={<Icon size={16} stroke={1.6} />} onClick={() => onAdd(kind)}>
              {t(`workflows.kind.${kind}`)}
              <div className={classes.quiet}>{t(`workflows.kindHint.${kind}`)}</div>
            </Menu.Item>
          );
        })}
      </Menu.Dropdown>
    </Menu>
  );
}

interface StepCardProps {
  readonly noun: EntityDescription;
  readonly step: DraftStep;
  readonly at: number;
  readonly count: number;
  readonly order: ReturnType<typeof useReorder>;
  readonly problems: Problems;
  readonly onChange: (step: DraftStep) => void;
  readonly onRemove: () => void;
}

function StepCard({ noun, step, at, count, order, problems, onChange, onRemove }: StepCardProps) {
  const { t } = useTranslation();
  const Icon = KIND_ICONS[step.kind];
  const label = t('workflows.stepName', { number: at + 1, kind: t(`workflows.kind.${step.kind}`) });
  const own = problemsOfStep(problems, at, SPOKEN[step.kind]);
  const key = String(step.key);
  // Texts in a card are selected by dragging: the card is dragged by its head.
  const { draggable, onDragStart, onDragEnd, ...target } = order.dragging(key, label, at);
  return (
    <li className={classes.step} aria-label={label} {...target}>
      <div className={classes.stepHead} {...{ draggable, onDragStart, onDragEnd }}>
        <button type="button" className={classes.grip} aria-label={t('workflows.moveStep', { step: label })} {...order.grip(key)}>
          <IconGripVertical size={16} aria-hidden />
        </button>
        <Icon size={18} stroke={1.6} aria-hidden />
        <h3 className={classes.stepName}>{label}</h3>
        <MoveButtons
          label={label}
          onUp={at > 0 ? () => order.move(key, at - 1) : null}
          onDown={at < count - 1 ? () => order.move(key, at + 1) : null}
        />
        <ActionIcon onClick={onRemove} aria-label={t('workflows.removeStep', { step: label })}>
          <IconTrash size={16} stroke={1.6} />
        </ActionIcon>
      </div>
      <div className={classes.stepBody}>
        <StepFields noun={noun} step={step} onChange={(part) => onChange({ ...step, ...part })} problems={own} />
        <Delay step={step} onChange={(part) => onChange({ ...step, ...part })} error={own.at('delay') ?? own.at('delay_unit')} />
        {own.others.map((text) => (
          <p key={text} className={classes.problem} role="alert">
            {text}
          </p>
        ))}
      </div>
    </li>
  );
}

interface DelayProps {
  readonly step: DraftStep;
  readonly onChange: (part: Partial<DraftStep>) => void;
  readonly error: string | undefined;
}

const NOW = 'now';

function Delay({ step: { delay, delay_unit }, onChange, error }: DelayProps) {
  const { t } = useTranslation();
  return (
    <div className={classes.delay}>
      <span className={classes.word}>{t('workflows.timing')}</span>
      {delay > 0 && (
        <NumberInput
          size="xs"
          w={84}
          aria-label={t('workflows.delay')}
          min={1}
          max={10_000}
          allowDecimal={false}
          clampBehavior="blur"
          value={delay}
          onChange={(value) => onChange({ delay: Math.max(1, Number(value) || 1) })}
          error={!!error}
        />
      )}
      <Select
        size="xs"
        w={150}
        aria-label={t('workflows.delayUnit')}
        data={[
          { value: NOW, label: t('workflows.now') },
          ...UNITS.map((unit) => ({ value: unit, label: t(`workflows.later.${unit}`, { count: Math.max(1, delay) }) })),
        ]}
        value={delay > 0 ? delay_unit : NOW}
        allowDeselect={false}
        onChange={(value) =>
          value && onChange(value === NOW ? { delay: 0 } : { delay: Math.max(1, delay), delay_unit: value as DraftStep['delay_unit'] })
        }
      />
      {delay > 0 && <span className={classes.quiet}>{t('workflows.delayHint')}</span>}
      {error && <span className={classes.problem}>{error}</span>}
    </div>
  );
}
