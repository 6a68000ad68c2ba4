// The preset "Administrator" of an older workspace may see who read what is sensitive.

import type { Patch } from '../patches.ts';
import { grantPreset } from './grant-preset.ts';

export const readingsForAdministrators: Patch = {
  name: '0223-readings-for-administrators',
  run: (tx, space) => grantPreset(tx, space, 'Administrator', ['record_reads']),
};
