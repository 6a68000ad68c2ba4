// Imports on a real database: what comes in, what is refused and why, twice, interrupted, taken back, and by whom.

import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { modules } from '../../app/kontor.config.ts';
import {
  checkbox,
  children,
  date,
  defineEntity,
  defineModule,
  email,
  integer,
  money,
  picklist,
  reference,
  references,
  text,
} from '../../schema/index.ts';
import { house } from '../../tests/scenarios.ts';
import type { BoundContext } from '../context.ts';
import { exportRecords } from '../export/export.ts';
import { cancelJob, type Job, readJob, releaseJobs, work } from '../jobs.ts';
import type { Values } from '../types.ts';
import { undoJob } from '../undo.ts';
import { inspectImport, uploadForImport } from './inspect.ts';
import type { ImportRequest } from './request.ts';
import { refusedRows, startImport } from './start.ts';

const firms = defineEntity('firms', {
  label: 'Firm',
  plural: 'Firms',
  title: 'name',
  fields: {
    name: text({ required: true, searched: true }),
    code: text({ unique: true }),
    city: text({ length: 20 }),
    mail: email(),
    size: integer({ min: 0 }),
    revenue: money(),
    founded: date(),
    joined: date({ default: '"2020-01-01"' }),
    kind: picklist(['Customer', 'Partner'], { default: '"Customer"', required: true }),
    active: checkbox(),
    parent: reference('firms', { acyclic: true, label: 'Parent firm' }),
    goods: references('goods'),
  },
  rules: [{ when: 'size > 1000 and city is empty', field: 'city', code: 'no_city', message: 'is needed for large firms' }],
  hooks: {
    beforeSave(draft) {
      if (draft.values.name === 'Forbidden') draft.refuse('name', 'forbidden', 'This firm is not welcome.');
    },
  },
});

const goods = defineEntity('goods', {
  label: 'Good',
  plural: 'Goods',
  title: 'name',
  owned: false,
  fields: { name: text({ required: true, searched: true }), code: text({ unique: true }), weight: integer({ max: 100 }) },
});

const persons = defineEntity('persons', {
  label: 'Person',
  plural: 'Persons',
  title: ['first', 'last'],
  fields: { first: text({ searched: true }), last: text({ required: true, searched: true }), firm: reference('firms') },
});

const visits = defineEntity('visits', {
  label: 'Visit',
  plural: 'Visits',
  title: 'name',
  fields: { name: text({ required: true }), person: reference('persons'), good: reference('goods'), firm: reference('firms') },
});

const orderLines = defineEntity('order_lines', {
  label: 'Line',
  plural: 'Lines',
  title: 'note',
  fields: {
    good: reference('goods', { required: true }),
    quantity: integer({ default: '1', required: true, min: 1 }),
    price: money(),
    note: text(),
    total: money({ formula: 'quantity * price' }),
  },
  rules: [{ when: 'quantity > 100 and note is empty', field: 'note', code: 'why', message: 'is needed for so many' }],
});

const orders = defineEntity('orders', {
  label: 'Order',
  plural: 'Orders',
  title: 'code',
  fields: {
    code: text({ required: true, unique: true }),
    firm: text(),
    placed: date(),
    lines: children(orderLines),
    total: money({ formula: 'sum(lines.total)' }),
  },
});

const at = await house({}, [...modules, defineModule({ name: 'tests', entities: [firms, goods, persons, visits, orderLines, orders] })]);
const root = await at.person('root');

async function upload(context: BoundContext, entity: string, csv: string): Promise<string> {
  return String((await uploadForImport(context, entity, 'test.csv', Readable.from([Buffer.from(csv)]))).id);
}

/** Columns of the same name as fields, unless `more` says otherwise. */
async function bring(
  context: BoundContext,
  entity: string,
  csv: string,
  more: Partial<ImportRequest> = {},
): Promise<Job & { csv: string }> {
  const file = await upload(context, entity, csv);
  const header = csv.slice(0, csv.indexOf('\n')).trim().split(',');
  const job = await startImport(context, { entity, file, mapping: header.map((column) => ({ column, field: column })), ...more });
  await work(at.engine, { workspace: at.name, job });
  return result(context, job);
}

async function result(context: BoundContext, job: string): Promise<Job & { csv: string }> {
  let csv = '';
  for await (const piece of refusedRows(context, job)) csv += piece;
  return { ...(await context.read((reader) => readJob(reader, job, context.actor.id))), csv };
}

async function undo(id: string): Promise<void> {
  const job = await root.read((reader) => readJob(reader, id, null));
  await work(at.engine, { workspace: at.name, job: await undoJob(root, { id, actor: job.actor.id, done: job.done }) });
}

async function changesOf(entity: string, job: string | null = null): Promise<unknown> {
  const text = (space: string) => `select count(*) from ${space}.changes where entity = $1 and ($2::uuid is null or job = $2::uuid)`;
  const { rows } = await root.read((reader) => reader.db.query({ text: text(reader.workspace.space), values: [entity, job] }));
  return rows;
}

