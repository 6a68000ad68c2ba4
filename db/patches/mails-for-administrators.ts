// The preset "Administrator" of a workspace that was made before there was a log of mails may see it.

import type { Patch } from '../patches.ts';
import { grantPreset } from './grant-preset.ts';

export const mailsForAdministrators: Patch = {
  name: '0002-mails-for-administrators',
  run: (tx, space) => grantPreset(tx, space, 'Administrator', ['outgoing_mails']),
};
