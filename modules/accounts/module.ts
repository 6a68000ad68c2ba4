// Companies and their bank accounts.

import { defineModule } from '../../schema/index.ts';
import { accounts } from './account.ts';
import { demo } from './demo.ts';

export { accounts };

export default defineModule({ name: 'accounts', needs: ['users', 'demo'], entities: [accounts], demo });