async function all(entity: string, fields: readonly string[], filter?: string): Promise<readonly Values[]> {
  return (await root.records.list(entity, { fields, sort: fields[0] ?? 'id', limit: 500, ...(filter ? { filter } : {}) })).records;
}

const count = async (entity: string, filter?: string) =>
  (await root.records.list(entity, { fields: ['id'], limit: 1, count: 'exact', ...(filter ? { filter } : {}) })).count;

describe('an import [CS-072, CS-083]', () => {
  it('brings in what is right and keeps what is not, with reasons [CS-086]', async () => {
    const csv = [
      'name,city,mail,size,founded,kind,active',
      'Alpha,Oslo,a@alpha.no,12,2020-02-30,Customer,yes',
      'Beta,Turku,not an address,5,2019-05-06,Partner,no',
      'Gamma,Bonn,g@gamma.de,7,2018-01-02,Partner,yes',
      ',Riga,,,,,',
      'Forbidden,Rome,,,,,',
      'Huge,,,5000,,,',
      'A city of more than twenty characters,Llanfairpwllgwyngyllgogerych,,,,,',
    ].join('\n');
    const job = await bring(root, 'firms', csv);
    expect(job).toMatchObject({
      state: 'done',
      result: { created: 1, updated: 0, unchanged: 0, skipped: 0, failed: 6 },
      done: 7,
      total: 7,
    });
    expect(job.errors.map(({ row, field, code }) => [row, field, code])).toEqual([
      [2, 'founded', 'not_a_date'],
      [3, 'mail', 'not_an_email'],
      [5, 'name', 'required'],
      [6, 'name', 'forbidden'],
      [7, 'city', 'no_city'],
      [8, 'city', 'too_long'],
    ]);
    const lines = job.csv.split('\r\n');
    expect(lines[0]).toBe('\ufeffname,city,mail,size,founded,kind,active,reason');
    expect(lines[1]).toMatch(/^Alpha,Oslo,a@alpha.no,12,2020-02-30,Customer,yes,.*2020-02-30.*is not a date/);
    expect(lines[5]).toBe('Huge,,,5000,,,,City is needed for large firms.');
    const [gamma] = await all('firms', ['name', 'city', 'mail', 'size', 'founded', 'kind', 'active', 'joined', 'owner'], 'name = "Gamma"');
    expect(gamma).toMatchObject({
      city: 'Bonn',
      mail: 'g@gamma.de',
      size: 7,
      founded: '2018-01-02',
      kind: 'Partner',
      active: true,
      joined: '2020-01-01',
    });
    expect(gamma?.owner).toMatchObject({ title: 'root person' });
    const { changes } = await root.records.history('firms', String(gamma?.id));
    expect(changes).toMatchObject([{ verb: 'create', cause: { kind: 'import', job: job.id } }]);
  });

  it('takes an empty cell for empty, but leaves what is required to its default', async () => {
    await bring(root, 'firms', 'name,joined,kind,owner\nEmpties,,,\n', { match: { fields: ['name'], mode: 'update' } });
    expect(await all('firms', ['name', 'joined', 'kind', 'owner'], 'name = "Empties"')).toMatchObject([
      { joined: null, kind: 'Customer', owner: { title: 'root person' } },
    ]);
  });

  it('maps words to nothing and slips to what was meant, and one column to two fields', async () => {
    const job = await bring(root, 'firms', 'name,kind,city\nMapped,Costumer,null\nOther,Partner,N/A\n', {
      mapping: [
        { column: 'name', field: 'name' },
        { column: 'name', field: 'code' },
        { column: 'kind', field: 'kind', values: { Costumer: 'Customer' } },
        { column: 2, field: 'city', values: { null: null, 'N/A': null } },
      ],
    });
    expect(job.result).toMatchObject({ created: 2 });
    expect(await all('firms', ['name', 'code', 'kind', 'city'], 'name in ("Mapped", "Other")')).toMatchObject([
      { name: 'Mapped', code: 'Mapped', kind: 'Customer', city: null },
      { name: 'Other', code: 'Other', kind: 'Partner', city: null },
    ]);
  });

  it('takes off the apostrophe that an export put before a formula', async () => {
    await bring(root, 'firms', "name,city\n'=cmd|x,'quoted'\n");
    expect(await all('firms', ['name', 'city'], 'name = "=cmd|x"')).toMatchObject([{ city: "'quoted'" }]);
  });

  it('refuses damaged rows and goes on behind them', async () => {
    const job = await bring(root, 'firms', 'name,city\nWhole 1,Oslo\n"Open,Oslo\nWhole 2,Oslo,extra\nWhole 3,Oslo\nCut');
    expect(job.result).toEqual({ created: 2, updated: 0, unchanged: 0, skipped: 0, failed: 3 });
    expect(job.errors.map(({ row, code }) => [row, code])).toEqual([
      [3, 'unclosed_quote'],
      [4, 'extra_cells'],
      [6, 'cut_off'],
    ]);
    expect(job.csv).toContain('Whole 2,Oslo,extra,');
  });

  it('says everything that is wrong with the request at once', async () => {
    const file = await upload(root, 'firms', 'name,city\nx,y\n');
    const request: ImportRequest = {
      entity: 'firms',
      file,
      mapping: [
        { column: 'nme', field: 'name' },
        { column: 'city', field: 'citty' },
        { column: 'name', field: 'created_at' },
        { column: 'name', field: 'city' },
        { column: 'city', field: 'city' },
      ],
      match: { fields: ['mail'], mode: 'update' },
    };
    await expect(startImport(root, request)).rejects.toMatchObject({
      status: 400,
      code: 'bad_import',
      problems: [
        { field: 'mapping.0.column', code: 'unknown_column', message: expect.stringContaining('Did you mean "name"?') },
        { field: 'mapping.1.field', code: 'unknown_field', message: expect.stringContaining('Did you mean "city"?') },
        { field: 'mapping.2.field', code: 'unknown_field' },
        { field: 'match.fields', code: 'not_mapped' },
        { field: 'mapping', code: 'repeated' },
      ],
    });
  });
});

