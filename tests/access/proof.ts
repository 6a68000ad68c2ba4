// The access proof: draws worlds, asks every endpoint as every person, and compares each answer with the naive evaluator.

import { compile, sql } from '../../db/index.ts';
import type { Records } from '../../engine/index.ts';
import type { Caller, TestServer } from '../http.ts';
import { password } from '../http.ts';
import { Naive, NaiveKey } from './naive.ts';
import {
  drawFieldRights,
  drawGrants,
  drawLevel,
  drawSharing,
  drawTree,
  type Group,
  type Level,
  type Node,
  nouns,
  type PermissionSet,
  type Person,
  type Random,
  type Remark,
  randomFrom,
  type Sharing,
  sharingValues,
  type Thing,
  type World,
} from './world.ts';

/** What a proof found: how much it asked, and every answer that differed. */
export interface Findings {
  decisions: number;
  /** Yeses that turned when the one rule that said so was taken away. */
  flips: number;
  readonly wrong: string[];
  /** Endpoints asked, as `GET /records/{entity}`. */
  readonly asked: Set<string>;
  /** Who is signed in, by user id. */
  readonly callers: Map<string, Caller>;
}

export function findingsOf(): Findings {
  return { decisions: 0, flips: 0, wrong: [], asked: new Set(), callers: new Map() };
}

interface Probe {
  readonly world: World;
  readonly naive: Naive;
  readonly person: Person;
  readonly caller: Caller;
  readonly marker: string;
  readonly random: Random;
  readonly findings: Findings;
}

export async function proveWorld(server: TestServer, seed: number, findings: Findings): Promise<void> {
  const random = randomFrom(seed);
  const marker = `mark${seed}x`;
  const world = await makeWorld(server, random, marker);
  const { callers } = findings;
  for (const person of world.people) callers.set(person.id, await signIn(server, person.login));
  for (let phase = 0; phase < 2; phase++) {
    if (phase > 0) await shake(server, random, world);
    for (const person of world.people) {
      const probe = { world, naive: new Naive(world), person, caller: callers.get(person.id)!, marker, random, findings };
      if (person.enabled) {
        await askAll(probe);
        await askUndo(server, probe);
        if (random.chance(0.5)) await askKey(server, probe);
        if (!probe.naive.isRoot(person)) await askFlips(server, probe, 1);
        await askRest(server, probe);
        await askMerges(server, probe);
      }
      if (!person.enabled) await askDisabled(probe);
    }
  }
}

/** Draws worlds only to take away rules in them, until enough yeses have turned. */
export async function proveFlips(server: TestServer, seed: number, findings: Findings, wanted: number): Promise<void> {
  const random = randomFrom(seed);
  const marker = `mark${seed}x`;
  const world = await makeWorld(server, random, marker);
  const [root, ...others] = world.people as [Person, ...Person[]];
  findings.callers.set(root.id, await signIn(server, root.login));
  const caller = findings.callers.get(root.id)!;
  for (const person of others)
    if (findings.flips < wanted) await askFlips(server, { world, naive: new Naive(world), person, caller, marker, random, findings }, 25);
}

async function signIn(server: TestServer, login: string): Promise<Caller> {
  const answer = await server.stranger.post('session', { login, password });
  const cookie = answer.headers.get('set-cookie')?.split(';')[0];
  if (!cookie) throw new Error(`${login} could not sign in: ${answer.text}`);
  const { stranger } = server;
  const headers = { cookie };
  return {
    send: (method, path, init) => stranger.send(method, path, { ...init, headers: { ...headers, ...init?.headers } }),
    get: (path) => stranger.get(path, headers),
    delete: (path) => stranger.delete(path, headers),
    post: (path, body) => stranger.post(path, body, headers),
    patch: (path, body) => stranger.patch(path, body, headers),
  };
}

async function makeWorld(server: TestServer, random: Random, marker: string): Promise<World> {
  const { records } = server.system;
  const make = async (entity: string, values: { [field: string]: unknown }) => String((await records.create(entity, values)).id);
  const top = (await records.list('departments', { filter: 'parent is empty', fields: ['id'] })).records[0]!;
  const departments = await drawTree(random, 7, (parent, i) => make('departments', { name: `${marker} d${i}`, parent }), String(top.id));
  const roles = await drawTree(random, 5, (parent, i) => make('roles', { name: `${marker} r${i}`, parent }), null);
  // Levels and rules hold for the whole workspace: those of earlier worlds go.
  for (const entity of ['sharing_rules', 'sharing_levels'])
    for (const { id } of (await records.list(entity, { fields: ['id'], limit: 500 })).records) await records.delete(entity, String(id));
  const sets: PermissionSet[] = [];
  for (let i = 0; i < 6; i++) {
    const set = {
      root: i === 0,
      customer_mode: i === 1,
      grants: i === 0 ? [] : drawGrants(random),
      field_rights: i === 0 ? [] : drawFieldRights(random),
    };
    sets.push({ id: await make('permission_sets', { name: `${marker} s${i}`, ...set }), ...set });
  }
  const roleSets = new Map<string, readonly string[]>();
  for (const { id } of roles) roleSets.set(id, await giveRole(records, random, id, sets));
  const accounts: Thing[] = [];
  const people: Person[] = [];
  for (let i = 0; i < 8; i++) {
    // The first is root, the second has no set at all.
    const own = i === 0 ? [sets[0]!.id] : i === 1 ? [] : random.some(sets.slice(1), 0.4).map((set) => set.id);
    const person = {
      login: `${marker}p${i}`,
      department: random.of(departments).id,
      role: i !== 1 && random.chance(0.7) ? random.of(roles).id : null,
      sets: own,
      ...(i > 1 && random.chance(0.3) ? drawIndividual(random) : { grants: [], field_rights: [] }),
      report_units: random.chance(0.3) ? [random.of(departments).id] : [],
    };
    const id = await make('users', {
      login: person.login,
      name: person.login,
      password,
      department: person.department,
      role: person.role,
      permission_sets: own,
      grants: person.grants,
      field_rights: person.field_rights,
      report_units: person.report_units,
    });
    people.push({ ...person, id, account: null, enabled: true });
  }
  const groups: Group[] = [];
  for (let i = 0; i < 4; i++) {
    const inside = drawInside(random, people, roles, groups);
    groups.push({ id: await make('owner_groups', { name: `${marker} g${i}`, ...inside }), ...inside });
  }
  const memberships = random
    .some(people, 0.5)
    .map(({ id }) => ({ unit: random.of(departments).id, user: id, manager: random.chance(0.5) }));
  for (const { id } of departments) {
    const members = memberships.filter(({ unit }) => unit === id).map(({ user, manager }) => ({ user, manager }));
    await records.update('departments', id, { members });
  }
  const byUnit = random.chance(0.5);
  const security = (await records.list('security_settings', { fields: ['id'] })).records[0]!;
  await records.update('security_settings', String(security.id), { reports_by_unit: byUnit });
  const levels: Level[] = [];
  for (const entity of random.some([...nouns, '*'], 0.3)) {
    const level = entity === '*' ? random.of(['private', 'private', 'private', 'read'] as const) : drawLevel(random);
    levels.push({ id: await make('sharing_levels', { entity, level }), entity, level });
  }
  const sharing: Sharing[] = [];
  for (let i = 0; i < 4; i++) {
    const rule = drawSharing(random, { departments, roles, groups });
    sharing.push({ id: await make('sharing_rules', sharingValues(rule)), ...rule });
  }
  const owner = () => (random.chance(0.15) ? random.of(groups).id : random.of(people).id);
  const things: Thing[] = [];
  const add = async (entity: string, count: number, values: (account: string | null) => { [field: string]: unknown }) => {
    for (let i = 0; i < count; i++) {
      const account = entity === 'accounts' || random.chance(0.2) ? null : random.of(accounts).id;
      const given = { ...values(account), owner: owner() };
      const thing: Thing = { entity, id: await make(entity, given), owner: given.owner, account, values: given, by: null };
      if (random.chance(0.15)) await createdBy(server, thing, random.of(people).id);
      things.push(thing);
      if (entity === 'accounts') accounts.push(thing);
    }
  };
  await add('accounts', 8, () => ({ name: `${marker} Ltd`, city: 'Oslo', phone: '+4712345678', employees: 5 }));
  await add('contacts', 10, (account) => ({ last_name: marker, account, email: 'a@b.example', phone: '+4712345678', city: 'Turku' }));
  await add('deals', 10, (account) => ({ name: marker, account, amount: '100', next_step: 'call' }));
  await add('activities', 8, (account) => ({ subject: marker, account, kind: 'task', due_on: '2026-05-01' }));
  for (let i = 0; i < 6; i++) {
    const participants = random.some(people, 0.15).map((person) => person.id);
    const hour = String(8 + i).padStart(2, '0');
    await add('activities', 1, (account) => ({
      ...{ subject: marker, account, kind: 'event', participants, private: random.chance(0.4), type: 'Meeting' },
      ...{ starts_at: `2026-05-04T${hour}:00:00Z`, ends_at: `2026-05-04T${hour}:45:00Z` },
    }));
  }
  const calendars: World['calendars'][number][] = [];
  for (const { id: user } of random.some(people, 0.5)) {
    const [field, to] = random.of([
      ['with_user', random.of(people).id],
      ['with_role', random.of(roles).id],
      ['with_group', random.of(groups).id],
    ] as const);
    await make('calendar_shares', { user, [field]: to });
    calendars.push({ user, with: to });
  }
  await add('leads', 6, () => ({ name: marker, email: 'l@b.example', source: 'Website' }));
  for (const person of people) {
    if (!random.chance(0.5)) continue;
    person.account = random.of(accounts).id;
    await records.update('users', person.id, { account: person.account });
  }
  const remarks: Remark[] = [];
  for (const about of random.some(things, 0.6)) {
    const values = { about: { entity: about.entity, id: about.id }, text: `said${marker}` };
    remarks.push({ id: await make('comments', values), about, by: null });
  }
  const { moment, gone } = await lookBack(server, random, marker, things, owner, make);
  const settings = (await records.list('data_settings', { filter: 'entity = "leads"', fields: ['id'] })).records[0];
  if (settings) await records.update('data_settings', String(settings.id), { merge: true, archive: true, archive_passive: true });
  const type = (await records.list('relation_types', { fields: ['id'], limit: 1 })).records[0]!.id;
  const pairs: World['pairs'][number][] = [];
  for (let i = 0; i < 12; i++) {
    const [one, two] = [random.of(things), random.of(things)];
    if (one === two) continue;
    const end = ({ entity, id }: Thing) => ({ entity, id });
    pairs.push({ id: await make('relations', { source: end(one), target: end(two), type, remark: marker }), ends: [one, two] });
  }
  const notices: World['notices'][number][] = [];
  for (const { id: user } of people) notices.push({ id: await make('notifications', { user, kind: 'report', title: marker }), user });
  const report = await make('reports', { name: marker, shared: 'everybody', definition: { entity: 'accounts', columns: [] } });
  const { id: reader } = random.of(people);
  const kept = { user: reader, id: await make('report_files', { name: marker, user: reader, report_id: report }) };
  const house = { departments, roles, roleSets, groups, byUnit, memberships, levels, sharing, people, sets };
  return { ...house, things, remarks, pairs, notices, calendars, moment, gone, report, kept };
}

