// What a report asks before it runs: which field, compared how, and what it answers when nobody does.

import { Checkbox, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { QuestionType, ReportQuestion } from '../../schema/index.ts';
import { operatorKey } from '../filter/describe.ts';
import { AddField, Entry, entriesOf, type FoundChoice, freeId, Part, type PartProps, useChoices, withText } from './parts.tsx';
import classes from './reports.module.css';

const OPERATORS = ['=', '!=', '>', '>=', '<', '<=', 'contains'] as const;
const UNASKED = ['file', 'image', 'references', 'multi_picklist', 'any_reference'];
const ASKED: Readonly<Record<string, QuestionType>> = {
  ...{ integer: 'number', decimal: 'number', percent: 'number', money: 'number', date: 'date', datetime: 'date', checkbox: 'checkbox' },
  ...{ picklist: 'choice', radio: 'choice', state: 'choice', reference: 'reference', user: 'reference', owner: 'reference' },
};

export function QuestionsPart({ definition, onChange }: PartProps) {
  const { t } = useTranslation();
  const choices = useChoices(definition, ({ field }) => !UNASKED.includes(field.type));
  const questions = definition.questions ?? [];
  const { add, replace, placeOf } = entriesOf(questions, (next) => onChange({ ...definition, questions: next }));
  const taken = questions.map(({ name }) => name);
  return (
    <Part title={t('reports.questions')}>
      {questions.map((question, at) => (
        <Entry key={question.name} name={question.label} {...placeOf(at)}>
          <QuestionEdit question={question} onChange={(next) => replace(at, next)} />
        </Entry>
      ))}
      <AddField label={t('reports.addQuestion')} among={choices} onAdd={(found) => add(questionAbout(found, freeId('q', taken)))} />
    </Part>
  );
}

function QuestionEdit({ question, onChange }: { question: ReportQuestion; onChange: (question: ReportQuestion) => void }) {
  const { t } = useTranslation();
  const path = question.field?.path ?? '';
  // A condition that was written by hand has none of these.
  const operator = OPERATORS.find((one) => question.where === whereOf(path, one, question.name)) ?? null;
  const change = (part: Partial<ReportQuestion>) => onChange({ ...question, ...part });
  return (
    <>
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
            ? operatorsFor(question.type).map((one) => ({ value: one, label: t(`filter.operator.${operatorKey(one)}`) }))
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
        onChange={(event) => onChange(withText(question, 'default', event.currentTarget.value))}
      />
      <Checkbox
        size="xs"
        label={t('reports.required')}
        checked={question.required === true}
        onChange={(event) => change({ required: event.currentTarget.checked })}
      />
    </>
  );
}

/** With the comparison that is meant most. */
function questionAbout({ level, choice: { path, field, label } }: FoundChoice, name: string): ReportQuestion {
  const type = ASKED[field.type] ?? 'text';
  const operator = type === 'text' ? 'contains' : type === 'date' || type === 'number' ? '>=' : '=';
  return { name, label, type, field: { level, path }, where: whereOf(path, operator, name) };
}

function operatorsFor(type: QuestionType) {
  if (type === 'text') return OPERATORS;
  return type === 'number' || type === 'date' ? OPERATORS.slice(0, 6) : OPERATORS.slice(0, 2);
}

function whereOf(path: string, operator: string, name: string): string {
  return operator === 'contains' ? `contains(${path}, ask("${name}"))` : `${path} ${operator} ask("${name}")`;
}
