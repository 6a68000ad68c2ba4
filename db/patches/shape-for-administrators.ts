// The preset "Administrator" of an older workspace decides which modules and languages there are, and what they are called.

import type { Patch } from '../patches.ts';
import { grantPreset } from './grant-preset.ts';

export const shapeForAdministrators: Patch = {
  name: '0267-shape-for-administrators',
  run: (tx, space) => grantPreset(tx, space, 'Administrator', ['module_settings', 'translations']),
};
