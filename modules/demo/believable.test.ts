// The generators of all modules together, without a database: the same numbers on every machine, and a believable picture.

import { describe, expect, it } from 'vitest';
import { makeAccounts, makeBranches } from '../accounts/demo.ts';
import { makeEvents, makeTasks } from '../activities/demo.ts';
import { makeContacts } from '../contacts/demo.ts';
import { makeDeals } from '../deals/demo.ts';
import type { Known } from './module.ts';
import { seeded } from './module.ts';

const on = '2026-03-11';
const known = (rows: readonly object[], prefix: string): Known[] => rows.map((row, i) => ({ ...row, id: `${prefix}${i}` }));

const users = known([{ department: { title: 'Sales North' } }, { department: { title: 'Sales Europe' } }], 'user');
const accounts = known(
  makeAccounts(seeded('accounts'), users, 160).map((account) => ({ ...account, owner: { id: account.owner } })),
  'account',
);
const contacts = known(
  makeContacts(seeded('contacts'), on, accounts, 595).map((contact) => ({
    ...contact,
    account: { id: contact.account },
    owner: { id: contact.owner },
  })),
  'contact',
);
const products = known(
  [
    { name: 'Gateway', category: 'Hardware' },
    { name: 'Training', category: 'Training' },
  ],
  'product',
);
const deals = makeDeals(seeded('deals'), on, contacts, products, 400);

describe('demo data', () => {
  it('is the same on every machine', () => {
    expect(makeDeals(seeded('deals'), on, contacts, products, 400)).toEqual(deals);
    expect(accounts[0]?.name).toBe(makeAccounts(seeded('accounts'), users, 1)[0]?.name);
  });

  it('has deals of two years, old ones closed, some open ones overdue', () => {
    const opened = deals.map(({ opened_on }) => String(opened_on)).sort();
    expect(opened[0]?.slice(0, 4)).toBe('2024');
    expect(String(opened.at(-1)) <= on).toBe(true);
    const closed = deals.filter(({ closed_on }) => closed_on);
    expect(closed.length / deals.length).toBeGreaterThan(0.6);
    expect(closed.filter(({ closed_on, opened_on }) => String(closed_on) < String(opened_on))).toEqual([]);
    const won = closed.filter(({ stage }) => stage === 'won').length / closed.length;
    expect(won).toBeGreaterThan(0.35);
    expect(won).toBeLessThan(0.6);
    expect(new Set(deals.map(({ stage }) => stage)).size).toBe(7);
  });

  it('closes nothing in the future', () => {
    expect(deals.filter(({ closed_on }) => closed_on && String(closed_on) > on)).toEqual([]);
  });

  it('gives every company a primary contact of its own country', () => {
    const primary = contacts.filter((contact) => contact.primary);
    expect(primary.length).toBe(accounts.length);
    expect(primary.filter((contact, i) => contact.country !== accounts[i]?.country)).toEqual([]);
    expect(contacts.filter(({ email }) => !/^[a-z.]+@[a-z0-9-.]+\.example$/.test(String(email)))).toEqual([]);
  });

  it('writes names in their own letters', () => {
    const names = contacts.map(({ first_name, last_name }) => `${first_name} ${last_name}`).join(' ');
    expect(names).toMatch(/[а-я]/);
    expect(names).toMatch(/[äöå]/);
    expect(names).toMatch(/[łśż]/);
  });

  it('puts branches in the country of their company', () => {
    for (const branch of makeBranches(seeded('branches'), accounts, 40)) {
      expect(branch.country).toBe(accounts.find(({ id }) => id === branch.parent)?.country);
    }
  });

  it('has events and tasks on working days around today', () => {
    const some = known(deals.slice(0, 20), 'deal');
    const days = [
      ...makeEvents(seeded('events'), on, some, 100).map(({ starts_at }) => String(starts_at).slice(0, 10)),
      ...makeTasks(seeded('tasks'), on, some, 100).map(({ due_on }) => String(due_on)),
    ];
    expect(days.filter((day) => [0, 6].includes(new Date(day).getUTCDay()))).toEqual([]);
    expect(days.some((day) => day < on) && days.some((day) => day > on)).toBe(true);
  });
});