function drawInside(random: Random, people: readonly Person[], roles: World['roles'], groups: readonly Group[]) {
  const members = random.some(people, 0.3).map(({ id }) => id);
  return { members, roles: random.some(roles, 0.15).map(({ id }) => id), groups: random.some(groups, 0.3).map(({ id }) => id) };
}

function drawIndividual(random: Random): Pick<Person, 'grants' | 'field_rights'> {
  return { grants: drawGrants(random).slice(0, 3), field_rights: random.chance(0.4) ? drawFieldRights(random) : [] };
}

async function giveRole(records: Records, random: Random, id: string, sets: readonly PermissionSet[]): Promise<string[]> {
  const given = random.some(sets.slice(1), 0.15).map((set) => set.id);
  await records.update('roles', id, { permission_sets: given });
  return given;
}

/** Everything here is made by the system; some of it is to have been made by somebody. */
async function createdBy({ system }: TestServer, thing: Thing, user: string): Promise<void> {
  const table = sql.identifier(system.space.space, thing.entity);
  await system.write(({ tx }) =>
    tx.query(compile(sql`update ${table} set created_by = ${sql.value(user)}::uuid where id = ${sql.value(thing.id)}::uuid`)),
  );
  thing.by = user;
}

/** What a look back has to tell apart: records that are gone since, and names that are others now. */
async function lookBack(
  server: TestServer,
  random: Random,
  marker: string,
  things: readonly Thing[],
  owner: () => string,
  make: (entity: string, values: { [field: string]: unknown }) => Promise<string>,
): Promise<{ moment: string; gone: Thing[] }> {
  const accounts = things.filter((thing) => thing.entity === 'accounts');
  const gone: Thing[] = [];
  for (let i = 0; i < 5; i++) {
    const values = { name: marker, account: random.chance(0.3) ? null : random.of(accounts).id, owner: owner() };
    gone.push({ entity: 'deals', id: await make('deals', values), owner: values.owner, account: values.account, values });
  }
  const { rows } = await server.system.read((reader) => reader.db.query({ text: 'select clock_timestamp()', values: [] }));
  for (const { id } of gone) await server.system.records.delete('deals', id);
  for (const { id } of accounts) await server.system.records.update('accounts', id, { name: renamed(marker) });
  return { moment: String(rows[0]?.[0]).replace(/\+00$/, 'Z'), gone };
}

function renamed(marker: string): string {
  return `${marker} Renamed`;
}

/** As of: in reach is what is in reach now, of what is gone what was at last; a name of then is for whoever sees whose it was. */
async function askThen({ world, naive, person, caller, marker, random, findings }: Probe, entity: string): Promise<void> {
  findings.asked.add('POST /records/{entity}/{id}/restore');
  const at = `as_of=${encodeURIComponent(world.moment)}`;
  const all = [...world.things, ...world.gone].filter((thing) => thing.entity === entity);
  const seen = new Set(all.filter((thing) => naive.may(person, thing, 'view')).map((thing) => thing.id));
  const granted = naive.granted(person, entity, 'view');
  const what = `${person.login} lists ${entity} as of then`;
  const hasTitle = all.some((thing) => Object.hasOwn(thing.values, 'account')) && naive.fieldRight(person, entity, 'account') !== 'hidden';
  const listed = await caller.get(`records/${entity}?limit=500&fields=id${hasTitle ? ',account' : ''}&count=exact&q=${marker}&${at}`);
  const counted = await caller.post(`records/${entity}/aggregate`, { measures: [{ fn: 'count' }], as_of: world.moment, q: marker });
  decide(findings, what, listed.status, granted ? 200 : 403);
  decide(findings, `${what}, aggregate`, counted.status, granted ? 200 : 403);
  const thing = random.of(all);
  const opened = await caller.get(`records/${entity}/${thing.id}?${at}`);
  const miss = granted ? 404 : 403;
  decide(findings, `${what}: ${thing.id} opened`, opened.status, naive.may(person, thing, 'view') ? 200 : miss);
  const kept = random.of(world.things.filter((one) => one.entity === entity));
  const restored = await caller.post(`records/${entity}/${kept.id}/restore`, { as_of: world.moment, fields: ['description'] });
  const mayRestore = naive.granted(person, entity, 'update') ? (naive.may(person, kept, 'update') ? 200 : 404) : 403;
  decide(findings, `${what}: ${kept.id} restored`, restored.status, naive.may(person, kept, 'view') ? mayRestore : miss);
  if (!granted) return;
  const { records = [], count } = listed.body as {
    records?: { id: string; account?: { id: string; title: string } | null }[];
    count?: number;
  };
  const got = new Map(records.map((record) => [record.id, record]));
  for (const one of all) decide(findings, `${what}: ${one.id}`, got.has(one.id), seen.has(one.id));
  decide(findings, `${what}, count`, count, seen.size);
  decide(findings, `${what}, aggregate`, (counted.body as { rows?: { count: number }[] }).rows?.[0]?.count, seen.size);
  if (hasTitle && naive.fieldRight(person, 'accounts', 'name') !== 'hidden') {
    for (const { id, account } of records) {
      const target = world.things.find((one) => one.id === account?.id);
      if (!target) continue;
      const title = naive.may(person, target, 'view') ? `${marker} Ltd` : renamed(marker);
      decide(findings, `${what}: title of the account of ${id}`, account?.title, title);
    }
  }
  for (const field of Object.keys(kept.values)) {
    if (naive.fieldRight(person, entity, field) !== 'hidden') continue;
    const { status } = await caller.get(`records/${entity}?filter=${encodeURIComponent(`${field} is empty`)}&limit=1&${at}`);
    decide(findings, `${what}: filtered by the hidden ${field}`, status, 400);
    const hidden = await caller.post(`records/${entity}/${kept.id}/restore`, { as_of: world.moment, fields: [field] });
    if (naive.may(person, kept, 'view')) decide(findings, `${what}: restores the hidden ${field}`, hidden.status, 400);
  }
}