describe('references', () => {
  it('are found by title, unique value and id; others refuse the row with the nearest', async () => {
    await bring(root, 'goods', 'name,code\nGTX Pro,G1\nGTX Basic,G2\nTwice,T1\nTwice,T2\n');
    const [{ id } = { id: '' }] = await all('goods', ['id'], 'code = "G2"');
    const job = await bring(root, 'visits', `name,good\nby title,gtx pro\nby code,g2\nby id,${id}\nslip,GTXPro\ntwo,Twice\nnone,Zebra\n`);
    expect(job.result).toEqual({ created: 3, updated: 0, unchanged: 0, skipped: 0, failed: 3 });
    expect(await all('visits', ['name', 'good'], 'starts_with(name, "by")')).toMatchObject([
      { name: 'by code', good: { title: 'GTX Basic' } },
      { name: 'by id', good: { title: 'GTX Basic' } },
      { name: 'by title', good: { title: 'GTX Pro' } },
    ]);
    expect(job.errors.map(({ row, code, message }) => [row, code, message])).toEqual([
      [5, 'unknown_reference', 'good: there is no good "GTXPro". Did you mean "GTX Pro"?'],
      [6, 'ambiguous', 'good: 2 records are called "Twice"; give the id or a unique value.'],
      [7, 'unknown_reference', 'good: there is no good "Zebra".'],
    ]);
  });

  it('to people are found by the whole name, wherever its parts stand', async () => {
    await bring(root, 'persons', 'first,last\nAnna Maria,Virtanen\nMaria,Virtanen\n100%,Sure_thing\n');
    const job = await bring(
      root,
      'visits',
      'name,person\np1,anna maria virtanen\np2,Maria Virtanen\np3,Virtanen\np4,100% sure_thing\np5,100x sureXthing\n',
    );
    expect(job.result).toMatchObject({ created: 3, failed: 2 });
    expect(await all('visits', ['name', 'person'], 'name in ("p1", "p2", "p4")')).toMatchObject([
      { person: { title: 'Anna Maria Virtanen' } },
      { person: { title: 'Maria Virtanen' } },
      { person: { title: '100% Sure_thing' } },
    ]);
  });

  it('are made on request, each once, with the checks of any other record', async () => {
    const job = await bring(root, 'visits', 'name,good,person\nm1,New thing,Bo Ek\nm2,new THING,bo ek\nm3,Other thing,\n', {
      mapping: [
        { column: 'name', field: 'name' },
        { column: 'good', field: 'good', create_missing: true },
        { column: 'person', field: 'person', create_missing: true },
      ],
    });
    expect(job.result).toMatchObject({ created: 3, failed: 0 });
    expect(await count('goods', 'name in ("New thing", "Other thing")')).toBe(2);
    expect(await all('persons', ['first', 'last'], 'last = "Ek"')).toMatchObject([{ first: 'Bo', last: 'Ek' }]);
  });

  it('are not made for rows that stay out; undo takes those that were made', async () => {
    const mapping = [
      { column: 'name', field: 'name' },
      { column: 'code', field: 'code' },
      { column: 'city', field: 'city' },
      { column: 'goods', field: 'goods', create_missing: true },
    ];
    const csv = [
      'name,code,city,goods',
      'Forbidden,cm1,,Lonely good',
      'Taken in,cm2,,Shared good; Own good',
      'Too long a city,cm3,Llanfairpwllgwyngyllgogerych,Longing good',
      'Forbidden,cm4,,Shared good',
      'Twice,cm2,,Doubled good',
    ].join('\n');
    for (const dryRun of [true, false]) {
      const job = await bring(root, 'firms', csv, { mapping, match: { fields: ['code'], mode: 'skip' }, dry_run: dryRun });
      expect(job.result).toEqual({ created: 1, updated: 0, unchanged: 0, skipped: 1, failed: 3 });
      expect(job.errors.map(({ row, code }) => [row, code])).toEqual([
        [2, 'forbidden'],
        [4, 'too_long'],
        [5, 'forbidden'],
      ]);
      const made = await all('goods', ['name'], 'ends_with(name, " good")');
      expect(made.map(({ name }) => name)).toEqual(dryRun ? [] : ['Own good', 'Shared good']);
      if (dryRun) continue;
      expect(await changesOf('goods', job.id)).toEqual([['2']]);
      await undo(job.id);
      expect(await count('goods', 'ends_with(name, " good")')).toBe(0);
      expect(await count('firms', 'starts_with(code, "cm")')).toBe(0);
    }
  });

  it('of several values take each of them', async () => {
    await bring(root, 'goods', 'name\nNail\nScrew\n');
    await bring(root, 'firms', 'name,goods\nHardware store,Nail; screw\nBad store,Nail; Glue\n');
    expect(await all('firms', ['name', 'goods'], 'name in ("Hardware store", "Bad store")')).toMatchObject([
      { goods: [{ title: 'Nail' }, { title: 'Screw' }] },
    ]);
  });

  it('may point up and down the same file', async () => {
    const csv =
      'name,parent\nDaughter,Mother\nMother,Grandmother\nGrandmother,\nOrphan,Nobody here\nSelf,Self\nWrong child,Wrong mother\nWrong mother,Zzz\n';
    const dry = await bring(root, 'firms', csv, { dry_run: true });
    expect(dry.result).toMatchObject({ created: 5, failed: 2 });
    expect(await count('firms', 'name = "Daughter"')).toBe(0);
    const job = await bring(root, 'firms', csv);
    expect(job.result).toEqual(dry.result);
    expect(await all('firms', ['name', 'parent'], 'name in ("Daughter", "Mother", "Self", "Wrong child")')).toMatchObject([
      { name: 'Daughter', parent: { title: 'Mother' } },
      { name: 'Mother', parent: { title: 'Grandmother' } },
      { name: 'Self', parent: null },
      { name: 'Wrong child', parent: null },
    ]);
    expect(job.errors.map(({ row, code }) => [row, code])).toEqual([
      [5, 'unknown_reference'],
      [8, 'unknown_reference'],
      [6, 'cycle'],
      [7, 'unknown_reference'],
    ]);
  });
});

