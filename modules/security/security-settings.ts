// How people sign in here, as an administrator decides; one record, obeyed by the next request.

import { checkbox, defineEntity } from '../../schema/index.ts';

export const securitySettings = defineEntity('security_settings', {
  label: 'Security',
  plural: 'Security',
  icon: 'shield',
  single: true,
  fields: {
    forgotten_password: checkbox({
      label: 'Forgotten password by mail',
      help: 'The sign-in page offers a link that is mailed to the user’s own address. It needs mail that works.',
    }),
  },
  blocks: [{ label: 'Passwords', fields: ['forgotten_password'] }],
});
