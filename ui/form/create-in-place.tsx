// Makes the record that a reference is to point to without leaving the form: the same form, in a dialog.

import { Modal } from '@mantine/core';
import { lazy, type ReactNode, Suspense, useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, Values } from '../../client/index.ts';
import { CreateInPlaceContext } from '../fields/choices-query.ts';
import { useSetup } from '../queries.ts';

const InPlaceForm = lazy(() => import('./in-place-form.tsx').then((module) => ({ default: module.InPlaceForm })));

interface Asked {
  readonly entity: EntityDescription;
  readonly values: Values;
  answer(made: AnyReference | null): void;
}

export function CreateInPlace({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [asked, setAsked] = useState<Asked | null>(null);

  const create = useCallback(
    (name: string, title: string) =>
      new Promise<AnyReference | null>((resolve) => {
        const entity = entities.find((candidate) => candidate.name === name);
        if (!entity) return resolve(null);
        setAsked({ entity, values: fromTitle(entity, title), answer: resolve });
      }),
    [entities],
  );
  const close = (made: AnyReference | null) => {
    asked?.answer(made);
    setAsked(null);
  };

  return (
    <CreateInPlaceContext value={create}>
      {children}
      <Modal
        opened={asked !== null}
        onClose={() => close(null)}
        title={asked ? t('list.newOne', { noun: asked.entity.label }) : ''}
        size="lg"
        closeButtonProps={{ 'aria-label': t('form.cancel') }}
        closeOnClickOutside={false}
      >
        {asked && (
          <Suspense>
            <InPlaceForm entity={asked.entity} given={asked.values} onDone={close} />
          </Suspense>
        )}
      </Modal>
    </CreateInPlaceContext>
  );
}

/** What was typed into the search becomes the name; for people the last word is the last name. */
function fromTitle(entity: EntityDescription, title: string): Values {
  const names = entity.title.filter((name) => entity.fields.some((field) => field.name === name && field.type === 'text'));
  const [first, last] = [names[0], names.at(-1)];
  if (!first || !last) return {};
  const words = title.trim().split(/\s+/);
  if (first === last || words.length === 1) return { [last]: title.trim() };
  return { [first]: words.slice(0, -1).join(' '), [last]: words.at(-1) };
}
