// Registers that are searched, each with what it wants to know of us.

import type { Context, Values } from '../../engine/index.ts';
import { checkbox, defineEntity, picklist, secret, text } from '../../schema/index.ts';
import type { RegisterAccount } from './port.ts';

export const tradeRegisters = defineEntity('trade_registers', {
  label: 'Trade register',
  plural: 'Trade registers',
  icon: 'building-bank',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ required: true, searched: true, length: 80 }),
    kind: picklist(
      [
        { value: 'prh', label: 'PRH / YTJ (Finland)' },
        { value: 'brreg', label: 'Brønnøysund (Norway)' },
        { value: 'asiakastieto', label: 'Suomen Asiakastieto' },
      ],
      { required: true, label: 'Service' },
    ),
    active: checkbox({ help: 'Is searched by whoever may create accounts.' }),
    user: text({ label: 'User name', length: 40, ...byContract() }),
    password: secret({ ...byContract() }),
    key: secret({ label: 'Key of checksums', ...byContract() }),
    report: text({
      label: 'Report with credit rating',
      length: 40,
      visibleIf: byContract().visibleIf,
      help: 'Its code, as the contract has it. Empty: no ratings are fetched from here.',
    }),
    address: text({ label: 'Other address', length: 250, example: null, help: 'Empty: that of the service.' }),
  },
  list: { columns: ['name', 'kind', 'active'], sort: 'name' },
  board: null,
  blocks: [
    { label: 'Register', fields: ['name', 'kind', 'active'] },
    { label: 'Access', fields: ['user', 'password', 'key', 'report', 'address'] },
  ],
  rules: [
    {
      when: 'address is not empty and not (starts_with(address, "https://") or starts_with(address, "http://127.0.0.1") or starts_with(address, "http://localhost"))',
      field: 'address',
      code: 'unencrypted',
      message: 'begins with https://',
    },
  ],
});

function byContract() {
  const isMeant = 'kind = "asiakastieto"';
  return { visibleIf: isMeant, requiredIf: `active and ${isMeant}` };
}

/** Those that ask for no contract. Switched off they stay; nobody's search leaves the house before somebody searches. */
export async function ensureRegisters({ records }: Context): Promise<void> {
  const known = await records.list('trade_registers', { fields: ['id'], limit: 1 });
  if (known.records.length > 0) return;
  await records.create('trade_registers', { name: 'YTJ', kind: 'prh', active: true });
  await records.create('trade_registers', { name: 'Brønnøysundregistrene', kind: 'brreg', active: true });
}

/** Our account there, its keys opened. */
export async function accountAt(system: Context, { id, address, user, password, key, report }: Values): Promise<RegisterAccount> {
  const open = async (field: string, isThere: unknown) =>
    isThere ? ((await system.secret('trade_registers', String(id), field)) ?? '') : '';
  return {
    address: String(address ?? '').replace(/\/$/, ''),
    user: String(user ?? ''),
    password: await open('password', password),
    key: await open('key', key),
    report: String(report ?? ''),
  };
}
