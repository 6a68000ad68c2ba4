// Makes a record that points here without leaving the page.

import { ActionIcon, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlus } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import { showDone } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';

const InPlaceForm = lazy(() => import('../form/in-place-form.tsx').then((module) => ({ default: module.InPlaceForm })));

export interface AddRelatedProps {
  entity: EntityDescription;
  /** The field there that points here. */
  field: FieldDescription;
  record: AnyReference;
}

export function AddRelated({ entity, field, record }: AddRelatedProps) {
  const { t } = useTranslation();
  const [open, dialog] = useDisclosure(false);
  const label = t('list.newOne', { noun: entity.label });
  const done = (made: AnyReference | null) => {
    dialog.close();
    if (!made) return;
    showDone(t('record.added', { title: made.title }));
    void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
    void queryClient.invalidateQueries({ queryKey: ['timeline'] });
  };
  return (
    <>
      <ActionIcon size={24} onClick={dialog.open} aria-label={label}>
        <IconPlus size={15} />
      </ActionIcon>
      <Modal
        opened={open}
        onClose={dialog.close}
        title={label}
        size="lg"
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
        closeOnClickOutside={false}
      >
        <Suspense>
          <InPlaceForm entity={entity} given={givenOf(field, record)} onDone={done} />
        </Suspense>
      </Modal>
    </>
  );
}

function givenOf(field: FieldDescription, record: AnyReference): Values {
  if (field.type === 'references') return { [field.name]: [{ id: record.id, title: record.title }] };
  return { [field.name]: field.type === 'any_reference' ? record : { id: record.id, title: record.title } };
}
