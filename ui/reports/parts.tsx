// Parts of the builder: columns, groups and questions of a report. Each is a list whose entries are changed in place.

import { ActionIcon, Button, Checkbox, MultiSelect, Select, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { QuestionType, ReportColumn, ReportDefinition, ReportGroup, ReportQuestion, TotalKind } from '../../schema/index.ts';
import { unitOfGroup } from '../../schema/index.ts';
import { operatorKey } from '../filter/describe.ts';
import { useSetup } from '../queries.ts';
import { type Choice, fieldChoices } from './choices.ts';
import { describedLevel, levelEntities } from './levels.ts';
import { TOTALS } from './lines.ts';
import classes from './reports.module.css';

export interface PartProps {
  readonly definition: ReportDefinition;
  readonly onChange: (definition: ReportDefinition) => void;
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

/** Fields of all levels, each under its noun; the value holds the level too. */
function useChoices(definition: ReportDefinition, fits: (choice: Choice) => boolean) {
  const { entities } = useSetup();
  const levels = levelEntities(entities, definition);
  const byValue = new Map<string, { level: number; choice: Choice }>();
  const data = levels.map((name, level) => ({
    group: levelLabel(entities, name),
    items: fieldChoices(entities, name)
      .filter(fits)
      .map((choice) => {
        const value = `${level}:${choice.path}`;
        byValue.set(value, { level, choice });
        return { value, label: choice.label };
      }),
  }));
  return { data, byValue };
}

/** Chosen, it is added, and the next one can be chosen. */
function AddField({ label, among, onAdd, className }: AddFieldProps) {
  return (
    <Select
      size="xs"
      {...(className ? { className } : {})}
      aria-label={label}
      placeholder={label}
      leftSection={<IconPlus size={14} />}
      data={among.data}
      value={null}
      onChange={(value) => {
        const found = among.byValue.get(value ?? '');
        if (found) onAdd(found);
      }}
      searchable
      maxDropdownHeight={320}
    />
  );
}

interface AddFieldProps {
  readonly label: string;
  readonly among: ReturnType<typeof useChoices>;
  readonly onAdd: (found: { readonly level: number; readonly choice: Choice }) => void;
  readonly className?: string | undefined;
}

function levelLabel(entities: readonly EntityDescription[], name: string): string {
  return describedLevel(entities, name)?.plural ?? name;
}

/** The smallest that is not taken yet. */
function freeId(prefix: string, taken: readonly string[]): string {
  for (let at = 1; ; at++) if (!taken.includes(`${prefix}${at}`)) return `${prefix}${at}`;
}

function Entry({
  at,
  count,
  name,
  onMove,
  onRemove,
  children,
}: {
  at: number;
  count: number;
  name: string;
  onMove: (to: number) => void;
  onRemove: () => void;
  children: ReactNode;
}) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.item} aria-label={name}>
      <div className={classes.itemLine}>
        {children}
        <ActionIcon size="sm" disabled={at === 0} onClick={() => onMove(at - 1)} aria-label={`${t('reports.up')}: ${name}`}>
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon size="sm" disabled={at === count - 1} onClick={() => onMove(at + 1)} aria-label={`${t('reports.down')}: ${name}`}>
          <IconArrowDown size={14} />
        </ActionIcon>
        <ActionIcon size="sm" onClick={onRemove} aria-label={`${t('reports.remove')}: ${name}`}>
          <IconX size={14} />
        </ActionIcon>
      </div>
    </fieldset>
  );
}

function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

