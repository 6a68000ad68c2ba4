// What a record's menu opens about rights, each fetched when it is opened.

import { lazy, Suspense } from 'react';
import type { EntityDescription, RecordValues } from '../../client/index.ts';

const Why = lazy(() => import('./why.tsx').then((module) => ({ default: module.Why })));
const EffectiveDialog = lazy(() => import('./effective.tsx').then((module) => ({ default: module.EffectiveDialog })));
const Authorization = lazy(() => import('./authorization.tsx').then((module) => ({ default: module.Authorization })));
const Administer = lazy(() => import('./administer.tsx').then((module) => ({ default: module.Administer })));
const Retire = lazy(() => import('./retire.tsx').then((module) => ({ default: module.Retire })));

export type RecordDialog = 'why' | 'effective' | 'authorization' | 'administer' | 'retire';

/** Nouns that somebody else depends on: deleting them is asked about, not only undone. */
export const ASKED_BEFORE: readonly string[] = ['permission_sets', 'roles', 'departments'];

export interface RecordDialogsProps {
  open: RecordDialog | null;
  entity: EntityDescription;
  record: RecordValues;
  title: string;
  onClose: () => void;
  onGone: () => void;
}

export function RecordDialogs({ open, entity, record, title, onClose, onGone }: RecordDialogsProps) {
  return (
    <Suspense>
      {open === 'why' && <Why entity={entity} record={record} title={title} onClose={onClose} />}
      {open === 'effective' && <EffectiveDialog user={record.id} name={title} onClose={onClose} />}
      {open === 'authorization' && <Authorization user={record.id} name={title} onClose={onClose} />}
      {open === 'administer' && <Administer user={record.id} name={title} onClose={onClose} />}
      {open === 'retire' && <Retire entity={entity} record={record} title={title} onClose={onClose} onGone={onGone} />}
    </Suspense>
  );
}