/** People move, sets change, the house is built anew, somebody is locked out: the next request of an open session must obey. */
async function shake(server: TestServer, random: Random, world: World): Promise<void> {
  const { records } = server.system;
  for (const person of random.some(world.people.slice(1), 0.5)) {
    person.department = random.of(world.departments).id;
    person.role = random.chance(0.7) ? random.of(world.roles).id : null;
    person.sets = random.some(world.sets.slice(1), 0.4).map((set) => set.id);
    Object.assign(person, random.chance(0.3) ? drawIndividual(random) : { grants: [], field_rights: [] });
    const { department, role, sets, grants, field_rights } = person;
    await records.update('users', person.id, { department, role, permission_sets: sets, grants, field_rights });
  }
  for (const set of random.some(world.sets.slice(1), 0.4)) {
    set.grants = drawGrants(random);
    await records.update('permission_sets', set.id, { grants: set.grants });
  }
  for (const { id } of random.some(world.roles, 0.3)) world.roleSets.set(id, await giveRole(records, random, id, world.sets));
  for (const [i, group] of world.groups.entries()) {
    if (random.chance(0.5)) continue;
    Object.assign(group, drawInside(random, world.people, world.roles, world.groups.slice(0, i)));
    await records.update('owner_groups', group.id, { members: group.members, roles: group.roles, groups: group.groups });
  }
  for (const tree of [world.departments, world.roles])
    await moveNode(records, random, tree, tree === world.roles ? 'roles' : 'departments');
  for (const level of random.some(world.levels, 0.5)) {
    level.level = drawLevel(random);
    await records.update('sharing_levels', level.id, { level: level.level });
  }
  const gone = world.sharing.pop();
  if (gone) await records.delete('sharing_rules', gone.id);
  const rule = drawSharing(random, world);
  world.sharing.push({ id: String((await records.create('sharing_rules', sharingValues(rule))).id), ...rule });
  const locked = random.of(world.people.slice(1));
  locked.enabled = false;
  await records.update('users', locked.id, { status: 'disabled' });
}

/** A department or role goes below another one that is not below it. */
async function moveNode(records: Records, random: Random, tree: readonly Node[], entity: string): Promise<void> {
  const node = random.of(tree.filter(({ parent }) => parent !== null));
  const isInside = (id: string | null): boolean =>
    id === node.id || (id !== null && isInside(tree.find((one) => one.id === id)?.parent ?? null));
  const above = random.of(tree.filter(({ id }) => !isInside(id)));
  node.parent = above.id;
  await records.update(entity, node.id, { parent: above.id });
}

async function askDisabled({ caller, person, findings }: Probe): Promise<void> {
  for (const path of ['records/accounts', 'entities', 'search?q=a', 'jobs', 'session']) {
    const { status } = await caller.get(path);
    decide(findings, `${person.login} is disabled, ${path}`, status, 401);
  }
}

async function askAll(probe: Probe): Promise<void> {
  for (const entity of nouns) {
    await askList(probe, entity);
    await askOnes(probe, entity);
    await askThen(probe, entity);
    await askFields(probe, entity);
    await askBulk(probe, entity);
    await askExportAndWhy(probe, entity);
    await askLog(probe, entity);
  }
  await askAggregates(probe);
  await askReports(probe);
  await askSearch(probe);
  await askPaths(probe);
  await askSchema(probe);
  await askBound(probe);
  await askCalendar(probe);
  await askWrites(probe);
}

/** An API key with rights of its own reaches what both it and its user reach; the rights of either change meanwhile. */
async function askKey(server: TestServer, probe: Probe): Promise<void> {
  const { world, person, marker, random, findings } = probe;
  const { records } = server.system;
  const own = { grants: drawGrants(random), field_rights: drawFieldRights(random) };
  const { id, ...caller } = await server.key(person.id, { name: `${marker} key`, limited: true, ...own });
  const asKey = (): Probe => ({ ...probe, caller, naive: new NaiveKey(world, own) });
  for (const entity of nouns) {
    await askList(asKey(), entity);
    await askOnes(asKey(), entity);
    await askFields(asKey(), entity);
    await askBulk(asKey(), entity);
    await askLog(asKey(), entity);
  }
  own.grants = drawGrants(random);
  await records.update('api_keys', id, { grants: own.grants });
  await askAggregates(asKey());
  await askSearch(asKey());
  await askPaths(asKey());
  await askSchema(asKey());
  for (const path of ['sessions', 'protection'])
    decide(findings, `a key of ${person.login}, ${path}`, (await caller.get(path)).status, 403);
  await records.update('api_keys', id, { revoked: true });
  decide(findings, `a revoked key of ${person.login}`, (await caller.get('records/accounts')).status, 401);
}

/** Calendars tell of events in reach, and of others their hours to whom that is due: never a word, never an id. */
async function askCalendar({ world, naive, person, caller, marker, random, findings }: Probe): Promise<void> {
  findings.asked.add('POST /services/{service}').add('GET /feeds/{feed}/{secret}');
  const users = world.people.map(({ id }) => id);
  const events = world.things.filter(({ entity, values }) => entity === 'activities' && values.kind === 'event');
  const range = { from: '2026-05-04T00:00:00Z', to: '2026-05-05T00:00:00Z' };
  const answer = await caller.post('services/calendar', { ...range, users, groups: world.groups.map(({ id }) => id) });
  const granted = naive.granted(person, 'activities', 'view');
  decide(findings, `${person.login} looks into calendars`, answer.status, granted ? 200 : 403);
  const asked = await caller.post('services/busy', { ...range, users });
  decide(findings, `${person.login} asks who is busy`, asked.status, granted ? 200 : 403);
  if (!granted || answer.status !== 200 || asked.status !== 200) return;
  const told = new Set((answer.body as { events: { id: string }[] }).events.map(({ id }) => id));
  type Hours = { people: { user: { id: string }; spans: { start: string; end: string }[] }[] };
  const hours = new Map((asked.body as Hours).people.map(({ user, spans }) => [user.id, spans]));
  for (const event of events) {
    const right = naive.may(person, event, 'view');
    decide(findings, `${person.login}, the event ${event.id} in calendars`, told.has(event.id), right);
    const file = await caller.post('services/event_file', { id: event.id });
    decide(findings, `${person.login}, the event ${event.id} as a file`, file.status, right ? 200 : 404);
    if (!right)
      decide(findings, `${person.login}, the id of ${event.id}`, answer.text.includes(event.id) || asked.text.includes(event.id), false);
    for (const other of world.people) {
      const busy = event.owner === other.id || (event.values.participants as string[]).includes(other.id);
      if (!busy || !other.enabled) continue;
      const [start, end] = [event.values.starts_at, event.values.ends_at].map((text) => Date.parse(String(text))) as [number, number];
      const said = (hours.get(other.id) ?? []).some((span) => Date.parse(span.start) <= start && Date.parse(span.end) >= end);
      // For customers there is nobody else, not even in an event that they see.
      const due = naive.knowsHoursOf(person, other) || (right && !naive.isCustomer(person));
      decide(findings, `${person.login}, ${other.login} busy with ${event.id}`, said, due);
    }
  }
  const words = JSON.stringify([(answer.body as { busy: unknown }).busy, asked.body]);
  decide(findings, `${person.login}, words about busy hours`, words.replaceAll(`${marker}p`, '').includes(marker), false);
  const other = random.of(world.people.filter((one) => one.id !== person.id));
  const refused = await caller.post(`records/users/${other.id}/actions/new_calendar_address`);
  decide(findings, `${person.login} takes a calendar address of ${other.login}`, refused.status === 200, false);
  decide(
    findings,
    `${person.login} guesses an address`,
    (await caller.get('feeds/calendar/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa.ics')).status,
    404,
  );
}

