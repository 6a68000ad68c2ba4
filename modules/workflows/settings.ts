// What holds for all workflows: where they may call, the secret that proves who calls, and how long runs are kept.

import { checkbox, defineEntity, integer, secret, textArea } from '../../schema/index.ts';

export const workflowSettings = defineEntity('workflow_settings', {
  label: 'Settings of workflows',
  plural: 'Settings of workflows',
  icon: 'settings',
  single: true,
  fields: {
    targets: textArea({
      label: 'Programs that may be called',
      length: 10_000,
      help: 'Hosts, one a line: hooks.example.com, or *.example.com for all below. Empty: any public address.',
    }),
    private_targets: checkbox({
      label: 'Also addresses of the own network',
      default: 'false',
      help: 'Hosts of the list above may then be in the own network. Without it, private addresses are never called.',
    }),
    signing_secret: secret({
      label: 'Signing secret',
      help: 'Calls carry the signature of their body with it: X-Kontor-Signature. Is stored encrypted and never shown again.',
    }),
    keep_days: integer({ label: 'Days that finished runs are kept', required: true, default: '90', min: 1, max: 3650 }),
  },
  blocks: [
    { label: 'Calls', fields: ['targets', 'private_targets', 'signing_secret'] },
    { label: 'Log', fields: ['keep_days'] },
  ],
});
