// What templates may say of the own company: `[company.name]`, `[company.logo]`.

import { type BoundContext, type Context, type Extra, pictureExtra, textExtra } from '../../engine/index.ts';
import { readIssuer, readLogo } from '../documents/module.ts';

const WORDS = [
  ...['name', 'address', 'postal_code', 'city', 'country', 'business_id', 'vat_number'],
  ...['phone', 'email', 'website', 'footer', 'iban', 'bic'],
] as const;

export async function houseExtras(context: Context): Promise<readonly Extra[]> {
  // Elevated: what stands on paper of the own company is the same for whoever makes it.
  const system = context.system('prints the own company') as BoundContext;
  const settings = await system.settings('document_settings');
  const issuer = await readIssuer(system, settings);
  const accounts = (issuer.bank_accounts as readonly { main?: unknown }[] | undefined) ?? [];
  const values = { ...issuer, ...(accounts.find(({ main }) => main) ?? accounts[0]), name: issuer.name };
  const words = WORDS.map((name) => textExtra(`company.${name}`, (values as Record<string, unknown>)[name] ?? null));
  return [...words, pictureExtra('company.logo', await readLogo(system, settings))];
}
