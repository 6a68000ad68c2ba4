// What stands above the form on a page of settings, by its noun: the slot where pages show a state or do something at once.

import { type ComponentType, lazy } from 'react';
import type { EntityDescription, RecordAnswer } from '../../client/index.ts';

export interface AboveProps {
  entity: EntityDescription;
  answer: RecordAnswer;
}

interface Above {
  readonly Part: ComponentType<AboveProps>;
  /** Actions that it offers itself. */
  readonly offers: readonly string[];
}

export const settingsAbove: Readonly<Record<string, Above>> = {
  document_server: {
    Part: lazy(() => import('./documents-elsewhere.tsx').then((module) => ({ default: module.DocumentsElsewhere }))),
    offers: ['move'],
  },
  log_settings: { Part: lazy(() => import('./log-note.tsx').then((module) => ({ default: module.LogNote }))), offers: [] },
  mail_settings: { Part: lazy(() => import('./mail-state.tsx').then((module) => ({ default: module.MailState }))), offers: ['send_test'] },
  security_settings: {
    Part: lazy(() => import('./security-links.tsx').then((module) => ({ default: module.SecurityLinks }))),
    offers: [],
  },
};
