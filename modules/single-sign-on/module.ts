// Signing in by what somebody else vouches for: OpenID Connect.

import { defineModule } from '../../schema/index.ts';
import { linkedLogins, signInProviders } from './provider.ts';

export default defineModule({ name: 'single-sign-on', needs: ['users'], entities: [signInProviders, linkedLogins] });
