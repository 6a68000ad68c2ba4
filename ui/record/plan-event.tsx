// A tool of a record's menu: plans an event about it, without leaving the page (row CS-095).

import { Modal } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordValues, Values } from '../../client/index.ts';
import { showDone } from '../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';

const InPlaceForm = lazy(() => import('../form/in-place-form.tsx').then((module) => ({ default: module.InPlaceForm })));

/** The noun of events, where records of this one can have any and the reader may make them. */
export function useEventNoun(entity: EntityDescription): EntityDescription | undefined {
  const { entities } = useSetup();
  const events = entities.find(({ name, can }) => name === 'activities' && can.create);
  return events && entity.name !== events.name && pointerTo(events, entity.name) ? events : undefined;
}

interface PlanEventProps {
  events: EntityDescription;
  entity: EntityDescription;
  record: RecordValues;
  title: string;
  onClose: () => void;
}

export function PlanEvent({ events, entity, record, title, onClose }: PlanEventProps) {
  const { t } = useTranslation();
  const done = (made: AnyReference | null) => {
    onClose();
    if (!made) return;
    showDone(t('record.added', { title: made.title }));
    void queryClient.invalidateQueries({ queryKey: keys.entity(events.name) });
    void queryClient.invalidateQueries({ queryKey: ['timeline'] });
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('record.planEvent')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('form.cancel') }}
      closeOnClickOutside={false}
    >
      <Suspense>
        <InPlaceForm entity={events} given={givenOf(events, entity, record, title)} onDone={done} />
      </Suspense>
    </Modal>
  );
}

/** Its own field before the one for anything. */
function pointerTo(events: EntityDescription, name: string) {
  const fields = events.fields.filter((field) => !field.read_only && field.to.includes(name) && field.name !== 'series');
  return fields.find(({ type }) => type === 'reference') ?? fields.find(({ type }) => type === 'any_reference');
}

function givenOf(events: EntityDescription, entity: EntityDescription, record: RecordValues, title: string): Values {
  const field = pointerTo(events, entity.name);
  const here = { id: record.id, title };
  const own = field ? { [field.name]: field.type === 'any_reference' ? { ...here, entity: entity.name } : here } : {};
  // The company of the person or the deal.
  const company = fieldOf(events, 'account') && fieldOf(entity, 'account') && record.account ? { account: record.account } : {};
  return { kind: 'event', ...company, ...own };
}
