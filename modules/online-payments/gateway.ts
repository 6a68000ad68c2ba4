// Services that take payments for us: switched on or off each, with keys, label, currencies and test mode (row PX-16).

import type { Draft } from '../../engine/index.ts';
import { checkbox, defineEntity, integer, picklist, secret, text, textArea } from '../../schema/index.ts';

export const paymentGateways = defineEntity('payment_gateways', {
  label: 'Payment gateway',
  plural: 'Payment gateways',
  icon: 'credit-card',
  title: 'label',
  area: 'administration',
  owned: false,
  fields: {
    label: text({ required: true, searched: true, length: 80, help: 'What payers read.' }),
    kind: picklist(
      [
        { value: 'stripe', label: 'Stripe' },
        { value: 'mollie', label: 'Mollie' },
        { value: 'paypal', label: 'PayPal' },
        { value: 'transfer', label: 'Bank transfer' },
      ],
      { required: true, label: 'Service' },
    ),
    active: checkbox({ help: 'Offered on unpaid invoices.' }),
    test: checkbox({ label: 'Test mode', help: 'With test keys: no money moves. Payers are told.', visibleIf: 'kind != "transfer"' }),
    currencies: text({ names: 'currencies', length: 200, help: 'Empty: all.' }),
    position: integer({ label: 'Place', default: '1', min: 0, max: 999 }),
    client: text({ label: 'Client ID', length: 200, requiredIf: 'active and kind = "paypal"', visibleIf: 'kind = "paypal"' }),
    key: secret({ label: 'API key', requiredIf: 'active and kind != "transfer"', visibleIf: 'kind != "transfer"' }),
    hook_secret: secret({
      label: 'Key of call-backs',
      requiredIf: 'active and kind in ("stripe", "paypal")',
      visibleIf: 'kind in ("stripe", "paypal")',
      help: 'Stripe: signing secret of the webhook. PayPal: ID of the webhook.',
    }),
    address: text({
      label: 'Other address',
      length: 250,
      example: null,
      visibleIf: 'kind != "transfer"',
      help: 'Empty: that of the service.',
    }),
    words: textArea({
      label: 'Words for the payer',
      length: 2000,
      help: 'Left empty: the own bank accounts and the number of the invoice.',
      visibleIf: 'kind = "transfer"',
    }),
  },
  list: { columns: ['label', 'kind', 'active', 'test', 'currencies', 'position'], sort: 'position' },
  board: null,
  blocks: [
    { label: 'Gateway', fields: ['label', 'kind', 'active', 'test', 'currencies', 'position', 'words'] },
    { label: 'Keys', fields: ['client', 'key', 'hook_secret', 'address'] },
  ],
  hooks: { beforeSave: check },
});

/** Keys go there: never in the clear, but to this machine. */
function check(draft: Draft): void {
  const address = String(draft.values.address ?? '');
  if (draft.verb === 'delete' || address === '') return;
  const isSafe = /^https:\/\/[^/]/.test(address) || /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/.test(address);
  if (!isSafe) draft.refuse('address', 'unencrypted', 'begins with https://');
}
