// Before a permission set, a role or a department goes: who is affected, and what they get instead (rows TT-08, CS-024, SC-22).

import { Alert, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import { problemOf } from '../form/problems.ts';
import { errorText, showDone } from '../messages.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { RecordLink } from '../shell/record-link.tsx';
import { client } from '../workspace.ts';

/** Where a record of the noun is held, as filters by noun. Archived users count, too. */
const HOLDERS: Readonly<Record<string, (id: string) => readonly (readonly [entity: string, filter: string])[]>> = {
  permission_sets: (id) => [
    ['users', `contains(permission_sets, "${id}") and status is not empty`],
    ['roles', `contains(permission_sets, "${id}")`],
    ['departments', `contains(new_user_sets, "${id}")`],
  ],
  roles: (id) => [
    ['users', `role = "${id}" and status is not empty`],
    ['roles', `parent = "${id}"`],
    ['owner_groups', `contains(roles, "${id}")`],
  ],
  departments: (id) => [
    ['users', `department = "${id}" and status is not empty`],
    ['departments', `parent = "${id}"`],
  ],
};

const NAMED = 12;

export interface RetireProps {
  entity: EntityDescription;
  record: RecordValues;
  title: string;
  onClose: () => void;
  onGone: () => void;
}

export function Retire({ entity, record, title, onClose, onGone }: RetireProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [replacement, choose] = useState<Reference | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, during] = useBusy((refusal) => setProblem(problemOf(refusal, '')));
  const asked = (HOLDERS[entity.name]?.(record.id) ?? []).filter(([name]) => entities.some((one) => one.name === name && one.can.view));
  const { data, error } = useQuery({
    queryKey: ['rights', 'holders', entity.name, record.id],
    queryFn: ({ signal }) =>
      Promise.all(
        asked.map(async ([name, filter]) => {
          const query = { filter, fields: ['id', 'name'], sort: 'name', limit: NAMED, count: 'exact' as const };
          const { records, count } = await client.records(name).list(query, { signal });
          return { name, records, count: count ?? records.length };
        }),
      ),
    staleTime: 0,
  });
  const held = data?.filter(({ count }) => count > 0) ?? [];
  const action = entity.actions.find(({ name }) => name === 'retire');
  const [field] = action?.input ?? [];
  // A department is left by its people first: there is no way past that.
  const stuck = !action && held.length > 0;

  const remove = () =>
    during(async () => {
      if (action) await client.records(entity.name).act(record.id, 'retire', replacement ? { replacement: replacement.id } : {});
      else await client.records(entity.name).delete(record.id);
      queryClient.removeQueries({ queryKey: keys.record(entity.name, record.id) });
      for (const name of [entity.name, ...asked.map(([one]) => one)]) void queryClient.invalidateQueries({ queryKey: keys.entity(name) });
      showDone(t('record.deleted', { title }));
      onGone();
    });

  return (
    <Modal opened onClose={onClose} title={t('rights.deleteTitle', { title })} closeButtonProps={{ 'aria-label': t('form.cancel') }}>
      <Stack gap="sm">
        {(problem || error) && (
          <Alert color="red" role="alert">
            {problem ?? errorText(error)}
          </Alert>
        )}
        {!data && !error && <Skeleton height={60} />}
        {data && held.length === 0 && <Text size="sm">{t('rights.heldByNobody')}</Text>}
        {held.map(({ name, records, count }) => (
          <Text key={name} size="sm">
            {entities.find((one) => one.name === name)?.plural} ({count}):{' '}
            {records.map((one, i) => (
              <span key={one.id}>
                {i > 0 && ', '}
                <RecordLink entity={name} id={one.id}>
                  {String(one.name)}
                </RecordLink>
              </span>
            ))}
            {count > records.length && ` … ${t('rights.andMore', { count: count - records.length })}`}
          </Text>
        ))}
        {stuck && <Alert color="gray">{t('rights.moveFirst')}</Alert>}
        {field && held.length > 0 && (
          <>
            <ReferencePicker
              entity={entity.name}
              field={field}
              value={replacement}
              onChange={(next) => choose(next)}
              place="form"
              required={false}
            />
            {!replacement && (
              <Text size="xs" c="dimmed">
                {t('rights.withoutReplacement')}
              </Text>
            )}
          </>
        )}
        <DialogButtons onCancel={onClose} color="red" loading={busy} disabled={!data || stuck} onClick={() => void remove()}>
          {t('record.delete')}
        </DialogButtons>
      </Stack>
    </Modal>
  );
}
