// Where rates come from by themselves.

import type { Draft } from '../../engine/index.ts';
import { checkbox, datetime, defineAction, defineEntity, picklist, text, url } from '../../schema/index.ts';
import { fetchNow } from './fetch.ts';

export const rateSettings = defineEntity('rate_settings', {
  label: 'Rates of the central bank',
  plural: 'Rates of the central bank',
  icon: 'coins',
  single: true,
  fields: {
    nightly: checkbox({ label: 'Fetch each night', help: 'For the currencies that are active. Rates that were typed in stay.' }),
    address: url({
      required: true,
      label: 'Address of the file',
      default: '"https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"',
      help: 'Daily reference rates of the European Central Bank.',
    }),
    state: picklist(
      [
        { value: 'never', label: 'Not fetched yet', color: 'gray' },
        { value: 'works', label: 'Works', color: 'green' },
        { value: 'failed', label: 'Does not work', color: 'red' },
      ],
      { readOnly: true, required: true, default: '"never"' },
    ),
    answer: text({ label: 'Last answer', readOnly: true, length: 1000 }),
    asked_at: datetime({ label: 'Fetched', readOnly: true }),
    next_at: datetime({ label: 'Next time', readOnly: true }),
  },
  rules: [
    {
      when: 'not (starts_with(address, "https://") or starts_with(address, "http://"))',
      field: 'address',
      message: 'begins with https:// or http://',
    },
  ],
  blocks: [
    { label: 'Rates', fields: ['nightly', 'address'] },
    { label: 'State', fields: ['state', 'answer', 'asked_at', 'next_at'] },
  ],
  hooks: { beforeSave: plan },
  actions: { fetch_now: defineAction({ label: 'Fetch now', verb: 'update', run: fetchNow }) },
});

function plan({ values, changed }: Draft): void {
  if (changed.has('nightly')) values.next_at = values.nightly ? new Date().toISOString() : null;
}