describe('records that are there already [CS-086]', () => {
  const first = 'name,code,city\nOne,D1,Oslo\nTwo,D2,Turku\n';
  const second = 'name,code,city\nOne again,d1,Bergen\nThree,D3,Bonn\nThree again,D3,Köln\nTwo,D2,\n';

  it('are skipped, and so are repetitions within the file', async () => {
    await bring(root, 'firms', first);
    const job = await bring(root, 'firms', second, { match: { fields: ['code'], mode: 'skip' } });
    expect(job.result).toEqual({ created: 1, updated: 0, unchanged: 0, skipped: 3, failed: 0 });
    expect(await all('firms', ['code', 'name', 'city'], 'code in ("D1", "D2", "D3")')).toMatchObject([
      { city: 'Oslo' },
      { city: 'Turku' },
      { name: 'Three', city: 'Bonn' },
    ]);
    await undo(job.id);
  });

  it('are updated; an empty cell changes nothing unless it should', async () => {
    const before = await count('firms');
    const job = await bring(root, 'firms', second, { match: { fields: ['code'], mode: 'update' } });
    expect(job.result).toEqual({ created: 1, updated: 2, unchanged: 1, skipped: 0, failed: 0 });
    const now = () => all('firms', ['code', 'name', 'city'], 'code in ("D1", "D2", "D3")');
    expect(await now()).toMatchObject([{ name: 'One again', city: 'Bergen' }, { city: 'Turku' }, { name: 'Three again', city: 'Köln' }]);
    expect(await count('firms')).toBe((before ?? 0) + 1);
    await bring(root, 'firms', second, { match: { fields: ['code'], mode: 'update' }, clear_empty: true });
    expect(await now()).toMatchObject([{}, { city: null }, {}]);
  });

  it('are found by several fields, and by id', async () => {
    await bring(root, 'persons', 'first,last\nEva,Berg\nEva,Strand\n');
    const [berg] = await all('persons', ['id', 'first'], 'last = "Berg"');
    const several = await bring(root, 'persons', 'first,last\neva,BERG\nEva,Lund\n', {
      match: { fields: ['first', 'last'], mode: 'skip' },
    });
    expect(several.result).toMatchObject({ created: 1, skipped: 1 });
    const byId = await bring(
      root,
      'persons',
      `id,first,last\n${String(berg?.id)},Evelina,Berg\n01a00000-0000-7000-8000-000000000000,X,Y\n,New,Person\n`,
      {
        match: { fields: ['id'], mode: 'update' },
      },
    );
    expect(byId.result).toEqual({ created: 1, updated: 1, unchanged: 0, skipped: 0, failed: 1 });
    expect(await all('persons', ['first'], 'last = "Berg"')).toMatchObject([{ first: 'Evelina' }]);
  });

  it('are not guessed when several match', async () => {
    await bring(root, 'persons', 'first,last\nTwin,Double\nTwin,Double\n');
    const job = await bring(root, 'persons', 'first,last\nTwin,Double\n', { match: { fields: ['last'], mode: 'update' } });
    expect(job.errors).toMatchObject([{ code: 'ambiguous_match' }]);
  });

  it('refuse what must be unique, once in the table and once in the file', async () => {
    await bring(root, 'goods', 'name,code\nU1,UNIQ-1\n');
    const job = await bring(root, 'goods', 'name,code\nU2,uniq-1\nU3,UNIQ-3\nU4,UNIQ-3\nU5,UNIQ-5\n');
    expect(job.result).toMatchObject({ created: 2, failed: 2 });
    expect(job.errors.map(({ row, field, code }) => [row, field, code])).toEqual([
      [2, 'code', 'not_unique'],
      [4, 'code', 'not_unique'],
    ]);
  });
});