/** Nouns whose reach follows from what they belong to: comments, relations, notifications. */
async function askBound({ world, naive, person, caller, marker, random, findings }: Probe): Promise<void> {
  const inside = naive.isInside(person);
  const ids = async (path: string) => {
    const { body } = await caller.get(path);
    return new Set(((body as { records?: { id: string }[] }).records ?? []).map(({ id }) => id));
  };
  const said = `said${marker}`;
  const listed = await ids(`records/comments?limit=500&fields=id&filter=${encodeURIComponent(`excerpt = "${said}"`)}`);
  const { body } = await caller.get(`search?q=${said}&limit=100`);
  const hits = new Set(((body as { hits?: { id: string }[] }).hits ?? []).map(({ id }) => id));
  for (const { id, about } of world.remarks) {
    const right = naive.hears(person, about);
    const what = `${person.login}, a comment on ${about.entity} ${about.id}`;
    decide(findings, `${what}: listed`, listed.has(id), right);
    decide(findings, `${what}: found`, hits.has(id), right);
    decide(findings, `${what}: opened`, (await caller.get(`records/comments/${id}`)).status, right ? 200 : inside ? 404 : 403);
    decide(findings, `${what}: its history`, (await caller.get(`records/comments/${id}/history`)).status, right ? 200 : inside ? 404 : 403);
  }
  const about = random.of(world.things);
  const written = await caller.post('records/comments', { about: { entity: about.entity, id: about.id }, text: 'on the way' });
  const hears = naive.hears(person, about);
  decide(findings, `${person.login} comments on ${about.entity} ${about.id}`, written.status, hears ? 201 : inside ? 422 : 403);
  const remark = random.of(world.remarks);
  const changed = await caller.patch(`records/comments/${remark.id}`, { text: said });
  const mayChange = naive.isRoot(person);
  decide(findings, `${person.login} changes a comment of the system`, changed.status, mayChange ? 200 : inside ? 404 : 403);

  const related = await ids(`records/relations?limit=500&fields=id&filter=${encodeURIComponent(`remark = "${marker}"`)}`);
  for (const { id, ends } of world.pairs) {
    const both = ends.every((end) => naive.hears(person, end));
    decide(findings, `${person.login}, a relation of ${ends[0].id} and ${ends[1].id}`, related.has(id), both);
  }
  const told = await ids('records/notifications?limit=500&fields=id');
  for (const { id, user } of world.notices) {
    decide(findings, `${person.login}, a notification of ${user}`, told.has(id), user === person.id);
    decide(
      findings,
      `${person.login} opens a notification of ${user}`,
      (await caller.get(`records/notifications/${id}`)).status,
      user === person.id ? 200 : 404,
    );
  }
}

/** List, count, groups and a filter agree on the same set of records. */
async function askList({ world, naive, person, caller, marker, findings }: Probe, entity: string): Promise<void> {
  const all = world.things.filter((thing) => thing.entity === entity);
  const seen = new Set(all.filter((thing) => naive.may(person, thing, 'view')).map((thing) => thing.id));
  const granted = naive.granted(person, entity, 'view');
  const what = `${person.login} lists ${entity}`;
  findings.asked.add('GET /records/{entity}').add('POST /records/{entity}/aggregate');
  const word = encodeURIComponent(marker);
  const listed = await caller.get(`records/${entity}?limit=500&fields=id&count=exact&q=${word}`);
  const counted = await caller.post(`records/${entity}/aggregate`, {
    measures: [{ fn: 'count' }],
    filter: `contains(${all[0]!.entity === 'activities' ? 'subject' : entity === 'contacts' ? 'last_name' : 'name'}, "${marker}")`,
  });
  if (!granted) {
    decide(findings, what, listed.status, 403);
    decide(findings, `${what}, aggregate`, counted.status, 403);
    return;
  }
  const { records = [], count } = listed.body as { records?: { id: string }[]; count?: number };
  const got = new Set(records.map((record) => record.id));
  for (const thing of all) decide(findings, `${what}: ${thing.id}`, got.has(thing.id), seen.has(thing.id));
  decide(findings, `${what}, count`, count, seen.size);
  decide(findings, `${what}, aggregate`, (counted.body as { rows?: { count: number }[] }).rows?.[0]?.count, seen.size);
}

/** All charts of a dashboard in one request: each is cut to what its reader reaches, and none tells of a hidden field. */
async function askAggregates({ world, naive, person, caller, marker, findings }: Probe): Promise<void> {
  findings.asked.add('POST /aggregates');
  const named: Readonly<Record<string, string>> = { activities: 'subject', contacts: 'last_name' };
  const marked = (entity: string) => `contains(${named[entity] ?? 'name'}, "${marker}")`;
  const queries = nouns.flatMap((entity) => [
    { entity, filter: marked(entity), measures: [{ fn: 'count' }] },
    { entity, filter: marked(entity), group_by: ['owner.department'], measures: [{ fn: 'count', where: marked(entity), as: 'n' }] },
    ...Object.keys(world.things.find((thing) => thing.entity === entity)!.values).map((field) => ({
      entity,
      measures: [
        { fn: 'count_distinct', field },
        { fn: 'count', where: `${field} is empty`, as: 'empty' },
      ],
    })),
  ]);
  type Answer = { rows?: { count?: number; n?: number }[]; problem?: { status: number } };
  const { answers = [] } = (await caller.post('aggregates', { queries })).body as { answers?: Answer[] };
  for (const [at, query] of queries.entries()) {
    const { entity } = query;
    const { rows, problem } = answers[at] ?? {};
    const [measure] = query.measures;
    const what = `${person.login} aggregates ${entity} (${JSON.stringify(query)})`;
    const hidden = measure && 'field' in measure && naive.fieldRight(person, entity, measure.field ?? '') === 'hidden';
    const granted = naive.granted(person, entity, 'view');
    decide(findings, what, problem?.status ?? 200, !granted ? 403 : hidden ? 400 : 200);
    if (problem || !('filter' in query)) continue;
    const seen = world.things.filter((thing) => thing.entity === entity && naive.may(person, thing, 'view')).length;
    decide(
      findings,
      `${what}: sum`,
      rows?.reduce((sum, row) => sum + (row.count ?? row.n ?? 0), 0),
      seen,
    );
  }
}

