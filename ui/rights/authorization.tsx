// The authorisation of a user: permission sets, individual rights in groups, field rights, and how far he passes rights on
// (rows SC-09 to SC-14).

import { Alert, Button, Checkbox, Group, Modal, Skeleton, Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldLine, RecordValues, Reference } from '../../client/index.ts';
import { ReferencesPicker } from '../fields/reference-picker.tsx';
import { rowsToWire } from '../form/lines-wire.ts';
import { problemsIn } from '../form/problems.ts';
import { showDone, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity, useRecord } from '../queries.ts';
import { client } from '../workspace.ts';
import { useCatalogue } from './catalogue.ts';
import { FieldRights } from './field-rights.tsx';
import type { Lines } from './lines.ts';
import classes from './rights.module.css';
import { RightsEditor } from './rights-editor.tsx';

export function Authorization({ user, name, onClose }: { user: string; name: string; onClose: () => void }) {
  const { t } = useTranslation();
  const noun = useEntity('users');
  const { data } = useRecord('users', user);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('rights.authorizationOf', { name })}
      size={900}
      closeOnClickOutside={false}
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
    >
      {noun && data ? <AuthorizationForm noun={noun} record={data.record} onClose={onClose} /> : <Skeleton height={300} />}
    </Modal>
  );
}

interface AuthorizationFormProps {
  noun: EntityDescription;
  record: RecordValues;
  onClose: () => void;
}

function AuthorizationForm({ noun, record, onClose }: AuthorizationFormProps) {
  const { t } = useTranslation();
  const { catalogue } = useCatalogue();
  const setsField = fieldOf(noun, 'permission_sets');
  const [sets, setSets] = useState((record.permission_sets ?? []) as readonly Reference[]);
  const [grants, setGrants] = useState((record.grants ?? []) as Lines);
  const [cuts, setCuts] = useState((record.field_rights ?? []) as readonly FieldLine[]);
  const [bound, setBound] = useState(record.own_rights_only === true);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState(false);

  const save = async () => {
    setBusy(true);
    setProblems([]);
    const rows = (name: string, lines: unknown) => {
      const field = fieldOf(noun, name);
      return field ? { [name]: rowsToWire(field, lines) } : {};
    };
    try {
      await client.records('users').update(
        record.id,
        {
          permission_sets: sets.map(({ id }) => id),
          own_rights_only: bound,
          ...rows('grants', grants),
          ...rows('field_rights', cuts),
        },
        typeof record.version === 'number' ? { version: record.version } : {},
      );
      showDone(t('rights.saved'));
      await queryClient.invalidateQueries({ queryKey: ['rights'] });
      onClose();
    } catch (error) {
      const found = problemsIn(error);
      if (found) setProblems([...new Set(Object.values(found))]);
      else showError(error);
      setBusy(false);
    } finally {
      void queryClient.invalidateQueries({ queryKey: keys.record('users', record.id) });
      void queryClient.invalidateQueries({ queryKey: keys.entity('users') });
    }
  };

  return (
    <div className={classes.editor}>
      {problems.length > 0 && (
        <Alert color="red" role="alert">
          {problems.map((text) => (
            <div key={text}>{text}</div>
          ))}
        </Alert>
      )}
      {setsField && (
        <ReferencesPicker
          entity="users"
          field={setsField}
          value={[...sets]}
          onChange={(next) => setSets((next ?? []) as readonly Reference[])}
          place="form"
          required={false}
        />
      )}
      <Checkbox
        label={fieldOf(noun, 'own_rights_only')?.label}
        description={t('rights.boundUser')}
        checked={bound}
        disabled={catalogue?.bound === true && bound}
        onChange={(event) => setBound(event.currentTarget.checked)}
      />
      <Tabs defaultValue="rights" keepMounted={false}>
        <Tabs.List mb="sm">
          <Tabs.Tab value="rights">{fieldOf(noun, 'grants')?.label}</Tabs.Tab>
          <Tabs.Tab value="fields">{fieldOf(noun, 'field_rights')?.label}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="rights">
          <RightsEditor lines={grants} onChange={setGrants} start="groups" />
        </Tabs.Panel>
        <Tabs.Panel value="fields">{catalogue && <FieldRights catalogue={catalogue} lines={cuts} onChange={setCuts} />}</Tabs.Panel>
      </Tabs>
      <Group justify="flex-end" gap="xs" className={classes.foot}>
        <Button variant="default" onClick={onClose}>
          {t('form.cancel')}
        </Button>
        <Button onClick={() => void save()} loading={busy}>
          {t('form.save')}
        </Button>
      </Group>
    </div>
  );
}
