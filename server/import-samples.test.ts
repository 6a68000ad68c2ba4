// Sample files for imports: every noun that may be imported has one, in every language, and it goes in as it is.

import { describe, expect, it } from 'vitest';
import { work } from '../engine/index.ts';
import { testServer } from '../tests/http.ts';

const server = await testServer();
const root = await server.person('root', 'Root');
const languages = ['en', 'fi', 'sv', 'de', 'ru'];

interface Described {
  readonly name: string;
  readonly can: { readonly import: boolean };
}

interface Inspected {
  readonly file: { readonly id: string };
  readonly reading: object;
  readonly columns: readonly {
    readonly index: number;
    readonly name: string;
    readonly guess: { readonly field: string | null; readonly format: object };
    readonly problems: readonly object[];
    readonly values?: readonly { readonly to: string | null }[];
  }[];
  readonly missing: readonly string[];
}

const { entities } = (await root.get('entities')).body as { entities: Described[] };
// A table brings no contents: files are uploaded, and an import changes what is said of them.
const importable = entities.filter(({ name, can }) => can.import && name !== 'files').map(({ name }) => name);
await server.system.records.create('accounts', { name: 'Nordwind Oy' });
await server.system.records.create('accounts', { name: 'Tuulivoima Oy' });
await server.system.records.create('products', { name: 'Turbine' });
// Without a way to sign in nobody gets an account.
await server.system.records.create('sign_in_providers', { name: 'House', issuer: 'https://id.example.com', client_id: 'kontor' });
await server.system.records.create('contacts', { first_name: 'Otto', last_name: 'Nurmi' });

async function sampleOf(entity: string, format: 'csv' | 'xlsx', language: string): Promise<Inspected> {
  const answer = await server.app.request(`/${server.name}/api/v1/records/${entity}/import-sample?format=${format}&language=${language}`, {
    headers: { cookie: root.cookie },
  });
  expect(answer.status).toBe(200);
  const form = new FormData();
  form.set('entity', entity);
  form.set('file', await answer.blob(), `sample.${format}`);
  const inspected = await root.send('POST', 'imports/inspect', { body: form });
  expect(inspected.status).toBe(200);
  return inspected.body as Inspected;
}

/** What of a rehearsal with the mapping that is suggested is not right. */
async function rehearsed(entity: string, { file, reading, columns }: Inspected) {
  const mapping = columns.flatMap(({ index, guess, values = [] }) =>
    guess.field === null
      ? []
      : [{ column: index, field: guess.field, format: guess.format, create_missing: values.some(({ to }) => to === null) }],
  );
  const started = await root.post('imports', { entity, file: file.id, reading, mapping, dry_run: true });
  expect(started.text).toMatch(/^\{"job"/);
  const { job } = started.body as { job: string };
  await work(server.engine, { workspace: server.name, job });
  const { state, result, errors } = (await root.get(`jobs/${job}`)).body as {
    state: string;
    result: Record<string, number>;
    errors: object[];
  };
  return { state, created: result.created, errors };
}

describe('a sample file [PX-06]', () => {
  it('is there for every noun that may be imported', () => {
    expect(importable).toEqual(expect.arrayContaining(['accounts', 'contacts', 'leads', 'products', 'deals', 'activities']));
  });

  it.each(importable.map((name, at) => [name, languages[at % 5]!, at % 2 ? 'csv' : 'xlsx'] as const))(
    '%s: in %s as %s is understood and goes in as it is',
    async (name, language, format) => {
      const sample = await sampleOf(name, format, language);
      const lost = sample.columns.filter(({ guess, problems }) => guess.field === null || problems.length > 0);
      expect({ lost, missing: sample.missing }).toEqual({ lost: [], missing: [] });
      expect(await rehearsed(name, sample)).toEqual({ state: 'done', created: 1, errors: [] });
    },
  );
});
