// Small dialogs of a dashboard: its name, with whom it is shared, and whether it is to go.

import { Button, Modal, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError, type Reference } from '../../client/index.ts';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import { errorText, showError } from '../messages.ts';
import { fieldOf, useEntity } from '../queries.ts';
import { deleteRecord } from '../record/delete-record.tsx';
import classes from './dashboard.module.css';
import { changeDashboard } from './data.ts';
import type { Dashboard } from './model.ts';

interface DialogProps {
  readonly dashboard: Dashboard;
  readonly onClose: () => void;
}

function Dialog({
  title,
  children,
  onClose,
  onSave,
  save,
  color,
}: {
  title: string;
  children: ReactNode;
  onClose: () => void;
  onSave: () => Promise<void>;
  save: string;
  color?: string;
}) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const submit = async () => {
    setBusy(true);
    await onSave();
    setBusy(false);
  };
  return (
    <Modal opened onClose={onClose} title={title} closeButtonProps={{ 'aria-label': t('dashboard.close') }}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {children}
        <div className={classes.buttons}>
          <Button variant="default" onClick={onClose}>
            {t('form.cancel')}
          </Button>
          <Button type="submit" loading={busy} {...(color ? { color } : {})}>
            {save}
          </Button>
        </div>
      </form>
    </Modal>
  );
}

export function RenameDialog({ dashboard, onClose }: DialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(dashboard.name);
  const [problem, setProblem] = useState('');
  const save = async () => {
    try {
      await changeDashboard(dashboard.id, { name });
      onClose();
    } catch (error) {
      setProblem(errorText(error));
    }
  };
  return (
    <Dialog title={t('dashboard.rename')} onClose={onClose} onSave={save} save={t('dashboard.save')}>
      <TextInput
        label={t('dashboard.name')}
        value={name}
        maxLength={120}
        error={problem || undefined}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value)}
      />
    </Dialog>
  );
}

export function ShareDialog({ dashboard, onClose }: DialogProps) {
  const { t } = useTranslation();
  const entity = useEntity('dashboards');
  const shared = entity && fieldOf(entity, 'shared');
  const unitField = entity && fieldOf(entity, 'shared_unit');
  const groupField = entity && fieldOf(entity, 'shared_group');
  const [how, setHow] = useState<string>(dashboard.shared);
  const [unit, setUnit] = useState<Reference | null>(null);
  const [group, setGroup] = useState<Reference | null>(null);
  const [problem, setProblem] = useState('');
  const save = async () => {
    try {
      await changeDashboard(dashboard.id, {
        shared: how,
        shared_unit: how === 'unit' ? (unit?.id ?? null) : null,
        shared_group: how === 'group' ? (group?.id ?? null) : null,
      });
      onClose();
    } catch (error) {
      if (error instanceof KontorError && error.errors.length > 0) setProblem(errorText(error));
      else showError(error);
    }
  };
  return (
    <Dialog title={t('dashboard.share')} onClose={onClose} onSave={save} save={t('dashboard.save')}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {t('dashboard.shareHint')}
        </Text>
        <Radio.Group value={how} onChange={setHow} aria-label={t('dashboard.share')} error={problem || undefined}>
          <Stack gap={8}>
            {shared?.options.map(({ value, label }) => (
              <Radio key={value} value={value} label={label} />
            ))}
          </Stack>
        </Radio.Group>
        {how === 'unit' && unitField && (
          <ReferencePicker entity="dashboards" field={unitField} value={unit} onChange={setUnit} place="form" required />
        )}
        {how === 'group' && groupField && (
          <ReferencePicker entity="dashboards" field={groupField} value={group} onChange={setGroup} place="form" required />
        )}
      </Stack>
    </Dialog>
  );
}

export function DeleteDialog({ dashboard, onClose }: DialogProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const entity = useEntity('dashboards');
  const remove = async () => {
    if (!entity) return;
    try {
      await deleteRecord(entity, dashboard.id, dashboard.name);
      onClose();
      await navigate({ to: '/' });
    } catch (error) {
      showError(error);
    }
  };
  return (
    <Dialog title={t('dashboard.delete')} onClose={onClose} onSave={remove} save={t('dashboard.delete')} color="red">
      <Text size="sm">
        {t(dashboard.shared === 'private' ? 'dashboard.deleteOwn' : 'dashboard.deleteShared', { name: dashboard.name })}
      </Text>
    </Dialog>
  );
}
