// All fields of a record in one form. Somebody else's changes arrive under what is being typed, never over it.

import { Alert, Button } from '@mantine/core';
import i18next from 'i18next';
import { type ComponentType, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntityDescription, KontorError, type RecordAnswer, type Reference, type Values } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { plainText, titleOf } from '../fields/lookup.ts';
import { isAskedBefore, type QuestionProps } from '../form/asked-before.ts';
import { canType } from '../form/can-type.ts';
import { same, useDraft } from '../form/draft.ts';
import { useLeaveGuard } from '../form/leave-guard.tsx';
import { complaintsIn, type Problems } from '../form/problems.ts';
import { RecordForm } from '../form/record-form.tsx';
import { showError } from '../messages.ts';
import { keys, queryClient, recordQuery } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './edit-form.module.css';
import { refresh, versionOf } from './save-field.ts';

const SignQuestion = lazy(() => import('../settings/sign-question.tsx').then((module) => ({ default: module.SignQuestion })));

/** What is asked before a change of the fields that asked-before.ts names, by noun. */
const QUESTIONS: Readonly<Record<string, ComponentType<QuestionProps>>> = {
  departments: lazy(() => import('../rights/defaults-question.tsx').then((module) => ({ default: module.DefaultsQuestion }))),
  general_settings: SignQuestion,
  currencies: SignQuestion,
};

interface EditFormProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  onDone: (saved: boolean) => void;
  /** It is the page itself: nobody leaves it by saving, and what stands above says what it is. */
  stays?: boolean;
}

/** The first field that asks which value counts. */
function goToConflict() {
  const answer = document.querySelector<HTMLElement>('[data-conflict] button');
  answer?.scrollIntoView({ block: 'center' });
  answer?.focus();
}

export function EditForm({ entity, answer, onDone, stays = false }: EditFormProps) {
  const { t } = useTranslation();
  const { record } = answer;
  const draft = useDraft(entity, record);
  const [problems, setProblems] = useState<Problems>({});
  const [busy, during] = useBusy(async (error) => {
    if (error instanceof KontorError && error.status === 412) {
      // What stands there now comes under the form; fields that both changed ask which one counts.
      await queryClient.fetchQuery({ ...recordQuery(entity.name, record.id), staleTime: 0 });
      setProblems({ '': t('form.lookAgain') });
    } else {
      const found = complaintsIn(error);
      setProblems(found ?? {});
      if (!found) showError(error);
    }
  });
  const [asking, setAsking] = useState(false);
  const [began] = useState(record);
  const { guard, free } = useLeaveGuard(draft.dirty);
  const Question = QUESTIONS[entity.name];
  const conflicts = Object.keys(draft.conflicts).length;
  const changedUnder = versionOf(record) !== versionOf(began);
  const theirs = changedUnder ? changedFields(entity, began, record) : [];

  const leave = () => {
    free.current = true;
    onDone(true);
  };
  const save = async (sure = false) => {
    if (busy) return;
    const values = draft.toSend();
    if (Object.keys(values).length === 0) return stays ? undefined : leave();
    if (!sure && Object.keys(values).some((name) => isAskedBefore(entity.name, name))) return setAsking(true);
    await during(async () => {
      const version = versionOf(record);
      const saved = await client.records(entity.name).update(record.id, values, version === undefined ? {} : { version });
      queryClient.setQueryData<RecordAnswer>(
        keys.record(entity.name, record.id),
        (known) => known && { ...known, record: { ...known.record, ...saved } },
      );
      refresh(entity.name, record.id);
      leave();
    });
  };

  return (
    <div className={classes.page}>
      {!stays && <h1 className={classes.title}>{titleOf(entity, record) || entity.label}</h1>}
      {changedUnder && (theirs.length > 0 || conflicts > 0 || !stays) && (
        <Alert color={conflicts > 0 ? 'yellow' : 'blue'} variant="light" p="xs" role="status" className={classes.news}>
          {t('form.changedBy', { who: (record.updated_by as Reference | null)?.title ?? 'Kontor' })}{' '}
          {theirs.length > 0 && `${t('form.theirChanges', { fields: theirs.join(', ') })} `}
          {conflicts > 0 ? t('form.conflicts', { count: conflicts }) : t('form.noConflicts')}
          {conflicts > 0 && (
            <Button size="compact-xs" variant="light" ml={8} onClick={goToConflict}>
              {t('form.toConflict')}
            </Button>
          )}
        </Alert>
      )}
      <RecordForm entity={entity} draft={draft} problems={problems} onSubmit={() => void save()} recordId={record.id}>
        <Button type="submit" loading={busy} disabled={conflicts > 0}>
          {t('form.save')}
        </Button>
        {(!stays || draft.dirty) && (
          <Button variant="default" onClick={() => onDone(false)}>
            {t('form.cancel')}
          </Button>
        )}
      </RecordForm>
      {guard}
      {asking && Question && (
        <Suspense>
          <Question
            record={record}
            onAnswer={(sure) => {
              setAsking(false);
              if (sure) void save(true);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

/** `Source: Fair`: what somebody else has made of the record since the form was opened. */
function changedFields(entity: EntityDescription, before: Values, now: Values): string[] {
  return entity.fields
    .filter((field) => (canType(field) || field.fields) && !same(before[field.name], now[field.name]))
    .map((field) => {
      const text = field.fields ? '' : plainText(field, now[field.name]);
      return field.fields ? field.label : `${field.label}: ${text || i18next.t('record.empty')}`;
    });
}
