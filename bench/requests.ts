// What the benchmark asks: the same rows of both servers, drawn from a fixed seed.

import { idOf, sizes, statuses, surname } from './data.ts';
import type { LoadRequest } from './load.ts';

export const operations = ['list', 'get', 'whole', 'search', 'update', 'create'] as const;
export type Operation = (typeof operations)[number];

/** `base` is the address of the records; which, where requests go to several workspaces in turn. */
export function requestsOf(contacts: number, base: (i: number) => string): Record<Operation, LoadRequest[]> {
  const fields = 'first_name,last_name,email,phone,city,status,c_amount,owner,account,updated_at';
  return draw(contacts, ({ row, owner, status, word, contact, patch }, i) => ({
    list: {
      method: 'GET',
      path: `${base(i)}/contacts?fields=${fields}&filter=${encodeURIComponent(`status = "${status}" and owner = "${idOf('users', owner)}"`)}&sort=-updated_at&limit=50&count=exact`,
    },
    get: { method: 'GET', path: `${base(i)}/contacts/${idOf('contacts', row)}?fields=${fields},description,created_at` },
    whole: { method: 'GET', path: `${base(i)}/contacts/${idOf('contacts', row)}` },
    search: { method: 'GET', path: `${base(i)}/contacts?fields=${fields}&q=${word}&sort=-updated_at&limit=20` },
    update: {
      method: 'PATCH',
      path: `${base(i)}/contacts/${idOf('contacts', row)}`,
      body: { status: patch.status, c_amount: patch.amount },
    },
    create: {
      method: 'POST',
      path: `${base(i)}/contacts`,
      body: {
        first_name: 'Bench',
        last_name: contact.name,
        email: contact.email,
        phone: contact.phone,
        account: idOf('accounts', contact.account),
        owner: idOf('users', owner),
        city: 'Oslo',
        status,
        c_amount: patch.amount,
        description: contact.notes,
      },
    },
  }));
}

export function plainRequests(contacts: number): Record<Operation, LoadRequest[]> {
  return draw(contacts, ({ row, owner, status, word, contact, patch }) => ({
    list: { method: 'GET', path: `/contacts?status=${status}&owner=${owner}` },
    get: { method: 'GET', path: `/contacts/${row}` },
    whole: { method: 'GET', path: `/contacts/${row}` },
    search: { method: 'GET', path: `/contacts?q=${word}` },
    update: { method: 'PATCH', path: `/audited/contacts/${row}`, body: patch },
    create: {
      method: 'POST',
      path: '/audited/contacts',
      body: {
        name: `Bench ${contact.name}`,
        email: contact.email,
        phone: contact.phone,
        account_id: contact.account,
        owner_id: owner,
        city: 'Oslo',
        status,
        amount: patch.amount,
        notes: contact.notes,
      },
    },
  }));
}

interface Drawn {
  readonly row: number;
  readonly owner: number;
  readonly status: string;
  readonly word: string;
  readonly contact: {
    readonly name: string;
    readonly email: string;
    readonly phone: string;
    readonly account: number;
    readonly notes: string;
  };
  readonly patch: { readonly status: string; readonly amount: string };
}

/** 10,000 requests of each kind, the same for every target. */
function draw(contacts: number, make: (drawn: Drawn, i: number) => Record<Operation, LoadRequest>): Record<Operation, LoadRequest[]> {
  let state = 7;
  const below = (limit: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
  const all: Record<Operation, LoadRequest[]> = { list: [], get: [], whole: [], search: [], update: [], create: [] };
  for (let i = 0; i < 10_000; i++) {
    const word = surname(below);
    const status = statuses[below(statuses.length)]!;
    const one = make(
      {
        row: 1 + below(contacts),
        owner: 1 + below(200),
        status,
        word,
        contact: {
          name: word,
          email: `bench.${word}${below(1e6)}@example.com`,
          phone: `+1555${String(below(1e7)).padStart(7, '0')}`,
          account: 1 + below(sizes(contacts).accounts),
          notes: 'Spoke about renewal, asked for a quote by email and a call next week.',
        },
        patch: { status: statuses[below(statuses.length)]!, amount: (below(1e7) / 100).toFixed(2) },
      },
      i,
    );
    for (const operation of operations) all[operation].push(one[operation]);
  }
  return all;
}
