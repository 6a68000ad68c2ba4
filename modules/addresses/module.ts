// Addresses: rules of who may sign in from where, and the list of those that are banned for a while.

import { defineModule } from '../../schema/index.ts';
import { addressRanges } from './address-range.ts';
import { bans } from './ban.ts';

export default defineModule({ name: 'addresses', needs: ['users'], entities: [addressRanges, bans] });