/** 4,100 rows over five lots, with every kind of outcome, repetitions across lots included. */
function mixed(prefix: string): string {
  const rows = Array.from({ length: 4_100 }, (_, index) => {
    if (index % 97 === 0) return `${prefix}${index},${prefix}${index},not a number`;
    if (index % 50 === 3) return `${prefix}twin,${prefix}twin,7`;
    if (index % 50 === 1) return `${prefix}again,${prefix}${(index * 7) % 4_100},1`;
    return `${prefix}${index},${prefix}${index},${index % 31 === 2 ? 5_000 : index % 900}`;
  });
  return `name,code,size\n${rows.join('\n')}\n`;
}

describe('a dry run [PX-06]', () => {
  it.each(['skip', 'update', 'create'] as const)('counts what the real run will do, and does none of it: %s', async (mode) => {
    const csv = mixed(`dry-${mode}-`);
    const more: Partial<ImportRequest> = { match: { fields: ['code'], mode } };
    const before = [await count('firms'), await changesOf('firms')];
    const dry = await bring(root, 'firms', csv, { ...more, dry_run: true });
    expect([await count('firms'), await changesOf('firms')]).toEqual(before);
    const real = await bring(root, 'firms', csv, more);
    expect(dry.result).toEqual(real.result);
    if (mode === 'update') expect(real.result).toMatchObject({ unchanged: 81 });
    expect(dry.errors).toEqual(real.errors);
    expect(dry.csv).toBe(real.csv);
    expect(real.done).toBe(4_100);
  });
});

describe('an import that is interrupted [CS-083]', () => {
  /** Lets the job die when it has written so many lots, as a killed process would: nothing of the next lot is committed. */
  async function dieAfter(job: string, lots: number): Promise<void> {
    let seen = 0;
    const { database } = at.engine;
    const transaction = database.transaction.bind(database);
    database.transaction = async (role, run, options) =>
      transaction(
        role,
        async (tx) => {
          const query = tx.query.bind(tx);
          tx.query = async (statement) => {
            const answer = await query(statement);
            if (statement.text.includes('"position" =') && ++seen > lots) throw new Error('killed');
            return answer;
          };
          return run(tx);
        },
        options,
      );
    try {
      await expect(work(at.engine, { workspace: at.name, job })).rejects.toThrow('killed');
    } finally {
      database.transaction = transaction;
    }
    // A killed process tells nobody that the job failed; the next start finds it running.
    await root.write((writer) =>
      writer.tx.query({
        text: `update ${writer.workspace.space}.jobs set state = 'running', errors = '[]', finished_at = null where id = $1`,
        values: [job],
      }),
    );
    await releaseJobs(at.engine);
  }

  it.each([
    ['rows that may repeat each other', ['name', 'code', 'size'], 0],
    ['rows that may repeat each other', ['name', 'code', 'size'], 1],
    ['rows that may repeat each other', ['name', 'code', 'size'], 2],
    ['rows of their own, several lots at a time', ['name', 'size'], 0],
    ['rows of their own, several lots at a time', ['name', 'size'], 1],
    ['rows of their own, several lots at a time', ['name', 'size'], 2],
  ] as const)('goes on with what is missing: %s, mapped %j, after %i lots', async (_, fields, lots) => {
    const prefix = `kill-${fields.length}-${lots}-`;
    const csv = mixed(prefix);
    const mapping = fields.map((name) => ({ column: name, field: name }));
    const match = fields.length === 3 ? ({ fields: ['code'], mode: 'skip' } as const) : undefined;
    const more = { mapping, ...(match ? { match } : {}) };
    const whole = (await bring(root, 'firms', csv, { ...more, dry_run: true })).result;
    const job = await startImport(root, { entity: 'firms', file: await upload(root, 'firms', csv), ...more });
    await dieAfter(job, lots);
    const before = (await count('firms', `starts_with(name, "${prefix}")`)) ?? 0;
    expect(before).toBeGreaterThanOrEqual(lots * 800);
    await work(at.engine, { workspace: at.name, job });
    const done = await result(root, job);
    expect(done).toMatchObject({ state: 'done', result: whole, done: 4_100 });
    const { created = 0, failed = 0 } = whole as Record<string, number>;
    expect(await count('firms', `starts_with(name, "${prefix}")`)).toBe(created);
    expect(done.csv.trim().split('\r\n')).toHaveLength(failed + 1);
    expect(done.errors).toHaveLength(failed);
    await undo(job);
    expect(await count('firms', `starts_with(name, "${prefix}")`)).toBe(0);
  });

  it('stops where it is cancelled; what it did is taken back by undo', async () => {
    const csv = mixed('cancel-');
    const file = await upload(root, 'firms', csv);
    const mapping = ['name', 'code', 'size'].map((name) => ({ column: name, field: name }));
    const job = await startImport(root, { entity: 'firms', file, mapping });
    const running = work(at.engine, { workspace: at.name, job });
    for (let seen = 0; seen === 0; ) seen = (await count('firms', 'starts_with(code, "cancel-")')) ?? 0;
    await root.write((writer) => cancelJob(writer, job));
    await running;
    expect(await root.read((reader) => readJob(reader, job, null))).toMatchObject({ state: 'cancelled' });
    const left = (await count('firms', 'starts_with(code, "cancel-")')) ?? 0;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(4_100);
    await undo(job);
    expect(await count('firms', 'starts_with(code, "cancel-")')).toBe(0);
  });
});

