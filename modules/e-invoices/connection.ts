// How the e-invoices of a billing company leave the house, and those for it come in.

import { type CarrierAccount, CarrierFailure, type CarrierPort, type Context, type Draft, type Values } from '../../engine/index.ts';
import { datetime, extend, idOf, picklist, secret, text } from '../../schema/index.ts';

export const ofBillingCompanies = extend('billing_companies', {
  fields: {
    carrier: picklist(
      [
        { value: 'folder', label: 'Folder' },
        { value: 'operator', label: 'Operator (HTTP)' },
      ],
      {
        label: 'E-invoices leave by',
        help: 'Folder: files lie below e-invoices/<workspace>/out in the data folder, and are taken in from …/in.',
      },
    ),
    operator_url: text({
      label: 'Address of the operator',
      length: 500,
      visibleIf: 'carrier = "operator"',
      requiredIf: 'carrier = "operator"',
    }),
    operator_key: secret({ label: 'Its key', visibleIf: 'carrier = "operator"', help: 'Is stored encrypted and never shown again.' }),
    look_at: datetime({ internal: true, indexed: true }),
  },
  blocks: [{ label: 'E-invoices', fields: ['carrier', 'operator_url', 'operator_key'] }],
  rules: [
    {
      when: 'carrier = "operator" and not (starts_with(operator_url, "https://") or starts_with(operator_url, "http://127.0.0.1:") or starts_with(operator_url, "http://localhost:"))',
      field: 'operator_url',
      code: 'unencrypted',
      message: 'begins with https://',
    },
  ],
  hooks: { beforeSave: lookSoon },
});

/** Whoever has a carrier is asked for what came in. */
function lookSoon({ verb, values, changed }: Draft): void {
  if (verb !== 'delete' && changed.has('carrier')) values.look_at = values.carrier ? new Date().toISOString() : null;
}

/** The billing company of a document: its own, else the one that stands for the own company of the settings. Null: there is none. */
export async function billingCompanyOf(system: Context, chosen: unknown): Promise<string | null> {
  if (chosen) return idOf(chosen);
  const { company } = await system.settings('document_settings');
  if (!company) return null;
  const filter = `company = "${idOf(company)}"`;
  const found = await system.records.list('billing_companies', { fields: ['id'], filter, sort: 'created_at', limit: 1 });
  return found.records[0] ? String(found.records[0].id) : null;
}

export interface Connection {
  readonly name: string;
  readonly port: CarrierPort;
  readonly account: CarrierAccount;
}

/** @throws CarrierFailure where this company has none. */
export async function connectionOf(system: Context, billingCompany: string): Promise<Connection> {
  const { carrier, operator_url, operator_key }: Values = await system.records.get('billing_companies', billingCompany, [
    'carrier',
    'operator_url',
    'operator_key',
  ]);
  const port = system.ports.carriers?.[String(carrier)];
  if (!port) throw new CarrierFailure('no_connection', 'Its billing company does not say how e-invoices leave.', false);
  const key = operator_key ? await system.secret('billing_companies', billingCompany, 'operator_key') : null;
  return { name: String(carrier), port, account: { workspace: system.workspace, address: String(operator_url ?? ''), secret: key ?? '' } };
}
