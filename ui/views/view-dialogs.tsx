// Dialogs of the tabs: a name for a copy, the whole editor for a new or changed view.

import { Modal, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { forgetWidths } from '../list/columns.ts';
import { useSetup } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import type { ListState } from './list-state.ts';
import { problemOf } from './problem.ts';
import { asShown, type Draft, saveView } from './save.ts';
import { readableView } from './view.ts';
import { ViewEditor } from './view-editor.tsx';
import type { Dialog } from './view-tabs.tsx';

export interface ViewDialogsProps {
  readonly entity: EntityDescription;
  readonly state: ListState;
  readonly dialog: Dialog;
  readonly widths: Readonly<Record<string, number>>;
  readonly onClose: () => void;
}

export function ViewDialogs({ entity, state, dialog, widths, onClose }: ViewDialogsProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { view } = dialog;
  const readable = readableView(view, entities, entity).view;
  const opened = (id: string) => {
    onClose();
    state.open(id);
  };
  // Copies are one's own: who shares them says so anew.
  const own = (draft: Draft, name: string): Draft => ({ ...draft, name, shared: 'private', unit: null, group: null });

  if (dialog.do === 'new' || dialog.do === 'edit') {
    const draft: Draft = dialog.do === 'new' ? own({ ...readable, columns: entity.list.columns, sort: entity.list.sort }, '') : readable;
    return (
      <ViewEditor
        entity={entity}
        title={t(dialog.do === 'new' ? 'views.new' : 'views.editTitle', { name: view.name })}
        draft={draft}
        can={state.views.can}
        onClose={onClose}
        onSave={async (next) => {
          const saved = await saveView(entity, next, dialog.do === 'edit' ? view.id : undefined);
          opened(saved.id);
        }}
      />
    );
  }
  const save = async (name: string) => {
    if (dialog.do === 'rename') {
      await saveView(entity, { ...view, name }, view.id);
      onClose();
      return;
    }
    const shown = dialog.do === 'saveAs' ? asShown(state, widths) : readable;
    const saved = await saveView(entity, own(shown, name));
    if (dialog.do === 'saveAs') forgetWidths(view.id);
    opened(saved.id);
  };
  const start = dialog.do === 'rename' ? view.name : dialog.do === 'copy' ? t('views.copyOf', { name: view.name }) : '';
  return <NameDialog title={titleOf(dialog, t)} start={start} onSave={save} onClose={onClose} />;
}

function titleOf({ do: what, view }: Dialog, t: (key: string, words?: Record<string, string>) => string): string {
  if (what === 'rename') return t('views.renameTitle', { name: view.name });
  return what === 'copy' ? t('views.copyTitle', { name: view.name }) : t('views.saveAsTitle');
}

interface NameDialogProps {
  readonly title: string;
  readonly start: string;
  readonly onSave: (name: string) => Promise<void>;
  readonly onClose: () => void;
}

function NameDialog({ title, start, onSave, onClose }: NameDialogProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(start);
  const [error, setError] = useState<string | null>(null);
  const [busy, during] = useBusy((cause) => setError(problemOf(cause)));
  const save = async () => {
    if (name.trim() === '') {
      setError(t('views.nameNeeded'));
      return;
    }
    await during(async () => {
      await onSave(name.trim());
    });
  };
  return (
    <Modal opened onClose={onClose} title={title} size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Stack>
          <TextInput
            label={t('views.name')}
            value={name}
            onChange={(event) => {
              setName(event.currentTarget.value);
              setError(null);
            }}
            maxLength={120}
            error={error}
            data-autofocus
          />
          <DialogButtons onCancel={onClose} type="submit" loading={busy}>
            {t('views.save')}
          </DialogButtons>
        </Stack>
      </form>
    </Modal>
  );
}