describe('rights [CS-014]', () => {
  it('to import are asked for: an agent has none, staff has', async () => {
    const agent = await at.person('agent');
    await expect(upload(agent, 'firms', 'name\nx\n')).rejects.toMatchObject({ status: 403 });
    const staff = await at.person('staff');
    const job = await bring(staff, 'firms', 'name\nBy staff\n');
    expect(job.result).toMatchObject({ created: 1 });
    expect(await all('firms', ['name', 'owner'], 'name = "By staff"')).toMatchObject([{ owner: { title: 'staff person' } }]);
  });

  it('of the importer bind every row: what is out of reach is neither matched, nor changed, nor pointed to', async () => {
    const manager = await at.person('manager');
    await bring(root, 'firms', 'name,city,owner\nFar away,Oslo,stranger\nNear by,Oslo,staff\n');
    const job = await bring(manager, 'firms', 'name,city\nFar away,Changed\nNear by,Changed\n', {
      match: { fields: ['name'], mode: 'update' },
    });
    expect(job.result).toMatchObject({ created: 1, updated: 1 });
    expect(await all('firms', ['city'], 'name = "Far away" and owner.login = "stranger"')).toMatchObject([{ city: 'Oslo' }]);
    const visits = await bring(manager, 'visits', 'name,firm\nv1,Near by\n');
    expect(visits.result).toMatchObject({ created: 1 });
    const staff = await at.person('staff');
    const denied = await bring(staff, 'firms', 'name,city,owner\nFar away,Again,\n', { match: { fields: ['name'], mode: 'update' } });
    expect(denied.errors).toMatchObject([{ code: 'ambiguous_match' }]);
  });

  it('keep one importer from the files and refused rows of another', async () => {
    const job = await bring(root, 'firms', 'name,size\nSecret,x\n');
    const manager = await at.person('manager');
    await expect(result(manager, job.id)).rejects.toMatchObject({ status: 404 });
    await expect(startImport(manager, { ...(job.params as unknown as ImportRequest) })).rejects.toMatchObject({ status: 404 });
  });
});

describe('inspection [CS-072]', () => {
  it('shows columns, suggestions, problems and nearly right values', async () => {
    await bring(root, 'goods', 'name\nInspected thing\n');
    const file = await upload(
      root,
      'firms',
      'Name;City;Kind;Goods;Parent firm;Size\nA;Oslo ;Partnr;Inspectedthing;B;12\nB;null;Customer;Inspected thing;;x\nC;Llanfairpwllgwyngyllgogerych;Customer;Something;Zzz;3\n',
    );
    const seen = await inspectImport(root, file, 'firms');
    expect(seen.file).toMatchObject({ id: file, name: 'test.csv', kind: 'csv', rows: 3, delimiter: ';', encoding: 'utf-8', header: 1 });
    expect(seen.missing).toEqual([]);
    const columns = Object.fromEntries(seen.columns.map((column) => [column.name, column]));
    expect(columns.Kind?.values).toEqual([{ from: 'Partnr', to: 'Partner', score: 0.86, count: 1 }]);
    expect(columns.Goods?.values).toEqual([
      { from: 'Inspectedthing', to: 'Inspected thing', score: 0.98, count: 1 },
      { from: 'Something', to: null, score: 0, count: 1 },
    ]);
    expect(columns['Parent firm']).toMatchObject({ guess: { field: 'parent' }, values: [{ from: 'Zzz', to: null, score: 0, count: 1 }] });
    expect(columns.City?.problems.map(({ code }) => code)).toEqual(['empty_word', 'surrounding_spaces', 'too_long']);
    const asked = await inspectImport(root, file, 'firms', { fields: { Size: 'size', City: null } });
    const again = Object.fromEntries(asked.columns.map((column) => [column.name, column]));
    expect(again.Size?.problems).toMatchObject([{ code: 'not_a_number', count: 1, value: 'x' }]);
    expect(again.City?.guess.field).toBeNull();
  });
});

