// A new record: the form, what the address presets, and "create and add another".

import { Button, Skeleton } from '@mantine/core';
import { useNavigate, useParams, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../client/index.ts';
import { titleOf } from '../fields/lookup.ts';
import { useLeaveGuard } from '../form/leave-guard.tsx';
import { useNewRecord } from '../form/new-record.ts';
import { type Search, usePrefill } from '../form/prefill.ts';
import { RecordForm } from '../form/record-form.tsx';
import { showRefusal } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import classes from './new-record.module.css';

export function NewRecordScreen() {
  const { entity: name } = useParams({ from: '/$entity/new' });
  const entity = useEntity(name);
  const search: Search = useSearch({ from: '/$entity/new' });
  if (!entity?.can.create) return <PageMissing />;
  return <Prefilled key={name} entity={entity} search={search} />;
}

function Prefilled({ entity, search }: { entity: EntityDescription; search: Search }) {
  const { t } = useTranslation();
  const given = usePrefill(entity, search);
  // Another one is another form: nothing of the first may remain.
  const [round, setRound] = useState(0);
  return (
    <>
      <PageHead title={t('list.newOne', { noun: entity.label })} />
      <div className={classes.page}>
        {given ? (
          <NewForm key={round} entity={entity} given={given} onAnother={() => setRound((was) => was + 1)} />
        ) : (
          <Skeleton height={240} radius="md" />
        )}
      </div>
    </>
  );
}

function NewForm({ entity, given, onAnother }: { entity: EntityDescription; given: Values; onAnother: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const router = useRouter();
  const { draft, problems, busy, save } = useNewRecord(entity, given);
  const { guard, free } = useLeaveGuard(draft.dirty);

  const create = async (another: boolean) => {
    const made = await save();
    if (!made) return;
    free.current = true;
    const page = `/${entity.name}/${made.id}`;
    showWithUndo(`created-${made.id}`, t('form.created', { title: titleOf(entity, made) || entity.label }), async () => {
      if (!(await undoNewest(entity.name, made.id, 'create'))) return;
      void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
      // Who still looks at what is gone now is led to where it would have been.
      if (router.state.location.pathname === page) await navigate({ to: '/$entity', params: { entity: entity.name }, replace: true });
      queryClient.removeQueries({ queryKey: keys.record(entity.name, made.id) });
    });
    if (entity.name === 'users') tellWelcome(entity, made);
    if (another) onAnother();
    else await navigate({ to: '/$entity/$id', params: { entity: entity.name, id: made.id }, replace: true });
  };

  return (
    <>
      <RecordForm entity={entity} draft={draft} problems={problems} onSubmit={() => void create(false)}>
        <Button type="submit" loading={busy}>
          {t('form.create')}
        </Button>
        <Button variant="default" disabled={busy} onClick={() => void create(true)}>
          {t('form.createAnother')}
        </Button>
        <Button
          variant="subtle"
          color="gray"
          onClick={() => {
            if (router.history.canGoBack()) router.history.back();
            else void navigate({ to: '/$entity', params: { entity: entity.name } });
          }}
        >
          {t('form.cancel')}
        </Button>
      </RecordForm>
      {guard}
    </>
  );
}

/** The user is there; that nothing was mailed must be known, or a colleague waits for it (row TT-03). */
function tellWelcome(entity: EntityDescription, made: Values): void {
  const field = entity.fields.find(({ name }) => name === 'welcome_mail');
  const option = field?.options.find(({ value }) => value === made.welcome_mail);
  if (field && option && option.value !== 'sent') showRefusal(field.label, option.label);
}
