// The preset "Administrator" of an older workspace decides how long logs are kept, and sees when they were cleared.

import type { Patch } from '../patches.ts';
import { grantPreset } from './grant-preset.ts';

export const logsForAdministrators: Patch = {
  name: '0265-logs-for-administrators',
  run: (tx, space) => grantPreset(tx, space, 'Administrator', ['log_settings', 'log_clearings']),
};
