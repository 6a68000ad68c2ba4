// Before an erasure: what goes, what stays and why; the name is typed, because nothing brings it back.

import { Alert, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntityDescription, KontorError } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { followJob } from '../follow-job.tsx';
import { errorText, showError } from '../messages.ts';
import { keys, queryClient, useSetup } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { client } from '../workspace.ts';
import { ERASE } from './action.ts';
import classes from './personal.module.css';

interface Counted {
  readonly entity: string;
  readonly count: number;
}

interface Preview {
  readonly title: string;
  readonly hold: boolean;
  readonly people: readonly (Counted & { readonly fields: readonly string[] })[];
  readonly emptied: readonly Counted[];
  readonly deleted: readonly Counted[];
  readonly kept: readonly (Counted & { readonly why: 'hold' | 'business' })[];
}

export function EraseDialog({ entity, id, onClose }: { entity: EntityDescription; id: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: [...keys.record(entity.name, id), 'erasure'],
    queryFn: ({ signal }) => client.service<Preview>('erasure_preview', { entity: entity.name, id }, { signal }),
    retry: false,
    gcTime: 0,
  });
  const isConverted = error instanceof KontorError && error.code === 'converted';
  return (
    <Modal opened onClose={onClose} title={t('privacy.eraseTitle')} size="lg" closeButtonProps={{ 'aria-label': t('form.cancel') }}>
      {error && <Alert color="red">{isConverted ? t('privacy.converted') : errorText(error)}</Alert>}
      {!data && !error && <Skeleton height={220} />}
      {data && <Confirm entity={entity} id={id} preview={data} onClose={onClose} />}
    </Modal>
  );
}

function Confirm({ entity, id, preview, onClose }: { entity: EntityDescription; id: string; preview: Preview; onClose: () => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const [busy, during] = useBusy();
  const erase = () =>
    during(async () => {
      const { result } = await client.records(entity.name).act<{ result: { job: string } }>(id, ERASE, { confirm: typed });
      onClose();
      followJob(result.job, t('privacy.erasing'))
        .then(() => queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) }))
        .catch(showError);
    });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void erase();
      }}
    >
      <Stack gap="sm">
        <Alert color="red" icon={<IconAlertTriangle size={18} />}>
          {t('privacy.forGood')}
        </Alert>
        {preview.hold && <Alert color="yellow">{t('privacy.hold')}</Alert>}
        <Plan preview={preview} />
        <Text size="sm" c="dimmed">
          {t('privacy.everywhere')}
        </Text>
        <TextInput
          label={t('privacy.confirm', { name: preview.title })}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <DialogButtons onCancel={onClose} type="submit" color="red" loading={busy} disabled={typed.trim() !== preview.title}>
          {t('privacy.doErase')}
        </DialogButtons>
      </Stack>
    </form>
  );
}

function Plan({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const nounOf = (name: string) => entities.find((one) => one.name === name);
  const say = ({ entity, count }: Counted) => `${nounOf(entity)?.plural ?? entity}: ${count}`;
  const fieldsOf = (entity: string, names: readonly string[]) =>
    names.flatMap((name) => nounOf(entity)?.fields.find((field) => field.name === name)?.label ?? []).join(', ');
  const parts = [
    {
      label: t('privacy.anonymised'),
      lines: preview.people.map((one) => `${say(one)}. ${t('privacy.fields', { names: fieldsOf(one.entity, one.fields) })}`),
    },
    { label: t('privacy.emptied'), lines: preview.emptied.map(say) },
    { label: t('privacy.deleted'), lines: preview.deleted.map(say) },
    {
      label: t('privacy.kept'),
      lines: preview.kept.map((one) => `${say(one)} (${t(one.why === 'hold' ? 'privacy.keptHold' : 'privacy.keptBusiness')})`),
    },
  ];
  return parts
    .filter(({ lines }) => lines.length > 0)
    .map(({ label, lines }) => (
      <div key={label}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <ul className={classes.list}>
          {lines.map((line) => (
            <li key={line}>{line}</li>
          ))}
        </ul>
      </div>
    ));
}
