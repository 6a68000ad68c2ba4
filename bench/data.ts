// The data set of the benchmark: believable sizes and skews, made by PostgreSQL from row numbers, the same at every run.

/** Rows of each table for so many contacts. */
export function sizes(contacts: number) {
  return { users: 200, accounts: Math.ceil(contacts / 5), contacts };
}

export const statuses = ['new', 'working', 'qualified', 'customer', 'lost'] as const;

const first = 'Anna,Ben,Clara,David,Elena,Frank,Grace,Hugo,Ines,Jonas,Karin,Louis,Maria,Nils,Olga,Peter,Quinn,Rosa,Simon,Tara'.split(',');
const syllables = [
  'ba,be,bo,bra,ca,co,cu,da,de,do,fa,fe,fi,ga,go,gra,ha,he,ho,ja,jo,ka,ke,ko,la,le,lo,ma,me,mo'.split(','),
  'bel,bar,cal,dan,del,fer,gan,gor,ham,hol,kan,kel,lan,lem,lin,lor,man,mar,mel,mir,mon,nar,nel,nov,pal,ral,ren,ric,ros,sal'.split(','),
  'ski,son,sen,ez,ova,er,is,etti,ini,oli,ard,eau,ett,dez,berg,lund,stad,ko,aru,vik'.split(','),
];
const cities = 'Oslo,Lyon,Porto,Graz,Turin,Delft,Leeds,Cork,Malmo,Gent,Brno,Riga,Split,Turku,Perth,Quito,Denver,Austin,Boston,Tampa'.split(
  ',',
);

/** A surname as the data has them: one of 18,000, each about 55 times in a million. */
export function surname(pick: (below: number) => number): string {
  return syllables.map((part) => part[pick(part.length)]).join('');
}

const list = (words: readonly string[]) => `'{${words.join(',')}}'::text[]`;
const pick = (words: readonly string[], salt: number) => `(${list(words)})[1 + plain.h(i, ${salt}, ${words.length})]`;
const name = (salt: number) => `initcap(${syllables.map((part, k) => pick(part, salt + k)).join(' || ')})`;

/** The tables of the plain server, with the indexes a careful person would give them. */
export function plainTables(contacts: number): readonly string[] {
  const { users, accounts } = sizes(contacts);
  return [
    'create schema plain',
    `create function plain.h(i bigint, salt int, below bigint) returns bigint language sql immutable parallel safe
       return (hashint8extended(i, salt::bigint) & 4611686018427387903) % below`,
    'create table plain.users (id bigint primary key, name text not null)',
    'create table plain.accounts (id bigint primary key, name text not null, city text)',
    `create table plain.contacts (id bigint generated always as identity primary key, name text not null, email text, phone text,
       account_id bigint references plain.accounts, owner_id bigint references plain.users, city text, status text not null,
       amount numeric(12,2), notes text, created_at timestamptz not null default now(), updated_at timestamptz not null default now())`,
    `create table plain.audit (id bigint generated always as identity primary key, tbl text not null, record_id bigint not null,
       action text not null, user_id bigint not null, at timestamptz not null default now(), diff jsonb)`,
    `insert into plain.users select i, 'User ' || i from generate_series(1, ${users}) i`,
    `insert into plain.accounts select i, ${name(11)} || ' ' || ${pick(['Ltd', 'Inc', 'GmbH', 'SA', 'Group', 'Oy'], 14)}, ${pick(cities, 16)} from generate_series(1, ${accounts}) i`,
    `insert into plain.contacts (name, email, phone, account_id, owner_id, city, status, amount, notes, created_at, updated_at)
       select ${pick(first, 24)} || ' ' || ${name(21)}, 'c' || i || '@example.com', '+1555' || lpad(plain.h(i, 33, 10000000)::text, 7, '0'),
         1 + plain.h(i, 34, ${accounts}), 1 + plain.h(i, 35, ${users}), ${pick(cities, 36)},
         case when plain.h(i, 37, 100) < 40 then 'new' when plain.h(i, 37, 100) < 65 then 'working' when plain.h(i, 37, 100) < 80 then 'qualified' when plain.h(i, 37, 100) < 92 then 'customer' else 'lost' end,
         plain.h(i, 38, 10000000) / 100.0, repeat('Spoke about renewal, asked for a quote by email and a call next week. ', (1 + plain.h(i, 39, 5))::int),
         timestamptz '2026-06-30' - make_interval(secs => plain.h(i, 40, 94608000)), timestamptz '2026-06-30' - make_interval(secs => plain.h(i, 41, 31536000))
       from generate_series(1, ${contacts}) i`,
    'create index on plain.contacts (owner_id, status, updated_at desc, id desc)',
    'create index on plain.contacts (account_id)',
    'create index on plain.contacts (email)',
    'create index on plain.contacts using gin (name gin_trgm_ops)',
  ];
}

/** The same people in a workspace of Kontor, so many contacts and their accounts; ids carry the old row number, so that both servers are asked for the same rows. */
export function workspaceRows(space: string, department: string, rootSet: string, contacts: number): readonly string[] {
  const { accounts } = sizes(contacts);
  const id = (table: string, column: string) => `('${table}-0000-7000-8000-' || lpad(to_hex(${column}), 12, '0'))::uuid`;
  return [
    `insert into ${space}.users (id, login, name, status, department, permission_sets, created_at, updated_at, version)
       select ${id('00000001', 'u.id')}, 'bench' || u.id, u.name, 'enabled', '${department}', '{${rootSet}}', now(), now(), 1 from plain.users u`,
    `insert into ${space}.accounts (id, name, city, owner, created_at, updated_at, version)
       select ${id('00000002', 'a.id')}, a.name, a.city, ${id('00000001', '1 + a.id % 200')}, now(), now(), 1 from plain.accounts a
       where a.id <= ${accounts}`,
    `insert into ${space}.contacts (id, kind, first_name, last_name, email, phone, account, owner, city, status, c_amount, description, created_at, updated_at, version)
       select ${id('00000003', 'c.id')}, 'person', split_part(c.name, ' ', 1), split_part(c.name, ' ', 2), c.email, c.phone, ${id('00000002', 'c.account_id')},
         ${id('00000001', 'c.owner_id')}, c.city, c.status, c.amount, c.notes, c.created_at, c.updated_at, 1 from plain.contacts c
       where c.id <= ${contacts} and c.account_id <= ${accounts}`,
  ];
}

export function idOf(table: 'users' | 'accounts' | 'contacts', row: number): string {
  return `0000000${{ users: 1, accounts: 2, contacts: 3 }[table]}-0000-7000-8000-${row.toString(16).padStart(12, '0')}`;
}
