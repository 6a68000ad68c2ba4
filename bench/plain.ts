// The plain server that Kontor is measured beside: node:http and hand-written SQL, no rights, no metadata, no history
// (but for writes under /audited/, which log who changed what in the same statement). PLAIN_POOL says what it asks
// PostgreSQL through: `pg`, the usual pool of that driver, or `kontor`, our own, which is faster.

import http from 'node:http';
import pg from 'pg';
import { createPool } from '../db/pool.ts';

const columns = 'c.id, c.name, c.email, c.phone, c.city, c.status, c.amount, c.owner_id, c.account_id, c.updated_at';
const written = ['name', 'email', 'phone', 'account_id', 'owner_id', 'city', 'status', 'amount', 'notes'];
const insert = `insert into plain.contacts (${written.join(', ')}) values (${written.map((_, i) => `$${i + 1}`).join(', ')}) returning ${written.join(', ')}, id`;
const audited = (
  write: string,
  action: string,
) => `with r as (${write}), l as (insert into plain.audit (tbl, record_id, action, user_id, diff)
  select 'contacts', id, '${action}', 1, to_jsonb(r) from r) select * from r`;

const texts = {
  list: `select ${columns}, a.name as account_name from plain.contacts c left join plain.accounts a on a.id = c.account_id
    where c.status = $1 and c.owner_id = $2 order by c.updated_at desc, c.id desc limit 50`,
  count: 'select count(*)::int as n from plain.contacts where status = $1 and owner_id = $2',
  get: `select ${columns}, c.notes, c.created_at, a.name as account_name, u.name as owner_name from plain.contacts c
    left join plain.accounts a on a.id = c.account_id left join plain.users u on u.id = c.owner_id where c.id = $1`,
  search: `select ${columns}, a.name as account_name from plain.contacts c left join plain.accounts a on a.id = c.account_id
    where c.name ilike $1 order by c.updated_at desc limit 20`,
  create: insert,
  createAudited: audited(insert, 'create'),
};

const names = {
  list: [...columns.split(', ').map((name) => name.slice(2)), 'account_name'],
  get: [...columns.split(', ').map((name) => name.slice(2)), 'notes', 'created_at', 'account_name', 'owner_name'],
  create: [...written, 'id'],
};

type Run = (name: string, text: string, values: readonly unknown[], keys: readonly string[]) => Promise<Record<string, unknown>[]>;

const connectionString = process.env.PLAIN_DATABASE ?? '';
const run = process.env.PLAIN_POOL === 'kontor' ? ourPool() : usualPool();

/** As most programs on Node ask PostgreSQL: statements prepared by name, rows as objects, types parsed by the driver. */
function usualPool(): Run {
  const pool = new pg.Pool({ connectionString, application_name: 'plain', max: 16 });
  return async (name, text, values) => (await pool.query({ name, text, values: [...values] })).rows;
}

function ourPool(): Run {
  const db = createPool({ connectionString, applicationName: 'plain', size: 16 }).as(null);
  return async (name, text, values, keys) => {
    const { rows } = await db.query({ name, text, values });
    return rows.map((cells) => Object.fromEntries(keys.map((key, i) => [key, cells[i]])));
  };
}

async function answer(request: http.IncomingMessage): Promise<readonly [status: number, body: unknown]> {
  const url = new URL(request.url ?? '/', 'http://plain');
  const parts = url.pathname.split('/').filter(Boolean);
  const log = parts[0] === 'audited';
  if (log) parts.shift();
  const id = parts[1];
  if (request.method === 'POST') {
    const body = await readBody(request);
    const [made] = await run(
      log ? 'createA' : 'create',
      log ? texts.createAudited : texts.create,
      written.map((name) => body[name] ?? null),
      names.create,
    );
    return [201, made];
  }
  if (request.method === 'PATCH' && id) {
    const body = await readBody(request);
    const keys = Object.keys(body).filter((name) => written.includes(name));
    const set = keys.map((name, i) => `${name} = $${i + 2}`).join(', ');
    const update = `update plain.contacts set ${set}, updated_at = now() where id = $1 returning ${names.create.join(', ')}`;
    const [changed] = await run(
      `u${log}${keys.join()}`,
      log ? audited(update, 'update') : update,
      [id, ...keys.map((name) => body[name])],
      names.create,
    );
    return changed ? [200, changed] : [404, {}];
  }
  if (id) {
    const [found] = await run('get', texts.get, [id], names.get);
    return found ? [200, found] : [404, {}];
  }
  const word = url.searchParams.get('q');
  if (word) return [200, { rows: await run('search', texts.search, [`%${word}%`], names.list) }];
  const values = [url.searchParams.get('status'), url.searchParams.get('owner')];
  const [rows, [total]] = await Promise.all([run('list', texts.list, values, names.list), run('count', texts.count, values, ['n'])]);
  return [200, { rows, total: Number(total?.n) }];
}

async function readBody(request: http.IncomingMessage): Promise<Record<string, unknown>> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text) as Record<string, unknown>;
}

http
  .createServer((request, response) => {
    answer(request)
      .catch((error: unknown) => [500, { error: String(error) }] as const)
      .then(([status, body]) => {
        const text = Buffer.from(JSON.stringify(body));
        response.writeHead(status, { 'content-type': 'application/json', 'content-length': text.length });
        response.end(text);
      });
  })
  .listen(Number(process.env.PORT), '127.0.0.1', () => console.log('plain ready'));
