// When to come back to this record, and why.

import { Button, Group } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../../client/index.ts';
import { widgetFor } from '../../fields/lookup.ts';
import { showDone } from '../../messages.ts';
import { saveField } from '../save-field.ts';
import classes from './timeline.module.css';

export function NextAction({ entity, field, record }: { entity: EntityDescription; field: FieldDescription; record: RecordValues }) {
  const { t } = useTranslation();
  const [value, setValue] = useState<unknown>(record[field.name] ?? null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { Edit } = widgetFor(field);
  const save = async () => {
    setBusy(true);
    const refused = await saveField(entity, record, field, value);
    setBusy(false);
    setProblem(refused?.message ?? null);
    if (!refused) showDone(t('timeline.planned'));
  };
  return (
    <form
      noValidate
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <Edit entity={entity.name} field={field} value={value} onChange={setValue} place="form" error={problem} recordId={record.id} />
      <Group align="end">
        <Button type="submit" size="compact-sm" loading={busy}>
          {t('timeline.plan')}
        </Button>
      </Group>
    </form>
  );
}