export function ColumnsPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const choices = useChoices(definition, () => true);
  const { columns } = definition;
  const set = (next: readonly ReportColumn[]) => onChange({ ...definition, columns: next });
  const change = (at: number, part: Partial<ReportColumn>) => set(columns.map((column, i) => (i === at ? { ...column, ...part } : column)));
  const add = (level: number, value: string) =>
    set([
      ...columns,
      {
        id: freeId(
          'c',
          columns.map(({ id }) => id),
        ),
        level,
        value,
      },
    ]);
  const names = levelEntities(entities, definition);
  return (
    <Part title={t('reports.columns')}>
      {columns.map((column, at) => {
        const known = choices.byValue.get(`${column.level}:${column.value}`);
        const name = column.label ?? known?.choice.label ?? column.value;
        const numeric = !known || ['integer', 'decimal', 'percent', 'money'].includes(known.choice.field.type);
        const ordered = numeric || ['date', 'datetime', 'time'].includes(known?.choice.field.type ?? '');
        const kinds = TOTALS.filter((kind) => kind.startsWith('count') || (kind === 'sum' || kind === 'avg' ? numeric : ordered));
        return (
          <Entry
            key={column.id}
            at={at}
            count={columns.length}
            name={name}
            onMove={(to) => set(moved(columns, at, to))}
            onRemove={() => set(columns.filter((_, i) => i !== at))}
          >
            {known ? (
              <Select
                size="xs"
                className={classes.grow}
                aria-label={t('reports.field')}
                data={choices.data}
                value={`${column.level}:${column.value}`}
                onChange={(value) => {
                  const found = choices.byValue.get(value ?? '');
                  if (found) set(columns.map((one, i) => (i === at ? { id: one.id, level: found.level, value: found.choice.path } : one)));
                }}
                searchable
                allowDeselect={false}
                maxDropdownHeight={320}
              />
            ) : (
              <>
                {names.length > 1 && (
                  <Select
                    size="xs"
                    w={110}
                    aria-label={t('reports.start')}
                    data={names.map((one, level) => ({ value: String(level), label: levelLabel(entities, one) }))}
                    value={String(column.level)}
                    onChange={(value) => value && change(at, { level: Number(value) })}
                    allowDeselect={false}
                  />
                )}
                <TextInput
                  size="xs"
                  className={classes.grow}
                  aria-label={t('reports.formula')}
                  placeholder="amount * probability / 100"
                  value={column.value}
                  onChange={(event) => change(at, { value: event.currentTarget.value })}
                  spellCheck={false}
                />
              </>
            )}
            <TextInput
              size="xs"
              className={classes.grow}
              aria-label={`${t('reports.label')}: ${name}`}
              placeholder={known ? known.choice.label : t('reports.label')}
              value={column.label ?? ''}
              onChange={(event) => {
                const { label: _, ...rest } = column;
                const label = event.currentTarget.value;
                set(columns.map((one, i) => (i === at ? (label ? { ...rest, label } : rest) : one)));
              }}
            />
            <MultiSelect
              size="xs"
              className={classes.grow}
              aria-label={`${t('reports.totalsOf')}: ${name}`}
              placeholder={column.totals?.length ? undefined : t('reports.totalsOf')}
              data={kinds.map((kind) => ({ value: kind, label: t(`reports.totals.${kind}`) }))}
              value={[...(column.totals ?? [])]}
              onChange={(totals) => change(at, { totals: totals as TotalKind[] })}
            />
          </Entry>
        );
      })}
      <div className={classes.itemLine}>
        <AddField
          className={classes.grow}
          label={t('reports.addColumn')}
          among={choices}
          onAdd={({ level, choice }) => add(level, choice.path)}
        />
        <Button size="xs" variant="default" onClick={() => add(0, '1 + 1')}>
          {t('reports.addFormula')}
        </Button>
      </div>
    </Part>
  );
}

const PERIODS = ['year', 'quarter', 'month', 'week', 'day'] as const;
const UNGROUPED = ['text_area', 'formatted_text', 'file', 'image', 'multi_picklist', 'references', 'password', 'any_reference'];

export function GroupsPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const choices = useChoices(definition, ({ field }) => !UNGROUPED.includes(field.type));
  const groups = definition.groups ?? [];
  const set = (next: readonly ReportGroup[]) => onChange({ ...definition, groups: next });
  const isDated = (type: string | undefined) => type === 'date' || type === 'datetime';
  return (
    <Part title={t('reports.groups')}>
      {groups.map((group, at) => {
        const unit = unitOfGroup(group.value);
        const path = unit?.of ?? group.value;
        const known = choices.byValue.get(`${group.level}:${path}`);
        const name = known?.choice.label ?? group.value;
        const change = (part: Partial<ReportGroup>) => set(groups.map((one, i) => (i === at ? { ...one, ...part } : one)));
        return (
          <Entry
            // biome-ignore lint/suspicious/noArrayIndexKey: groups have no identity but their place
            key={at}
            at={at}
            count={groups.length}
            name={name}
            onMove={(to) => set(moved(groups, at, to))}
            onRemove={() => set(groups.filter((_, i) => i !== at))}
          >
            <span className={classes.grow}>{name}</span>
            {isDated(known?.choice.field.type) && (
              <Select
                size="xs"
                w={120}
                aria-label={`${t('reports.period')}: ${name}`}
                data={[
                  { value: '', label: t('reports.wholeValue') },
                  ...PERIODS.map((one) => ({ value: one, label: t(`reports.periods.${one}`) })),
                ]}
                value={unit?.unit ?? ''}
                onChange={(value) => change({ value: value ? `${value}(${path})` : path })}
                allowDeselect={false}
              />
            )}
            <Checkbox
              size="xs"
              label={t('reports.descending')}
              checked={group.descending === true}
              onChange={(event) => change({ descending: event.currentTarget.checked })}
            />
          </Entry>
        );
      })}
      {groups.length < 6 && (
        <AddField
          label={t('reports.addGroup')}
          among={choices}
          onAdd={({ level, choice: { path, field } }) => set([...groups, { level, value: isDated(field.type) ? `month(${path})` : path }])}
        />
      )}
    </Part>
  );
}