async function askOnes(probe: Probe, entity: string): Promise<void> {
  const { world, naive, person, caller, random, findings } = probe;
  findings.asked.add('GET /records/{entity}/{id}').add('GET /records/{entity}/{id}/history').add('PATCH /records/{entity}/{id}');
  const miss = naive.granted(person, entity, 'view') ? 404 : 403;
  for (const thing of world.things.filter((one) => one.entity === entity)) {
    const what = `${person.login}, ${entity} ${thing.id}`;
    const view = naive.may(person, thing, 'view');
    const { status, body } = await caller.get(`records/${entity}/${thing.id}`);
    decide(findings, `${what}: get`, status, view ? 200 : miss);
    if (view && status === 200) {
      const { can } = body as { can: { update: boolean; delete: boolean } };
      decide(findings, `${what}: can update`, can.update, naive.may(person, thing, 'update'));
      decide(findings, `${what}: can delete`, can.delete, !neverDeleted.has(entity) && naive.may(person, thing, 'delete'));
    }
    if (random.chance(0.3)) {
      const history = await caller.get(`records/${entity}/${thing.id}/history`);
      decide(findings, `${what}: history`, history.status, view ? 200 : miss);
    }
    if (['contacts', 'leads'].includes(entity) && random.chance(0.3)) await askPersonalData(probe, thing, what, view ? 200 : miss);
    if (random.chance(0.3)) {
      const patched = await caller.patch(`records/${entity}/${thing.id}`, { description: `by ${person.login} ${random.int(1e9)}` });
      const right = naive.may(person, thing, 'update') ? 200 : naive.granted(person, entity, 'update') ? 404 : 403;
      decide(findings, `${what}: patch`, patched.status, right);
    }
  }
}

/** What is told of a person over all nouns is what may be viewed there, and what is taken away is what may be exported. */
async function askPersonalData(
  { world, naive, person, caller, findings }: Probe,
  thing: Thing,
  what: string,
  status: number,
): Promise<void> {
  const path = `records/${thing.entity}/${thing.id}/personal-data`;
  findings.asked.add('GET /records/{entity}/{id}/personal-data').add('GET /records/{entity}/{id}/personal-data/file');
  const exported = naive.may(person, thing, 'export') ? 200 : naive.granted(person, thing.entity, 'export') ? 404 : 403;
  for (const [verb, right, answer] of [
    ['view', status, await caller.get(path)],
    ['export', exported, await caller.get(`${path}/file?format=json`)],
  ] as const) {
    decide(findings, `${what}: personal data to ${verb}`, answer.status, right);
    if (answer.status !== 200) continue;
    const { sections, records } = answer.body as Record<string, readonly { records: readonly { id: string }[] }[]>;
    const told = new Set((sections ?? records ?? []).flatMap((part) => part.records.map(({ id }) => id)));
    for (const other of world.things) {
      const right = naive.may(person, other, verb);
      if (told.has(other.id)) decide(findings, `${what}: personal data to ${verb} tells ${other.id}`, true, right);
    }
  }
}

const neverDeleted = new Set(['accounts', 'contacts']);

/** A hidden field is in no answer and in no question; one to read cannot be written. */
async function askFields({ world, naive, person, caller, findings }: Probe, entity: string): Promise<void> {
  const seen = world.things.filter((thing) => thing.entity === entity && naive.may(person, thing, 'view'));
  const [first] = seen;
  if (!first) return;
  const { body } = await caller.get(`records/${entity}/${first.id}`);
  const changeable = seen.find((thing) => naive.may(person, thing, 'update'));
  for (const field of Object.keys(first.values)) {
    const right = naive.fieldRight(person, entity, field);
    const what = `${person.login}, ${entity}.${field} (${right})`;
    decide(findings, `${what}: in the record`, Object.hasOwn((body as { record: object }).record, field), right !== 'hidden');
    if (right === null) continue;
    for (const question of [`filter=${encodeURIComponent(`${field} is empty`)}`, `sort=${field}`, `fields=${field}`]) {
      const { status } = await caller.get(`records/${entity}?${question}&limit=1`);
      decide(findings, `${what}: ${question}`, status, right === 'hidden' ? 400 : 200);
    }
    const grouped = await caller.post(`records/${entity}/aggregate`, { group_by: [field], measures: [{ fn: 'count' }] });
    decide(findings, `${what}: group`, grouped.status, right === 'hidden' ? 400 : 200);
    if (!changeable) continue;
    const { status } = await caller.patch(`records/${entity}/${changeable.id}`, { [field]: null });
    decide(findings, `${what}: written`, status, 422);
  }
}

/** A rehearsed mass edit and mass deletion reach just what single ones would. */
async function askBulk({ world, naive, person, caller, findings }: Probe, entity: string): Promise<void> {
  findings.asked.add('POST /records/{entity}/bulk');
  const all = world.things.filter((thing) => thing.entity === entity);
  const ids = all.map((thing) => thing.id);
  for (const verb of ['update', 'delete'] as const) {
    const body = verb === 'update' ? { update: { ids, set: { description: `${verb} ${person.login}` } } } : { delete: { ids } };
    const { status, body: answer } = await caller.post(`records/${entity}/bulk`, { ...body, dry_run: true });
    const allowed =
      naive.granted(person, entity, 'bulk') && naive.granted(person, entity, verb) && !(verb === 'delete' && neverDeleted.has(entity));
    const what = `${person.login} bulk ${verb} ${entity}`;
    if (!allowed) {
      decide(findings, what, status, 403);
      continue;
    }
    const { results = [] } = answer as { results?: { id: string; code?: string }[] };
    const reached = new Set(results.filter((row) => row.code !== 'not_found').map((row) => row.id));
    for (const thing of all) {
      const right = [verb, 'bulk'].every((one) => naive.may(person, thing, one));
      decide(findings, `${what}: ${thing.id}`, reached.has(thing.id), right);
    }
  }
}

/** An export holds what the list holds; "why?" gives the decision itself and the rule that, taken away, would turn it. */
async function askExportAndWhy({ world, naive, person, caller, marker, random, findings }: Probe, entity: string): Promise<void> {
  findings.asked.add('GET /records/{entity}/export').add('GET /records/{entity}/{id}/explain');
  const all = world.things.filter((thing) => thing.entity === entity);
  const exported = await caller.get(`records/${entity}/export?format=csv&fields=id&q=${marker}`);
  if (!naive.granted(person, entity, 'export') || !naive.granted(person, entity, 'view'))
    decide(findings, `${person.login} exports ${entity}`, exported.status, 403);
  else {
    for (const thing of all) {
      const right = naive.may(person, thing, 'view') && naive.may(person, thing, 'export');
      decide(findings, `${person.login} exports ${entity}: ${thing.id}`, exported.text.includes(thing.id), right);
    }
  }
  const thing = random.of(all);
  if (!naive.may(person, thing, 'view')) {
    decide(
      findings,
      `${person.login} asks why of ${thing.id}`,
      (await caller.get(`records/${entity}/${thing.id}/explain`)).status,
      naive.granted(person, entity, 'view') ? 404 : 403,
    );
    return;
  }
  const { body } = await caller.get(`records/${entity}/${thing.id}/explain`);
  const { explanation = [] } = body as { explanation?: { verb: string; allowed: boolean; because: string[]; missing: string[] }[] };
  for (const { verb, allowed, because, missing } of explanation) {
    const right = naive.may(person, thing, verb);
    decide(findings, `${person.login}, why ${verb} ${thing.id}`, allowed, right);
    decide(findings, `${person.login}, why ${verb} ${thing.id}: a reason`, (right ? because : missing).length > 0, true);
  }
}

interface Explained {
  readonly explanation: readonly {
    readonly verb: string;
    readonly allowed: boolean;
    readonly reasons: readonly {
      readonly kind: string;
      readonly scope?: string;
      readonly source?: {
        readonly kind: string;
        readonly record: { readonly entity: string; readonly id: string } | null;
        readonly line?: string;
      };
    }[];
  }[];
  readonly fields: readonly { readonly field: string; readonly right: string }[];
}

