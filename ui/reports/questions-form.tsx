// What a report asks before it is run.

import { Button } from '@mantine/core';
import { IconPlayerPlay } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AskedQuestion, EntityDescription, FieldDescription } from '../../client/index.ts';
import type { ReportAnswers, ReportDefinition } from '../../schema/index.ts';
import { titleOf, toWire, widgetFor } from '../fields/lookup.ts';
import { recordQuery, useSetup } from '../queries.ts';
import { fieldOfPath, PLAIN } from './fields.ts';
import { levelEntities } from './levels.ts';
import classes from './reports.module.css';

const TYPES: Readonly<Record<string, string>> = {
  text: 'text',
  number: 'decimal',
  date: 'date',
  checkbox: 'checkbox',
  choice: 'picklist',
  reference: 'reference',
};

export interface QuestionsFormProps {
  readonly definition: ReportDefinition;
  readonly questions: readonly AskedQuestion[];
  readonly onRun: (answers: ReportAnswers) => void;
}

export function QuestionsForm({ definition, questions, onRun }: QuestionsFormProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [values, setValues] = useState<Readonly<Record<string, unknown>>>({});
  const [tried, setTried] = useState(false);
  const answerOf = (question: AskedQuestion) => (question.name in values ? values[question.name] : question.answer);
  const isOpen = (question: AskedQuestion) => question.required && (answerOf(question) === null || answerOf(question) === '');
  const run = () => {
    setTried(true);
    if (questions.some(isOpen)) return;
    const answers = questions.map((question) => {
      const value = answerOf(question);
      const wire =
        typeof value === 'object' && value !== null && 'id' in value
          ? (value as { id: string }).id
          : toWire(fieldOf(question, definition, entities), value);
      return [question.name, wire as string | number | boolean | null];
    });
    onRun(Object.fromEntries(answers));
  };
  return (
    <form
      className={classes.questions}
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      {questions.map((question, at) => (
        <Question
          key={question.name}
          question={question}
          field={fieldOf(question, definition, entities)}
          entity={definition.entity}
          value={answerOf(question)}
          autoFocus={at === 0}
          error={tried && isOpen(question) ? t('reports.answerThis') : null}
          onChange={(value) => setValues({ ...values, [question.name]: value })}
        />
      ))}
      <Button type="submit" leftSection={<IconPlayerPlay size={15} />}>
        {t('reports.run')}
      </Button>
    </form>
  );
}

function fieldOf(question: AskedQuestion, definition: ReportDefinition, entities: readonly EntityDescription[]): FieldDescription {
  const level = levelEntities(entities, definition)[question.field?.level ?? 0];
  const asked = question.field && level ? fieldOfPath(entities, level, question.field.path) : null;
  const { options = [], to = [] } = asked ?? {};
  const required = question.required === true;
  return {
    ...PLAIN,
    name: question.name,
    label: question.label,
    type: TYPES[question.type] ?? 'text',
    options,
    to,
    required,
    read_only: false,
    open: false,
  };
}

interface QuestionProps {
  question: AskedQuestion;
  field: FieldDescription;
  entity: string;
  value: unknown;
  autoFocus: boolean;
  error: string | null;
  onChange: (value: unknown) => void;
}

function Question({ question, field, entity, value, autoFocus, error, onChange }: QuestionProps) {
  const { entities } = useSetup();
  const { Edit } = widgetFor(field);
  const target = entities.find(({ name }) => name === field.to[0]);
  const id = field.type === 'reference' && typeof value === 'string' ? value : null;
  const { data } = useQuery({ ...recordQuery(target?.name ?? '', id ?? ''), enabled: id !== null && !!target });
  const shown = id === null ? value : { id, title: data && target ? titleOf(target, data.record) : '…' };
  return (
    <Edit
      entity={entity}
      field={field}
      value={shown ?? null}
      onChange={onChange}
      place="form"
      autoFocus={autoFocus}
      error={error}
      required={question.required === true}
    />
  );
}