describe('line items', () => {
  const match = { fields: ['code'], mode: 'update' } as const;
  const linesOf = async (code: string) => {
    const [order] = await all('orders', ['code', 'firm', 'lines', 'total'], `code = "${code}"`);
    const lines = (order?.lines ?? []) as { good: { title: string }; quantity: number; note: string | null }[];
    return {
      firm: order?.firm,
      total: (order?.total as { amount: string } | null)?.amount,
      lines: lines.map((line) => [line.good.title, line.quantity, line.note]),
    };
  };

  it('of rows that follow each other make one record, and one bad line refuses it whole', async () => {
    await bring(root, 'goods', 'name\nPen\nPaper\n');
    const csv = [
      'code,firm,lines.good,lines.quantity,lines.price,lines.note',
      'L-1,Alpha,Pen,2,1.50,',
      'L-1,Alpha,Paper,,4,',
      ',,pen,10,1,third',
      'L-2,Beta,Pen,1,1,',
      'L-2,Beta,Pencil,1,1,',
      'L-3,Gamma,,,,',
      'L-4,Delta,Pen,0,1,',
      'L-5,Eta,Pen,1,1,',
      'L-5,Theta,Pen,1,1,',
      'L-6,Iota,Pen,101,1,',
      'L-7,Kappa,,3,1,',
      'L-1,Alpha,Pen,1,1,',
    ].join('\n');
    const dry = await bring(root, 'orders', csv, { match, dry_run: true });
    expect(await count('orders', 'starts_with(code, "L-")')).toBe(0);
    const job = await bring(root, 'orders', csv, { match });
    expect(job.result).toEqual({ created: 2, updated: 0, unchanged: 0, skipped: 0, failed: 6 });
    expect([dry.result, dry.errors, dry.csv]).toEqual([job.result, job.errors, job.csv]);
    expect(await linesOf('L-1')).toEqual({
      firm: 'Alpha',
      total: '17.00',
      lines: [
        ['Pen', 2, null],
        ['Paper', 1, null],
        ['Pen', 10, 'third'],
      ],
    });
    expect(await linesOf('L-3')).toEqual({ firm: 'Gamma', total: expect.anything(), lines: [] });
    expect(job.errors.map(({ row, field, code }) => [row, field, code])).toEqual([
      [6, 'lines.good', 'unknown_reference'],
      [8, 'lines.quantity', expect.any(String)],
      [10, 'firm', 'contradicts'],
      [11, 'lines.note', 'why'],
      [12, 'lines.good', 'required'],
      [13, '', 'apart'],
    ]);
    expect(job.csv.split('\r\n').filter((line) => line.startsWith('L-2'))).toEqual([
      'L-2,Beta,Pen,1,1,,"Belongs to row 6, which was refused."',
      expect.stringContaining('there is no good ""Pencil""'),
    ]);
    await undo(job.id);
    expect(await count('orders', 'starts_with(code, "L-")')).toBe(0);
  });

  it('replace those that are there, and say so only where something differs', async () => {
    const first = 'code,lines.good,lines.quantity\nR-1,Pen,1\nR-1,Paper,2\nR-2,Pen,3\n';
    expect((await bring(root, 'orders', first, { match })).result).toMatchObject({ created: 2 });
    const before = await changesOf('orders');
    expect((await bring(root, 'orders', first, { match })).result).toMatchObject({ unchanged: 2, updated: 0 });
    expect(await changesOf('orders')).toEqual(before);
    const second = await bring(root, 'orders', 'code,lines.good,lines.quantity\nR-1,Paper,2\nR-2,Pen,3\n', { match });
    expect(second.result).toMatchObject({ updated: 1, unchanged: 1 });
    expect((await linesOf('R-1')).lines).toEqual([['Paper', 2, null]]);
    await undo(second.id);
    expect((await linesOf('R-1')).lines).toEqual([
      ['Pen', 1, null],
      ['Paper', 2, null],
    ]);
  });

  it('are not torn where a lot ends', async () => {
    const rows = Array.from({ length: 2_300 }, (_, n) => `T-${Math.floor(n / 7)},Pen,${(n % 7) + 1}`);
    const job = await bring(root, 'orders', `code,lines.good,lines.quantity\n${rows.join('\n')}\n`, { match });
    expect(job.result).toMatchObject({ created: 329, failed: 0 });
    expect((await linesOf('T-142')).lines).toHaveLength(7);
    const missing = await bring(root, 'orders', 'code,lines.good\nM-1,Quill\nM-2,Ink\nM-2,\n,Quill\nM-2,Bad\n', {
      mapping: [
        { column: 'code', field: 'code' },
        { column: 'lines.good', field: 'lines.good', create_missing: true },
      ],
    });
    expect(missing.result).toMatchObject({ created: 2, failed: 0 });
  });

  it('say what is wrong with the request', async () => {
    const file = await upload(root, 'orders', 'good,quantity\nPen,1\n');
    const mapping = [
      { column: 'good', field: 'lines.good' },
      { column: 'quantity', field: 'lines.total' },
    ];
    await expect(startImport(root, { entity: 'orders', file, mapping })).rejects.toMatchObject({
      code: 'bad_import',
      problems: [
        { field: 'mapping.1.field', code: 'unknown_field' },
        { field: 'mapping', code: 'required' },
      ],
    });
  });

  it.each(['csv', 'xlsx'] as const)('come in again as they were exported, changing nothing: %s [CS-073]', async (format) => {
    const fields = ['code', 'firm', 'placed', 'lines.good', 'lines.quantity', 'lines.price', 'lines.note'];
    const csv = `code,firm,placed,lines.good,lines.quantity,lines.price,lines.note\nX-${format},F,2024-02-29,Pen,1,2.50 SEK,=a\n,,,Paper,2,,\nY-${format},,,,,,\n`;
    expect((await bring(root, 'orders', csv, { match })).result).toMatchObject({ created: 2 });
    const chunks: Uint8Array[] = [];
    const filter = `code in ("X-${format}", "Y-${format}")`;
    for await (const chunk of await exportRecords(root, 'orders', { format, fields, filter })) chunks.push(Buffer.from(chunk));
    const file = String((await uploadForImport(root, 'orders', `orders.${format}`, Readable.from(chunks))).id);
    const seen = await inspectImport(root, file, 'orders');
    expect(seen.file.rows).toBe(3);
    expect(seen.columns.map(({ guess }) => guess.field)).toEqual(fields);
    const changes = await changesOf('orders');
    const mapping = seen.columns.map(({ name, guess }) => ({ column: name, field: String(guess.field), format: guess.format }));
    const job = await startImport(root, { entity: 'orders', file, mapping, match, clear_empty: true, reading: seen.reading });
    await work(at.engine, { workspace: at.name, job });
    expect(await result(root, job)).toMatchObject({ result: { created: 0, unchanged: 2, failed: 0 }, errors: [] });
    expect(await changesOf('orders')).toEqual(changes);
    await expect(exportRecords(root, 'orders', { format, fields: ['lines'] })).rejects.toMatchObject({ status: 400 });
  });
});