/** Root asks about others: where one rule alone says yes, taking that rule away says no. It is put back. */
async function askFlips(server: TestServer, probe: Probe, most: number): Promise<void> {
  const { world, naive, person, random, findings } = probe;
  const root = findings.callers.get(world.people[0]!.id)!;
  const ask = async (thing: Thing) =>
    (await root.get(`records/${thing.entity}/${thing.id}/explain?user=${person.id}`)).body as unknown as Explained;
  for (let i = 0; i < most; i++) {
    const reached = world.things.filter((one) => naive.may(person, one, 'view'));
    const thing = random.of(reached.length > 0 && random.chance(0.8) ? reached : world.things);
    const { explanation, fields } = await ask(thing);
    const cut = Object.keys(thing.values).filter((field) => naive.fieldRight(person, thing.entity, field) !== null);
    const told = fields.filter(({ field }) => Object.hasOwn(thing.values, field)).map(({ field }) => field);
    decide(findings, `${person.login}, cut fields of ${thing.entity}`, told.sort().join(), cut.sort().join());
    for (const { verb, allowed, reasons } of explanation) {
      decide(findings, `root asks why ${person.login} may ${verb} ${thing.id}`, allowed, naive.may(person, thing, verb));
      const [only] = reasons;
      const record = only?.source?.record;
      if (!allowed || reasons.length !== 1 || !only?.source || !record || only.kind !== 'rule') continue;
      const putBack = await takeAway(server, world, only.source, record, only.scope ?? '');
      const now = (await ask(thing)).explanation.find((one) => one.verb === verb)?.allowed;
      await putBack();
      findings.flips++;
      decide(findings, `${person.login} may ${verb} ${thing.id} without the ${only.source.kind} that says so`, now, false);
      // What was put back has another id.
      break;
    }
  }
}

type Source = NonNullable<Explained['explanation'][number]['reasons'][number]['source']>;

/** @returns what puts it back */
async function takeAway(
  { system: { records } }: TestServer,
  world: World,
  { kind, line }: Source,
  { entity, id }: { readonly entity: string; readonly id: string },
  scope: string,
): Promise<() => Promise<unknown>> {
  if (kind === 'sharing_level') {
    const { level } = world.levels.find((one) => one.id === id)!;
    await records.update(entity, id, { level: 'private' });
    return () => records.update(entity, id, { level });
  }
  if (kind === 'sharing_rule') {
    const rule = world.sharing.find((one) => one.id === id)!;
    await records.delete(entity, id);
    return async () => {
      rule.id = String((await records.create(entity, sharingValues(rule))).id);
    };
  }
  type Line = { id: string; target: string; verb: string; scopes: string[] };
  const lines = (await records.get(entity, id, ['grants'])).grants as Line[];
  const bare = (all: readonly Line[]) => all.map(({ target, verb, scopes }) => ({ target, verb, scopes }));
  const left = lines.map((one) => (one.id === line ? { ...one, scopes: one.scopes.filter((each) => each !== scope) } : one));
  await records.update(entity, id, { grants: bare(left.filter(({ scopes }) => scopes.length > 0)) });
  return () => records.update(entity, id, { grants: bare(lines) });
}

/** A report holds the rows its viewer reaches, on every level; a saved one is there for whom it is shared with. */
async function askReports({ world, naive, person, caller, marker, findings }: Probe): Promise<void> {
  findings.asked.add('POST /reports/preview').add('GET /reports/{id}').add('GET /reports/{id}/rows').add('GET /reports/{id}/file');
  findings.asked.add('POST /reports/{id}/files').add('GET /reports/files/{id}');
  const named: Readonly<Record<string, string>> = { activities: 'subject', contacts: 'last_name' };
  type Answer = { head?: { totals: { rows: number }[] }; rows?: { ids: (string | null)[] }[] };
  for (const entity of nouns) {
    const definition = { entity, columns: [], filter: `contains(${named[entity] ?? 'name'}, "${marker}")` };
    const { status, body } = await caller.post('reports/preview', { definition, limit: 500 });
    const what = `${person.login} reports on ${entity}`;
    decide(findings, what, status, naive.readsReports(person) && naive.granted(person, entity, 'view') ? 200 : 403);
    if (status !== 200) continue;
    const { head, rows = [] } = body as Answer;
    const got = new Set(rows.map(({ ids }) => ids[0]));
    const all = world.things.filter((thing) => thing.entity === entity);
    const seen = all.filter((thing) => naive.mayReport(person, thing));
    for (const thing of all) decide(findings, `${what}: ${thing.id}`, got.has(thing.id), seen.includes(thing));
    decide(findings, `${what}, total`, head?.totals[0]?.rows, seen.length);
  }
  const links = [{ name: 'deals', required: true, filter: `contains(name, "${marker}")` }];
  const joined = await caller.post('reports/preview', { definition: { entity: 'accounts', links, columns: [] }, limit: 500 });
  const readable = naive.readsReports(person) && ['accounts', 'deals'].every((entity) => naive.granted(person, entity, 'view'));
  const told = naive.fieldRight(person, 'deals', 'account') !== 'hidden';
  const text = naive.fieldRight(person, 'deals', 'name') !== 'hidden';
  decide(findings, `${person.login} reports on accounts with deals`, joined.status, readable && told && text ? 200 : 403);
  if (joined.status === 200) {
    const got = new Set(((joined.body as Answer).rows ?? []).map(({ ids }) => ids[1]));
    const reached = new Map(world.things.map((thing) => [thing.id, naive.mayReport(person, thing)]));
    for (const thing of world.things.filter((one) => one.entity === 'deals')) {
      const right = reached.get(thing.id) === true && thing.account !== null && reached.get(thing.account) === true;
      decide(findings, `${person.login} reports on accounts with deals: ${thing.id}`, got.has(thing.id), right);
    }
  }
  const saved = naive.isRoot(person) ? 200 : 403;
  for (const path of ['', '/rows', '/file']) {
    const { status } = await caller.get(`reports/${world.report}${path}`);
    decide(findings, `${person.login} opens a saved report${path}`, status, saved);
  }
  const ordered = await caller.post(`reports/${world.report}/files`, { format: 'csv' });
  decide(findings, `${person.login} has a saved report made`, ordered.status, saved === 200 ? 202 : 403);
  // Not there for others; one's own was made with other rights.
  const kept = await caller.get(`reports/files/${world.kept.id}`);
  const strange = naive.isInside(person) ? 404 : 403;
  decide(findings, `${person.login} fetches a file of a report`, kept.status, world.kept.user === person.id ? 403 : strange);
}

async function askSearch({ world, naive, person, caller, marker, findings }: Probe): Promise<void> {
  findings.asked.add('GET /search');
  const { body } = await caller.get(`search?q=${marker}&limit=100`);
  const hits = new Set(((body as { hits?: { id: string }[] }).hits ?? []).map((hit) => hit.id));
  for (const thing of world.things) {
    const seen = naive.may(person, thing, 'view');
    decide(findings, `${person.login} searches: ${thing.entity} ${thing.id}`, hits.has(thing.id), seen);
  }
}