const OPERATORS = ['=', '!=', '>', '>=', '<', '<=', 'contains'] as const;
const ASKED: Readonly<Record<string, QuestionType>> = {
  ...{ integer: 'number', decimal: 'number', percent: 'number', money: 'number', date: 'date', datetime: 'date', checkbox: 'checkbox' },
  ...{ picklist: 'choice', radio: 'choice', state: 'choice', reference: 'reference', user: 'reference', owner: 'reference' },
};

export function QuestionsPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const choices = useChoices(
    definition,
    ({ field }) => !['file', 'image', 'references', 'multi_picklist', 'any_reference'].includes(field.type),
  );
  const questions = definition.questions ?? [];
  const set = (next: readonly ReportQuestion[]) => onChange({ ...definition, questions: next });
  return (
    <Part title={t('reports.questions')}>
      {questions.map((question, at) => {
        const path = question.field?.path ?? '';
        const operator = OPERATORS.find((one) => question.where === whereOf(path, one, question.name)) ?? null;
        const change = (part: Partial<ReportQuestion>) => set(questions.map((one, i) => (i === at ? { ...one, ...part } : one)));
        const offered =
          question.type === 'text'
            ? OPERATORS
            : question.type === 'number' || question.type === 'date'
              ? OPERATORS.slice(0, 6)
              : OPERATORS.slice(0, 2);
        return (
          <Entry
            key={question.name}
            at={at}
            count={questions.length}
            name={question.label}
            onMove={(to) => set(moved(questions, at, to))}
            onRemove={() => set(questions.filter((_, i) => i !== at))}
          >
            <TextInput
              size="xs"
              className={classes.grow}
              label={t('reports.question')}
              value={question.label}
              onChange={(event) => change({ label: event.currentTarget.value })}
            />
            <Select
              size="xs"
              w={90}
              label={t('reports.operator')}
              data={
                operator
                  ? offered.map((one) => ({ value: one, label: t(`filter.operator.${operatorKey(one)}`) }))
                  : [{ value: '', label: '…' }]
              }
              value={operator ?? ''}
              onChange={(value) => value && change({ where: whereOf(path, value, question.name) })}
              allowDeselect={false}
              comboboxProps={{ width: 'max-content' }}
            />
            <TextInput
              size="xs"
              w={120}
              label={t('reports.default')}
              title={t('reports.defaultHint')}
              value={question.default ?? ''}
              onChange={(event) => {
                const { default: _, ...rest } = question;
                const text = event.currentTarget.value;
                set(questions.map((one, i) => (i === at ? (text ? { ...rest, default: text } : rest) : one)));
              }}
            />
            <Checkbox
              size="xs"
              label={t('reports.required')}
              checked={question.required === true}
              onChange={(event) => change({ required: event.currentTarget.checked })}
            />
          </Entry>
        );
      })}
      <AddField
        label={t('reports.addQuestion')}
        among={choices}
        onAdd={({ level, choice: { path, field, label } }) => {
          const name = freeId(
            'q',
            questions.map((one) => one.name),
          );
          const type = ASKED[field.type] ?? 'text';
          const where = whereOf(path, type === 'text' ? 'contains' : type === 'date' || type === 'number' ? '>=' : '=', name);
          set([...questions, { name, label, type, field: { level, path }, where }]);
        }}
      />
    </Part>
  );
}

function whereOf(path: string, operator: string, name: string): string {
  return operator === 'contains' ? `contains(${path}, ask("${name}"))` : `${path} ${operator} ask("${name}")`;
}
