// The preset "Administrator" of an older workspace may see the log of sign-ins and keep addresses.

import type { Patch } from '../patches.ts';
import { grantPreset } from './grant-preset.ts';

export const securityForAdministrators: Patch = {
  name: '0194-security-for-administrators',
  run: (tx, space) => grantPreset(tx, space, 'Administrator', ['sign_ins', 'bans', 'address_ranges']),
};