/** What lies behind a reference is as guarded as the record itself; its title travels. */
/** Making records, running actions, attaching files: what the noun's verbs and the record's scope say, and nothing else. */
async function askWrites({ world, naive, person, caller, random, findings }: Probe): Promise<void> {
  findings.asked
    .add('POST /records/{entity}')
    .add('POST /records/{entity}/{id}/actions/{action}')
    .add('POST /records/{entity}/{id}/files')
    .add('POST /files')
    .add('GET /files/{id}');
  for (const [entity, field] of [
    ['leads', 'name'],
    ['contacts', 'last_name'],
  ] as const) {
    const owner = random.of(world.people).id;
    const { status } = await caller.post(`records/${entity}`, { [field]: 'Made on the way', owner });
    const made: Thing = { entity, id: '', owner, account: null, values: {}, by: person.id };
    const right = !naive.granted(person, entity, 'create')
      ? 403
      : naive.fieldRight(person, entity, field)
        ? 422
        : naive.may(person, made, 'create')
          ? 201
          : 403;
    decide(findings, `${person.login} makes a ${entity} of ${owner}`, status, right);
  }
  const contact = random.of(world.things.filter((thing) => thing.entity === 'contacts'));
  const seen = naive.may(person, contact, 'view');
  const act = await caller.post(`records/contacts/${contact.id}/actions/follow_up`, { next_action_on: '2030-01-01' });
  const acted = naive.may(person, contact, 'update') ? 200 : naive.granted(person, 'contacts', 'update') ? 404 : 403;
  decide(findings, `${person.login} follows up ${contact.id}`, act.status, acted);
  const form = new FormData();
  form.append('file', new Blob(['hello']), 'hello.txt');
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const sent = { body: await request.arrayBuffer(), headers: { 'content-type': request.headers.get('content-type')! } };
  const kept = await caller.send('POST', 'files', sent);
  decide(
    findings,
    `${person.login} uploads a file for a record to come`,
    kept.status,
    naive.granted(person, 'files', 'create') ? 201 : 403,
  );
  const upload = await caller.send('POST', `records/contacts/${contact.id}/files`, sent);
  const mayAttach = seen && naive.granted(person, 'files', 'create');
  decide(
    findings,
    `${person.login} attaches a file to ${contact.id}`,
    upload.status,
    mayAttach ? 201 : !naive.granted(person, 'contacts', 'view') || seen ? 403 : 404,
  );
  if (upload.status !== 201) return;
  const { record } = upload.body as { record: { id: string } };
  const file: Thing = { entity: 'files', id: record.id, owner: person.id, account: null, values: {}, by: person.id };
  for (const other of world.people.filter((one) => one.enabled)) {
    const answer = await findings.callers.get(other.id)!.get(`files/${file.id}`);
    decide(
      findings,
      `${other.login} downloads a file of ${person.login}`,
      answer.status,
      // Whoever does not see the contact sees none of its documents (row TT-30).
      naive.may(other, file, 'view') && naive.may(other, contact, 'view') ? 200 : naive.granted(other, 'files', 'view') ? 404 : 403,
    );
  }
}

/** Deleting for good, and imports: who may import a noun may upload and look at a table, his own only. */
async function askRest(server: TestServer, { world, naive, person, caller, random, findings }: Probe): Promise<void> {
  findings.asked.add('DELETE /records/{entity}/{id}').add('POST /imports/inspect').add('POST /imports/{file}/inspect').add('POST /imports');
  findings.asked.add('GET /records/{entity}/import-sample');
  const owner = random.of(world.people).id;
  const lead = await server.system.records.create('leads', { name: 'To be deleted', owner });
  const thing: Thing = { entity: 'leads', id: String(lead.id), owner, account: null, values: {} };
  const removed = await caller.delete(`records/leads/${thing.id}`);
  decide(
    findings,
    `${person.login} deletes a lead of ${owner}`,
    removed.status,
    naive.may(person, thing, 'delete') ? 204 : naive.granted(person, 'leads', 'delete') ? 404 : 403,
  );
  const form = new FormData();
  form.append('entity', 'leads');
  form.append('file', new Blob(['name\nOne\n']), 'leads.csv');
  const request = new Request('http://localhost', { method: 'POST', body: form });
  const headers = { 'content-type': request.headers.get('content-type')! };
  const inspected = await caller.send('POST', 'imports/inspect', { body: await request.arrayBuffer(), headers });
  const may = naive.granted(person, 'leads', 'import');
  decide(findings, `${person.login} uploads a table of leads`, inspected.status, may ? 200 : 403);
  const sample = await caller.get('records/leads/import-sample');
  decide(findings, `${person.login} gets a sample of a table of leads`, sample.status, may ? 200 : 403);
  if (!may || inspected.status !== 200) return;
  const { file } = inspected.body as { file: { id: string } };
  for (const other of world.people.filter((one) => one.enabled && one.id !== person.id)) {
    const stranger = findings.callers.get(other.id)!;
    const table: Thing = { entity: 'files', id: file.id, owner: person.id, account: null, values: {} };
    const refused = !naive.granted(other, 'leads', 'import') ? 403 : naive.may(other, table, 'view') ? null : 404;
    const looked = await stranger.post(`imports/${file.id}/inspect`, { entity: 'leads' });
    decide(findings, `${other.login} looks at a table of ${person.login}`, looked.status, refused ?? 200);
    const order = { entity: 'leads', file: file.id, mapping: [{ column: 'name', field: 'name' }] };
    decide(findings, `${other.login} imports a table of ${person.login}`, (await stranger.post('imports', order)).status, refused ?? 202);
  }
}

/** Merged are records one may merge and delete, into one that one may change. */
async function askMerges(server: TestServer, { world, naive, person, caller, random, findings }: Probe): Promise<void> {
  findings.asked.add('POST /records/{entity}/merge').add('POST /records/{entity}/merges');
  const { records } = server.system;
  const owners = [random.of(world.people).id, random.of(world.people).id];
  const leads: Thing[] = [];
  for (const owner of owners) {
    const { id } = await records.create('leads', { name: 'To be merged', owner });
    leads.push({ entity: 'leads', id: String(id), owner, account: null, values: {} });
  }
  const [target, source] = leads as [Thing, Thing];
  const granted = ['merge', 'update', 'delete'].every((verb) => naive.granted(person, 'leads', verb));
  const gone = ['merge', 'delete'].every((verb) => naive.may(person, source, verb));
  const right = !granted ? 403 : naive.may(person, target, 'update') && gone ? 200 : 404;
  const request = { target: target.id, sources: [source.id] };
  const { status } = await caller.post('records/leads/merge', { ...request, dry_run: true });
  decide(findings, `${person.login} merges leads of ${owners.join(' and ')}`, status, right);
  const many = await caller.post('records/leads/merges', { merges: [request] });
  decide(findings, `${person.login} merges many leads`, many.status, granted ? 202 : 403);
  findings.asked.add('POST /records/{entity}/archive');
  const put = await caller.post('records/leads/archive', { ids: [target.id], archived: true });
  const mayPut = naive.may(person, target, 'update') ? 200 : naive.granted(person, 'leads', 'update') ? 404 : 403;
  decide(findings, `${person.login} archives a lead of ${target.owner}`, put.status, mayPut);
  for (const lead of leads) await records.delete('leads', lead.id);
  findings.asked.add('POST /records/{entity}/duplicates');
  const alike = await caller.post('records/leads/duplicates', { values: { email: 'l@b.example' } });
  decide(findings, `${person.login} asks for duplicates of a lead`, alike.status, naive.granted(person, 'leads', 'view') ? 200 : 403);
  const { found = [], hidden } = alike.body as { found?: { id: string }[]; hidden?: boolean };
  const known = new Map(world.things.map((thing) => [thing.id, thing]));
  for (const { id } of found) {
    const thing = known.get(id);
    if (thing) decide(findings, `${person.login} hears of a duplicate ${id}`, true, naive.may(person, thing, 'view'));
  }
  if (alike.status === 200) decide(findings, `${person.login} hears of hidden duplicates`, hidden, false);
  await askGroups({ world, naive, person, caller, random, findings }, known);
  await askOwners({ naive, person, caller, findings });
}

/** Offered are those alone who may be looked at. */
async function askOwners({ naive, person, caller, findings }: Omit<Probe, 'marker' | 'world' | 'random'>): Promise<void> {
  findings.asked.add('GET /records/{entity}/owners');
  const { status, body } = await caller.get('records/leads/owners?limit=5');
  const gives = naive.granted(person, 'leads', 'create') || naive.granted(person, 'leads', 'update');
  decide(findings, `${person.login} is offered owners`, status, gives ? 200 : 403);
  for (const { entity, id } of (body as { owners?: { entity: string; id: string }[] }).owners ?? [])
    decide(findings, `${person.login} sees the owner ${id}`, (await caller.get(`records/${entity}/${id}?fields=id`)).status, 200);
}

