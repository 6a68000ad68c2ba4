// The form that asks for what a contact lacks, and saves it to the contact. Nobody is held up: it can be left for another time.

import { Button, Modal, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, titleOf } from '../fields/lookup.ts';
import { useDraft } from '../form/draft.ts';
import { RecordForm } from '../form/record-form.tsx';
import { useSubmission } from '../form/submission.ts';
import { showDone } from '../messages.ts';
import { keys, queryClient, recordQuery, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';
import { stopAsking } from './ask.ts';

const query = { fields: ['field'], sort: 'position,field', limit: 40 };

export function AskForMissing({ contact }: { contact: string }) {
  const entity = useEntity('contacts');
  const questions = useQuery({
    queryKey: keys.list('contact_questions', query),
    queryFn: ({ signal }) => client.records('contact_questions').list(query, { signal }),
  });
  const wanted = questions.data?.records.map(({ field }) => String(field));
  const record = useQuery({ ...recordQuery('contacts', contact), enabled: !!wanted && wanted.length > 0 });
  const missing =
    wanted &&
    (wanted.length === 0
      ? []
      : record.data &&
        wanted.filter((name) => {
          const field = entity?.fields.find((candidate) => candidate.name === name);
          return field && !field.read_only && !field.formula && isEmpty(record.data.record[name]);
        }));
  // What is there already is asked, also when it could not be read anew.
  const failed = questions.isLoadingError || record.isLoadingError;
  const nothing = !entity || failed || missing?.length === 0 || record.data?.can.update === false;
  useEffect(() => {
    if (nothing) stopAsking();
  }, [nothing]);
  if (nothing || !missing || !record.data) return null;
  return <MissingForm entity={entity} record={record.data.record} missing={missing} />;
}

function MissingForm({ entity, record, missing }: { entity: EntityDescription; record: RecordValues; missing: readonly string[] }) {
  const { t } = useTranslation();
  const draft = useDraft(entity, record);
  // What has been filled in stays in the form until it is saved.
  const [only] = useState(missing);
  const { problems, busy, during } = useSubmission();
  const title = titleOf(entity, record);

  const save = () =>
    during(async () => {
      await client.records(entity.name).update(record.id, draft.toSend());
      for (const queryKey of [keys.record(entity.name, record.id), keys.entity(entity.name)])
        void queryClient.invalidateQueries({ queryKey });
      showDone(t('completion.saved', { title }));
      stopAsking();
    });
  return (
    <Modal opened onClose={stopAsking} title={t('completion.title', { title })} closeButtonProps={{ 'aria-label': t('filter.close') }}>
      <Text size="sm" c="dimmed" mb="sm">
        {t('completion.hint')}
      </Text>
      <RecordForm entity={entity} draft={draft} problems={problems} onSubmit={() => void save()} recordId={record.id} only={only} plain>
        <Button type="submit" loading={busy} disabled={!draft.dirty}>
          {t('completion.save')}
        </Button>
        <Button variant="default" onClick={stopAsking}>
          {t('completion.later')}
        </Button>
      </RecordForm>
    </Modal>
  );
}
