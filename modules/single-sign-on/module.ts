// Signing in without a password: by what somebody else vouches for (OpenID Connect), and by keys of one's own devices.

import { defineModule } from '../../schema/index.ts';
import { linkedLogins, passkeys, signInProviders } from './provider.ts';

export default defineModule({ name: 'single-sign-on', needs: ['users'], entities: [signInProviders, linkedLogins, passkeys] });