/** Groups of duplicates are made of records that one may view alone. */
async function askGroups(
  { world, naive, person, caller, random, findings }: Omit<Probe, 'marker'>,
  known: ReadonlyMap<string, Thing>,
): Promise<void> {
  findings.asked
    .add('GET /duplicates/{entity}')
    .add('POST /duplicates/{entity}/search')
    .add('POST /duplicates/{entity}/among')
    .add('POST /duplicates/{entity}/apart')
    .add('GET /duplicates/{entity}/apart');
  const may = (verb: string) => naive.granted(person, 'leads', verb);
  const searched = await caller.post('duplicates/leads/search');
  const mayMerge = ['merge', 'update', 'delete'].every(may) || (may('view') && naive.administers(person));
  decide(findings, `${person.login} searches for duplicates`, searched.status, mayMerge ? 202 : 403);
  const answers = [await caller.get('duplicates/leads'), await caller.post('duplicates/leads/among', { filter: 'true' })];
  for (const { status, body } of answers) {
    decide(findings, `${person.login} looks at duplicates`, status, may('view') ? 200 : 403);
    const { groups = [] } = body as { groups?: { records: { id: string }[]; hidden: number }[] };
    for (const { records, hidden } of groups) {
      decide(findings, `${person.login} hears of hidden duplicates`, hidden, 0);
      for (const { id } of records) {
        const thing = known.get(id);
        if (thing) decide(findings, `${person.login} sees a duplicate ${id}`, true, naive.may(person, thing, 'view'));
      }
    }
  }
  const leads = world.things.filter(({ entity }) => entity === 'leads');
  const [one, other] = [random.of(leads), random.of(leads)];
  if (one.id === other.id) return;
  const seen = naive.may(person, one, 'view') && naive.may(person, other, 'view');
  const right = !may('view') || !may('update') ? 403 : seen ? 200 : 404;
  const said = await caller.post('duplicates/leads/apart', { ids: [one.id, other.id], apart: true });
  decide(findings, `${person.login} says that two leads are not the same`, said.status, right);
  const kept = await caller.get('duplicates/leads/apart');
  decide(findings, `${person.login} looks at what is not the same`, kept.status, may('view') ? 200 : 403);
  for (const pair of (kept.body as { pairs?: { one: { id: string }; other: { id: string } }[] }).pairs ?? []) {
    for (const { id } of [pair.one, pair.other]) {
      const thing = known.get(id);
      if (thing) decide(findings, `${person.login} sees a pair of ${id}`, true, naive.may(person, thing, 'view'));
    }
  }
}

/** The activity log tells of the records that are in reach, page by page; its export of those that may be exported. */
async function askLog({ world, naive, person, caller, findings }: Probe, entity: string): Promise<void> {
  findings.asked.add('GET /changes').add('GET /changes/export');
  const things = world.things.filter((thing) => thing.entity === entity);
  const question = `entity=${entity}&verb=create`;
  const told = new Set<string>();
  for (let after = ''; ; ) {
    const { status, body } = await caller.get(`changes?${question}&limit=200${after}`);
    if (!naive.granted(person, entity, 'view')) return decide(findings, `${person.login}, log of ${entity}`, status, 403);
    const { changes, next } = body as { changes: { record: string }[]; next: string | null };
    for (const { record } of changes) told.add(record);
    if (next === null) break;
    after = `&after=${next}`;
  }
  for (const thing of things)
    decide(findings, `${person.login}, log of ${entity}: ${thing.id}`, told.has(thing.id), naive.may(person, thing, 'view'));
  const { status, text } = await caller.get(`changes/export?${question}`);
  const mayExport = naive.granted(person, entity, 'export');
  decide(findings, `${person.login} exports the log of ${entity}`, status, mayExport ? 200 : 403);
  if (!mayExport) return;
  for (const thing of things) {
    const right = naive.may(person, thing, 'view') && naive.may(person, thing, 'export');
    decide(findings, `${person.login} exports the log of ${entity}: ${thing.id}`, text.includes(thing.id), right);
  }
}

/** Changes are taken back by who made them or by root; jobs are one's own. */
async function askUndo(server: TestServer, { world, naive, person, caller, random, findings }: Probe): Promise<void> {
  findings.asked
    .add('POST /changes/{id}/undo')
    .add('GET /jobs/{id}')
    .add('POST /jobs/{id}/cancel')
    .add('POST /jobs/{id}/undo')
    .add('GET /jobs')
    .add('GET /jobs/export')
    .add('GET /jobs/{id}/errors.csv');
  const thing = random.of(world.things);
  await server.system.records.update(thing.entity, thing.id, { description: `by the system ${random.int(1e9)}` });
  const change = (await server.system.records.history(thing.entity, thing.id)).changes[0]!;
  const { status } = await caller.post(`changes/${change.id}/undo`);
  decide(findings, `${person.login} takes back what the system did`, status, naive.isRoot(person) ? 200 : 403);
  const job = await server.system.enqueue('undo', { job: change.id });
  const right = naive.isRoot(person) ? 200 : 404;
  decide(findings, `${person.login} looks at a job of the system`, (await caller.get(`jobs/${job}`)).status, right);
  decide(findings, `${person.login} reads its errors`, (await caller.get(`jobs/${job}/errors.csv`)).status, right);
  const listed = (await caller.get('jobs')).body as { jobs?: { id: string }[] };
  decide(findings, `${person.login} lists jobs`, listed.jobs?.some((one) => one.id === job) ?? false, naive.isRoot(person));
  const everybody = naive.administers(person) ? 200 : 403;
  decide(findings, `${person.login} lists jobs of all`, (await caller.get('jobs?everybody=true&limit=1')).status, everybody);
  decide(findings, `${person.login} takes jobs of all along`, (await caller.get('jobs/export?everybody=true&kind=undo')).status, everybody);
  decide(findings, `${person.login} cancels a job of the system`, (await caller.post(`jobs/${job}/cancel`)).status, right);
  if (!naive.isRoot(person))
    decide(findings, `${person.login} takes back a job of the system`, (await caller.post(`jobs/${job}/undo`)).status, 404);
}

async function askPaths({ world, naive, person, caller, marker, findings }: Probe): Promise<void> {
  if (!naive.granted(person, 'deals', 'view')) return;
  const hidden = naive.fieldRight(person, 'accounts', 'city') === 'hidden';
  const listed = await caller.get(`records/deals?limit=500&fields=account.city&q=${marker}`);
  decide(findings, `${person.login} reads account.city`, listed.status, hidden ? 400 : 200);
  if (hidden) return;
  const { records = [] } = listed.body as { records?: { id: string; account: { id: string; city: string | null } | null }[] };
  const filtered = await caller.get(`records/deals?limit=500&fields=id&q=${marker}&filter=${encodeURIComponent('account.city = "oslo"')}`);
  const matches = new Set(((filtered.body as { records?: { id: string }[] }).records ?? []).map((record) => record.id));
  for (const record of records) {
    const account = world.things.find((thing) => thing.id === record.account?.id);
    const reached = account !== undefined && naive.may(person, account, 'view');
    decide(findings, `${person.login} reads account.city of ${record.id}`, record.account?.city ?? null, reached ? 'Oslo' : null);
    decide(findings, `${person.login} filters by account.city: ${record.id}`, matches.has(record.id), reached);
  }
}

async function askSchema({ naive, person, caller, findings }: Probe): Promise<void> {
  findings.asked.add('GET /entities').add('GET /entities/{entity}');
  const { body } = await caller.get('entities');
  const { entities = [] } = body as { entities?: { name: string; can: Record<string, boolean>; fields: { name: string }[] }[] };
  for (const entity of nouns) {
    const told = entities.find((one) => one.name === entity);
    const visible = naive.granted(person, entity, 'view') || naive.granted(person, entity, 'create');
    decide(findings, `${person.login} is told of ${entity}`, told !== undefined, visible);
    const { status } = await caller.get(`entities/${entity}`);
    decide(findings, `${person.login} asks about ${entity}`, status, visible ? 200 : 404);
    if (!told) continue;
    for (const verb of ['view', 'create', 'update', 'export', 'bulk'])
      decide(findings, `${person.login} can ${verb} ${entity}`, told.can[verb], naive.granted(person, entity, verb));
  }
}

function decide(findings: Findings, what: string, got: unknown, right: unknown): void {
  findings.decisions++;
  if (got !== right) findings.wrong.push(`${what}: ${String(got)} instead of ${String(right)}`);
}
