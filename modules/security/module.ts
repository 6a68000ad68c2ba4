// The rules of signing in.

import { defineModule } from '../../schema/index.ts';
import { mailForgotten } from './forgotten.ts';
import { securitySettings } from './security-settings.ts';

export { securitySettings };

export default defineModule({
  name: 'security',
  needs: ['general'],
  entities: [securitySettings],
  jobs: { forgotten_password: { run: mailForgotten } },
});
