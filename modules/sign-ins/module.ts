// The log of sign-ins: every one that went well, and every one that was refused with its reason.

import { defineModule } from '../../schema/index.ts';
import { signIns } from './sign-in.ts';

export default defineModule({ name: 'sign-ins', needs: ['users'], entities: [signIns] });
