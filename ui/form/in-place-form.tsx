// The form inside the dialog that makes a record in place.

import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, Values } from '../../client/index.ts';
import { titleOf } from '../fields/lookup.ts';
import { useNewRecord } from './new-record.ts';
import { RecordForm } from './record-form.tsx';

export function InPlaceForm({
  entity,
  given,
  onDone,
}: {
  entity: EntityDescription;
  given: Values;
  onDone: (made: AnyReference | null) => void;
}) {
  const { t } = useTranslation();
  const { draft, problems, busy, save } = useNewRecord(entity, given);
  const submit = async () => {
    const made = await save();
    if (made) onDone({ entity: entity.name, id: made.id, title: titleOf(entity, made) || made.id });
  };
  return (
    <RecordForm entity={entity} draft={draft} problems={problems} onSubmit={() => void submit()} plain>
      <Button type="submit" loading={busy}>
        {t('form.create')}
      </Button>
      <Button variant="default" onClick={() => onDone(null)}>
        {t('form.cancel')}
      </Button>
    </RecordForm>
  );
}
