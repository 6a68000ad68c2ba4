// A company's own directory (LDAP, Active Directory): accounts that follow one group, and sign-in with the directory's password.

import { checkbox, defineModule, extend, text } from '../../schema/index.ts';
import { directoryRuns } from './run.ts';
import { directorySettings } from './settings.ts';
import { runSync } from './sync.ts';

const followed = extend('users', {
  fields: {
    directory_dn: text({ label: 'Entry in the directory', readOnly: true, length: 500, visibleIf: 'directory_dn is not empty' }),
    directory_id: text({ internal: true, indexed: true, length: 500 }),
    directory_off: checkbox({ internal: true }),
  },
});

export default defineModule({
  name: 'company-directory',
  needs: ['users', 'departments', 'permission-sets'],
  entities: [directorySettings, directoryRuns],
  extends: [followed],
  jobs: { directory_sync: { schedule: '*/10 * * * *', due: 'directory_settings.next_at', run: runSync } },
});
