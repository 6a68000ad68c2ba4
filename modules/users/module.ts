// People who sign in.

import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { runHandOver } from './hand-over.ts';
import { users } from './user.ts';

export default defineModule({
  name: 'users',
  needs: ['departments', 'roles', 'owner-groups', 'permission-sets', 'demo'],
  entities: [users],
  jobs: { hand_over: { run: runHandOver } },
  demo,
});
