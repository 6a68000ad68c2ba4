// The preset "Administrator" of a workspace that was made before there were pages of settings may see and change them.

import type { Patch } from '../patches.ts';
import { grantPreset } from './grant-preset.ts';

export const settingsForAdministrators: Patch = {
  name: '0001-settings-for-administrators',
  run: (tx, space) => grantPreset(tx, space, 'Administrator', ['general_settings', 'security_settings', 'mail_settings']),
};
