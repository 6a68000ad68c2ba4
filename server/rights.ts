// The rights that hold: of one user, and of all users for a review, as a page or as a file (row PX-03).

import { z } from 'zod';
import {
  type BoundContext,
  csvLines,
  type EffectiveRights,
  effectiveRights,
  notGranted,
  todayOf,
  type Values,
  type Workspace,
} from '../engine/index.ts';
import { CSV, download } from './download.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import { rightsOfUser, source } from './explain.ts';
import type { Server } from './server.ts';

const tag = 'Rights';
const sources = z.array(source);
const effective = z.object({
  root: sources.nullable(),
  customer: sources.nullable(),
  bound: z.boolean(),
  features: z.array(z.object({ name: z.string(), sources })),
  nouns: z.array(
    z.object({
      entity: z.string(),
      area: z.string(),
      verbs: z.array(
        z.object({ verb: z.string(), scopes: z.array(z.string()), sources: z.array(z.object({ scope: z.string(), source })) }),
      ),
    }),
  ),
  fields: z.array(z.object({ entity: z.string(), field: z.string(), right: z.string(), sources })),
});
const FIELDS = ['id', 'login', 'name', 'status', 'department', 'role', 'permission_sets', 'last_sign_in_at', 'created_at', 'created_by'];
const PAGE = 50;

export function rightsEndpoints(server: Pick<Server, 'engine'>): readonly Endpoint[] {
  return [
    endpoint({
      method: 'GET',
      path: '/users/{user}/rights',
      summary: 'Rights that you, or another user, have',
      description:
        'Each with the records that say so. Asking about others needs the feature `administration`. Null: the account is not enabled.',
      tag,
      rule: 'records',
      unread: true,
      answers: { 200: z.object({ rights: effective.nullable() }) },
      async handler({ context, workspace, params: { user } }) {
        const { actor } = context;
        if (user !== actor.id) {
          await context.records.get('users', user, ['id']);
          if (!actor.rights.root && !actor.rights.features.has('administration'))
            throw notGranted('Only administrators ask about the rights of others.');
        }
        const rights = user === actor.id ? actor.rights : await rightsOfUser(server, workspace, user);
        return { body: { rights: rights && effectiveRights(rights, actor.rights.schema) } };
      },
    }),
    endpoint({
      method: 'GET',
      path: '/rights',
      summary: 'All users with the rights they have and their last sign-in',
      description: 'Of the users in your reach, by name. `filter` as in lists of users, e.g. `status = "enabled"`.',
      tag,
      rule: { feature: 'administration' },
      query: z.object({ filter: z.string().optional(), after: z.string().optional() }),
      answers: {
        200: z.object({
          users: z.array(z.object({ user: z.record(z.string(), z.unknown()), rights: effective.nullable() })),
          next: z.string().nullable(),
        }),
      },
      async handler({ context, workspace, query: { filter, after } }) {
        const { records, next } = await usersOf(context, filter, after ?? null);
        return { body: { users: await withRights(server, workspace, context, records), next } };
      },
    }),
    endpoint({
      method: 'GET',
      path: '/rights.csv',
      summary: 'The same as CSV: a row for each user, a column for each noun',
      tag,
      rule: { feature: 'administration' },
      whileSeeing: 'refused',
      query: z.object({ filter: z.string().optional() }),
      answers: { 200: 'text/csv' },
      async handler({ context, workspace, query: { filter } }) {
        const first = await usersOf(context, filter, null);
        const content = rows(server, workspace, context, filter, first);
        return download({ name: `rights-${todayOf(context.actor)}.csv`, contentType: CSV, content });
      },
    }),
  ];
}

function usersOf({ records }: BoundContext, filter: string | undefined, after: string | null) {
  return records.list('users', { fields: FIELDS, sort: 'name', limit: PAGE, after, ...(filter ? { filter } : {}) });
}

async function withRights(server: Pick<Server, 'engine'>, workspace: Workspace, { actor }: BoundContext, users: readonly Values[]) {
  const found = [];
  for (const user of users) {
    const rights = await rightsOfUser(server, workspace, String(user['id']));
    found.push({ user, rights: rights && effectiveRights(rights, actor.rights.schema) });
  }
  return found;
}

/** One page after the other: two thousand users are no heap of memory. */
async function* rows(
  server: Pick<Server, 'engine'>,
  workspace: Workspace,
  context: BoundContext,
  filter: string | undefined,
  first: Awaited<ReturnType<typeof usersOf>>,
): AsyncGenerator<string> {
  const nouns = Object.values(context.actor.rights.schema.entities).filter(({ parent }) => parent === null);
  const heads = ['Login', 'Name', 'Status', 'Department', 'Role', 'Permission sets', 'Last sign-in'];
  const flags = ['Root rights', 'Customer mode', 'Gives own rights only', 'Functions', 'Cut fields'];
  yield `\ufeff${csvLines([[...heads, ...flags, ...nouns.map(({ plural }) => plural)]])}`;
  for (let page = first; ; page = await usersOf(context, filter, page.next)) {
    const found = await withRights(server, workspace, context, page.records);
    const lines = found.map(({ user, rights }) => [...factsOf(user), ...flagsOf(rights), ...nouns.map(({ name }) => words(rights, name))]);
    if (lines.length > 0) yield csvLines(lines);
    if (!page.next) return;
  }
}

function factsOf(user: Values): string[] {
  const title = (value: unknown) => (value as { title?: string } | null)?.title ?? '';
  const sets = (user['permission_sets'] as readonly { title: string }[] | null) ?? [];
  const { login, name, status, department, role, last_sign_in_at: last } = user;
  return [String(login), String(name), String(status), title(department), title(role), sets.map(title).join('; '), String(last ?? '')];
}

function flagsOf(rights: EffectiveRights | null): string[] {
  if (!rights) return ['', '', '', '', ''];
  const { root, customer, bound, features, fields } = rights;
  const flag = (on: boolean) => (on ? 'yes' : 'no');
  const cut = fields.map(({ entity, field, right }) => `${entity}.${field}: ${right}`);
  return [flag(root !== null), flag(customer !== null), flag(bound), features.map(({ name }) => name).join('; '), cut.join('; ')];
}

function words(rights: EffectiveRights | null, entity: string): string {
  if (rights?.root) return 'everything';
  const noun = rights?.nouns.find((one) => one.entity === entity);
  return noun?.verbs.map(({ verb, scopes }) => `${verb}: ${scopes.join(', ')}`).join('; ') ?? '';
}
