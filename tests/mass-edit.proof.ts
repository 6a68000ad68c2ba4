// 100,000 records edited at once while somebody else writes among them, and taken back: his values stay, everything else is as before.

import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, expect, it } from 'vitest';
import { randomFrom } from './access/world.ts';
import { call, ended, everyRecord, importLines, type Program, signIn, start, stop } from './faults/program.ts';

const MANY = Number(process.env['KONTOR_RECORDS'] ?? 100_000);
const SOURCE = 'mass edit';
const PATIENCE = 900_000;
const filter = `source = "${SOURCE}"`;

interface Lead {
  readonly id: string;
  readonly city: string | null;
  readonly title: string | null;
}
interface Job {
  readonly state: string;
  readonly done: number;
  readonly result: Readonly<Record<string, number>>;
  readonly errors: readonly { readonly id: string; readonly field: string; readonly code: string }[];
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'kontor-mass-edit-')));
const program = await start(folder);
afterAll(async () => {
  await stop(program);
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

it('100,000 records are edited and set back, and what a colleague writes before, meanwhile and after is his', async () => {
  const colleague = await colleagueOf(program);
  const rows = Array.from({ length: MANY }, (_, n) => `Lead ${n},${SOURCE}`);
  await done(await importLines(program, 'leads', ['name,source', ...rows], { mapping: { name: 'name', source: 'source' } }));
  const before = await leads();
  expect(before).toHaveLength(MANY);
  const random = randomFrom(6);
  const his = new Map<string, Partial<Lead>>();
  /** Two of them: one writes the very field that is edited, the other one beside it. */
  const write = async (values: Partial<Lead>) => {
    const { id } = random.of(before);
    if (his.has(id)) return;
    his.set(id, values);
    expect((await call(colleague, 'PATCH', `records/leads/${id}`, values)).status).toBe(200);
  };
  const meanwhile = async (job: string) => {
    const seen: number[] = [];
    for (let state = 'running'; ['queued', 'running'].includes(state); ) {
      // A job names a thousand of what it kept, at most.
      if (seen.length < 300) {
        await write({ city: 'Graz' });
        await write({ title: 'Chief' });
      }
      const now = await jobOf(job);
      ({ state } = now);
      seen.push(now.done);
      await delay(20);
    }
    // It is told how far it is, and never goes back.
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    expect(new Set(seen).size).toBeGreaterThan(MANY / 20_000);
  };

  const edit = { update: { filter, set: { city: 'Turku' } } };
  const rehearsal = await done(await order('records/leads/bulk', { ...edit, dry_run: true }));
  expect(rehearsal.result).toMatchObject({ updated: MANY });
  expect((await leads()).filter(({ city }) => city !== null)).toEqual([]);

  const job = await order('records/leads/bulk', edit);
  await meanwhile(job);
  expect((await done(job)).result).toMatchObject({ updated: expect.any(Number) });
  const after = await leads();
  expect(after.filter(({ id, city }) => city !== 'Turku' && his.get(id)?.city === undefined)).toEqual([]);
  for (let i = 0; i < 20; i++) await write({ city: 'Graz' });
  const later = (await leads()).filter(({ city }) => city === 'Graz').map(({ id }) => id);

  const undo = await order(`jobs/${job}/undo`, {});
  await meanwhile(undo);
  const { errors } = await done(undo);
  const back = await leads();
  expect(back).toHaveLength(MANY);
  const wrong = back.filter(({ id, city, title }) => city !== (his.get(id)?.city ?? null) || title !== (his.get(id)?.title ?? null));
  expect(wrong).toEqual([]);
  // Kept ones are told: written after the edit came by, and before the undo did.
  expect(new Set(errors.map(({ field, code }) => `${field} ${code}`))).toEqual(new Set(['city changed_later']));
  expect(errors.filter(({ id }) => his.get(id)?.city === undefined)).toEqual([]);
  const told = new Set(errors.map(({ id }) => id));
  expect(later.length).toBeGreaterThanOrEqual(20);
  expect(later.filter((id) => !told.has(id))).toEqual([]);
  console.log(`A colleague wrote ${his.size} of ${MANY} records; the undo kept and named ${errors.length} of his values.`);
});

async function colleagueOf({ child, api }: Program): Promise<Program> {
  const login = { login: 'colleague', password: 'correct horse' };
  const [[department], [set]] = await Promise.all([
    everyRecord<{ id: string }>(program, 'departments', { fields: 'id', filter: 'parent is empty' }),
    everyRecord<{ id: string }>(program, 'permission_sets', { fields: 'id', filter: 'name = "Administrator"' }),
  ]);
  const values = { ...login, name: 'Colleague', department: department!.id, permission_sets: [set!.id] };
  expect((await call(program, 'POST', 'records/users', values)).status).toBe(201);
  return signIn({ child, api }, login);
}

function leads(): Promise<Lead[]> {
  return everyRecord<Lead>(program, 'leads', { fields: 'id,city,title', filter });
}

/** Answers the job that does it. */
async function order(path: string, body: unknown): Promise<string> {
  const answer = await call(program, 'POST', path, body);
  expect(answer.status).toBe(202);
  return (answer.body as { job: string }).job;
}

async function jobOf(id: string): Promise<Job> {
  return (await call(program, 'GET', `jobs/${id}`)).body as Job;
}

async function done(job: string): Promise<Job> {
  expect(await ended(program, job, PATIENCE)).toBe('done');
  return jobOf(job);
}