describe('what was exported [CS-073]', () => {
  it.each(['csv', 'xlsx'] as const)('comes in again without changing anything: %s', async (format) => {
    const fields = ['name', 'code', 'city', 'mail', 'size', 'revenue', 'founded', 'kind', 'active', 'parent', 'goods'];
    const before = await bring(
      root,
      'firms',
      [
        'name,code,city,mail,size,revenue,founded,kind,active,parent,goods',
        `Round "1" ${format},rt-${format}-1,"Saint-Denis, Réunion",r@example.com,12,1234.50 EUR,1999-12-31,Partner,yes,,Round good; Second; third`,
        `'=Round 2,rt-${format}-2,'+city,,,-5 SEK,,Customer,no,Round "1" ${format},`,
        `Раунд 3,rt-${format}-3,Москва,,1000000,0.1 EUR,2000-01-01,Customer,,,`,
      ].join('\n'),
      { mapping: fields.map((name) => ({ column: name, field: name, format: { separator: ';' }, create_missing: name === 'goods' })) },
    );
    expect(before.result).toMatchObject({ created: 3 });
    const chunks: Uint8Array[] = [];
    for await (const chunk of await exportRecords(root, 'firms', { format, fields, filter: `starts_with(code, "rt-${format}")` }))
      chunks.push(Buffer.from(chunk));
    const file = String((await uploadForImport(root, 'firms', `firms.${format}`, Readable.from(chunks))).id);
    const seen = await inspectImport(root, file, 'firms');
    expect(seen.columns.map(({ guess }) => guess.field)).toEqual(fields);
    const changes = await changesOf('firms');
    const mapping = seen.columns.map(({ name, guess }) => ({ column: name, field: String(guess.field), format: guess.format }));
    const job = await startImport(root, {
      entity: 'firms',
      file,
      mapping,
      match: { fields: ['code'], mode: 'update' },
      clear_empty: true,
      reading: seen.reading,
    });
    await work(at.engine, { workspace: at.name, job });
    expect(await result(root, job)).toMatchObject({ result: { created: 0, updated: 0, unchanged: 3, skipped: 0, failed: 0 }, errors: [] });
    expect(await changesOf('firms')).toEqual(changes);
  });
});
