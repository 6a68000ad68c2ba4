// What a step can be, each with its picture.

import { IconBell, IconMail, IconPencil, IconPlus, IconWebhook, type TablerIcon } from '@tabler/icons-react';
import type { Kind } from './draft.ts';

export const KIND_ICONS: Readonly<Record<Kind, TablerIcon>> = {
  update: IconPencil,
  create: IconPlus,
  mail: IconMail,
  notify: IconBell,
  http: IconWebhook,
};
