// 600 contacts: one to five people for each company, some on their own, and a few tasks.

import type { Context, Values } from '../../engine/index.ts';
import { addDays } from '../../schema/index.ts';
import {
  country,
  countryNamed,
  create,
  everything,
  type Known,
  mail,
  person,
  phone,
  type Random,
  seeded,
  today,
  workday,
} from '../demo/module.ts';

const titles = [
  'Managing director',
  'Purchasing manager',
  'Head of production',
  'Energy manager',
  'IT manager',
  'Maintenance engineer',
  'Financial director',
  'Project manager',
  'Assistant',
];
const sources = ['Website', 'Referral', 'Trade fair', 'Cold call', 'Partner'];
const statuses = [
  ['customer', 5],
  ['new', 2],
  ['working', 2],
  ['qualified', 1],
  ['passive', 1],
  ['lost', 0.5],
  ['not_a_client', 0.3],
] as const;
const tasks = [
  'Send the new price list',
  'Check the customer register',
  'Prepare the trade fair in Hannover',
  'Call all customers without a deal this year',
  'Order business cards',
];

export async function demo(context: Context): Promise<void> {
  const accounts = await everything(context, 'accounts', ['website', 'country', 'city', 'owner']);
  await create(context, 'contacts', makeContacts(seeded('contacts'), today(), accounts, 595));
  await create(
    context,
    'contacts',
    tasks.map((last_name, i) => ({ kind: 'task', last_name, next_action_on: workday(addDays(today(), i - 2)) })),
  );
}

export function makeContacts(random: Random, on: string, accounts: readonly Known[], count: number): Values[] {
  return Array.from({ length: count }, (_, i) => {
    // The first ones give every company its primary contact.
    const first = accounts[i];
    const account = first ?? (random.chance(0.9) ? random.pick(accounts) : null);
    const home = account ? countryNamed(String(account.country)) : country(random);
    const { first_name, last_name } = person(random, home);
    const domain = account ? String(account.website).replace('https://www.', '') : 'mail.example';
    return {
      first_name,
      last_name,
      status: first ? 'customer' : random.weighted(statuses),
      title: account ? random.pick(titles) : null,
      account: account?.id,
      primary: Boolean(first),
      email: mail(`${first_name} ${last_name}`, domain),
      phone: phone(random, home.code, home.mobile),
      city: account?.city,
      country: home.name,
      language: home.language,
      source: random.pick(sources),
      birthday: random.chance(0.2) ? addDays('1960-01-01', random.whole(0, 14_000)) : null,
      next_action_on: random.chance(0.25) ? workday(addDays(on, random.whole(-4, 30))) : null,
      do_not_contact: random.chance(0.03),
      owner: (account?.owner as Known | undefined)?.id,
    };
  });
}
