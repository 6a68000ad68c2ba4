// The preset "Administrator" of an older workspace may look up faults of the server.

import type { Patch } from '../patches.ts';
import { grantPreset } from './grant-preset.ts';

export const faultsForAdministrators: Patch = {
  name: '0225-faults-for-administrators',
  run: (tx, space) => grantPreset(tx, space, 'Administrator', ['faults']),
};
