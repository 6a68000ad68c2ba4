// The editor of a view (row CS-057): basics and related nouns, fields, conditions, figures.

import { Alert, Button, Group, Modal, Tabs } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { BasicTab } from './editor-basic.tsx';
import { ConditionsTab } from './editor-conditions.tsx';
import { FieldsTab } from './editor-fields.tsx';
import { FiguresTab } from './editor-figures.tsx';
import { problemOf } from './problem.ts';
import type { Draft } from './save.ts';
import type { Views } from './use-views.ts';
import classes from './views.module.css';

export interface ViewEditorProps {
  readonly entity: EntityDescription;
  readonly title: string;
  readonly draft: Draft;
  readonly can: Views['can'];
  readonly onSave: (draft: Draft) => Promise<void>;
  readonly onClose: () => void;
}

export interface TabProps {
  readonly entity: EntityDescription;
  readonly draft: Draft;
  readonly set: (change: Partial<Draft>) => void;
}

export function ViewEditor({ entity, title, draft: start, can, onSave, onClose }: ViewEditorProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(start);
  const [tab, setTab] = useState<string | null>('basic');
  const [error, setError] = useState<string | null>(null);
  const [nameError, setNameError] = useState(false);
  const [busy, during] = useBusy((cause) => setError(problemOf(cause)));
  const set = (change: Partial<Draft>) => {
    setDraft((was) => ({ ...was, ...change }));
    setError(null);
    if (change.name) setNameError(false);
  };
  const save = async () => {
    if (draft.name.trim() === '') {
      setNameError(true);
      setTab('basic');
      return;
    }
    await during(async () => {
      await onSave({ ...draft, name: draft.name.trim() });
    });
  };
  const parts = { entity, draft, set };
  return (
    <Modal opened onClose={onClose} title={title} size={860} closeOnClickOutside={false}>
      <Tabs value={tab} onChange={setTab} keepMounted={false}>
        <Tabs.List mb="md">
          <Tabs.Tab value="basic">{t('views.tab.basic')}</Tabs.Tab>
          <Tabs.Tab value="fields">{t('views.tab.fields')}</Tabs.Tab>
          <Tabs.Tab value="conditions">{t('views.tab.conditions')}</Tabs.Tab>
          <Tabs.Tab value="figures">{t('views.tab.figures')}</Tabs.Tab>
        </Tabs.List>
        <div className={classes.editor}>
          <Tabs.Panel value="basic">
            <BasicTab {...parts} can={can} nameError={nameError} />
          </Tabs.Panel>
          <Tabs.Panel value="fields">
            <FieldsTab {...parts} />
          </Tabs.Panel>
          <Tabs.Panel value="conditions">
            <ConditionsTab {...parts} />
          </Tabs.Panel>
          <Tabs.Panel value="figures">
            <FiguresTab {...parts} />
          </Tabs.Panel>
        </div>
      </Tabs>
      {error && (
        <Alert color="red" mt="sm" role="alert">
          {error}
        </Alert>
      )}
      <Group justify="flex-end" mt="md">
        <Button variant="default" onClick={onClose}>
          {t('views.cancel')}
        </Button>
        <Button loading={busy} onClick={() => void save()}>
          {t('views.save')}
        </Button>
      </Group>
    </Modal>
  );
}
