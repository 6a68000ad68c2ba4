// A file into a workspace: the same inspection, the same job and the same rules as in the browser.

import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import {
  type BoundContext,
  type Engine,
  type ImportRequest,
  type Inspection,
  inspectImport,
  type Job,
  readJob,
  refusedRows,
  startImport,
  uploadForImport,
  work,
} from '../../engine/index.ts';
import { contextAs } from './acting.ts';
import { type Command, type Machine, need, openWorkspace, UsageError, withEngine } from './command.ts';

export const importFile: Command = {
  name: 'import',
  usage:
    'import <workspace> <entity> <file> [--map column=field]... [--value column:from=to]... [--match field,..] [--mode skip|update|create] [--create-missing field]... [--dry-run] [--errors file] [--as login]',
  summary: 'Imports CSV or Excel; columns that are not mapped go where their names suggest, "--map column=" leaves one out',
  async run(args, machine) {
    const { values, positionals } = readArgs(args);
    const [workspaceName = '', entity = '', path = ''] = need(positionals, 'workspace', 'entity', 'file');
    const pairs = values.map.map((text) => split(text, '=', '--map column=field'));
    const fields = Object.fromEntries(pairs.map(([column, field]) => [column, field === '' ? null : field]));
    await withEngine(machine, async (engine) => {
      const workspace = await openWorkspace(engine, workspaceName);
      const context = await contextAs(engine, workspace, values.as ?? null, { kind: 'import', detail: 'kontor import' });
      const file = String((await uploadForImport(context, entity, basename(path), createReadStream(path))).id);
      const inspection = await inspectImport(context, file, entity, { fields });
      checkColumns(Object.keys(fields), inspection);
      tell(machine, inspection);
      const request = requestOf(inspection, entity, values, pairs);
      const job = await startImport(context, request, inspection.file.rows === null ? {} : { total: inspection.file.rows });
      const done = await finish(engine, context, job, machine);
      await report(machine, context, done, values.errors ?? null);
    });
  },
};

function readArgs(args: string[]) {
  return parseArgs({
    args,
    allowPositionals: true,
    options: {
      map: { type: 'string', multiple: true, default: [] },
      value: { type: 'string', multiple: true, default: [] },
      match: { type: 'string' },
      mode: { type: 'string' },
      'create-missing': { type: 'string', multiple: true, default: [] },
      'dry-run': { type: 'boolean', default: false },
      errors: { type: 'string' },
      as: { type: 'string' },
    },
  });
}

type Values = ReturnType<typeof readArgs>['values'];

function requestOf(inspection: Inspection, entity: string, values: Values, pairs: readonly (readonly [string, string])[]): ImportRequest {
  const replaced = new Map<string, Record<string, string | null>>();
  for (const text of values.value) {
    const [column, change] = split(text, ':', '--value column:from=to');
    const [from, to] = split(change, '=', '--value column:from=to');
    replaced.set(column, { ...replaced.get(column), [from]: to === '' ? null : to });
  }
  checkColumns([...replaced.keys()], inspection);
  const mode = values.mode ?? (values.match === undefined ? 'create' : 'update');
  if (mode !== 'skip' && mode !== 'update' && mode !== 'create') throw new UsageError(`--mode is skip, update or create, not "${mode}".`);
  return {
    entity,
    file: inspection.file.id,
    reading: inspection.reading,
    dry_run: values['dry-run'],
    mapping: inspection.columns.flatMap(({ name, index, guess }) => {
      const change = replaced.get(name);
      // One column may feed several fields: a name that is the login too.
      const named = pairs.filter(([column, field]) => column === name && field !== '').map(([, field]) => field);
      const targets = named.length > 0 ? named : guess.field === null ? [] : [guess.field];
      return targets.map((field) => ({
        column: index,
        field,
        ...(field === guess.field ? { format: guess.format } : {}),
        ...(change ? { values: change } : {}),
        ...(values['create-missing'].includes(field) ? { create_missing: true } : {}),
      }));
    }),
    ...(values.match === undefined ? {} : { match: { fields: values.match.split(',').map((name) => name.trim()), mode } }),
  };
}

function checkColumns(names: readonly string[], { columns }: Inspection): void {
  const unknown = names.find((name) => !columns.some((column) => column.name === name));
  if (unknown !== undefined)
    throw new UsageError(`The file has no column "${unknown}"; it has ${columns.map(({ name }) => `"${name}"`).join(', ')}.`);
}

/** What goes where, and what looks wrong, before anything is written. */
function tell(machine: Machine, { file, columns, missing }: Inspection): void {
  machine.print(
    `${file.name}: ${file.rows ?? 'many'} rows, ${file.kind}${file.encoding === null ? '' : `, ${file.encoding}`}${file.sheet === null ? '' : `, sheet "${file.sheet}"`}`,
  );
  for (const { name, guess, problems, values = [] } of columns) {
    machine.print(`  ${name} -> ${guess.field ?? '(left out)'}`);
    for (const { message, count } of guess.field === null ? [] : problems) machine.print(`    ${message} (${count} rows)`);
    for (const { from, to, count } of values.filter((offer) => offer.from !== '' && offer.to !== null)) {
      machine.print(`    "${from}" (${count} rows): did you mean "${to}"?  --value "${name}:${from}=${to}"`);
    }
  }
  if (missing.length > 0) machine.print(`  No column for: ${missing.join(', ')}`);
}

/** Does the job itself, unless a running Kontor was faster; then it waits for that one. */
async function finish(engine: Engine, context: BoundContext, id: string, machine: Machine): Promise<Job> {
  const working = work(engine, { workspace: context.workspace, job: id });
  let told = 0;
  for (;;) {
    await Promise.race([working, pause(500)]);
    const job = await context.read((reader) => readJob(reader, id, context.actor.id));
    if (job.state !== 'queued' && job.state !== 'running') {
      await working;
      return job;
    }
    if (job.done - told >= 10_000) {
      told = job.done;
      machine.print(`  ${job.done}${job.total === null ? '' : ` of ${job.total}`} rows`);
    }
    await pause(100);
  }
}

async function report(machine: Machine, context: BoundContext, job: Job, errors: string | null): Promise<void> {
  const counts = (job.result ?? {}) as Record<string, number>;
  const words = ['created', 'updated', 'unchanged', 'skipped', 'failed']
    .filter((name) => counts[name])
    .map((name) => `${counts[name]} ${name}`);
  machine.print(`${job.state}: ${words.join(', ') || `${job.done} rows`}. Job ${job.id}`);
  for (const { row, field, message } of job.errors.slice(0, 10))
    machine.print(`  row ${row ?? '?'}${field === '' ? '' : `, ${field}`}: ${message}`);
  if (errors !== null && job.errors.length > 0) {
    await writeFile(errors, refusedRows(context, job.id));
    machine.print(`  The refused rows are in ${errors}`);
  }
  if (job.state !== 'done') throw new Error(`The import ended as ${job.state}.`);
}

/** In two at the last separator: columns may well have one in their names. */
function split(text: string, separator: string, form: string): [string, string] {
  const at = separator === ':' ? text.indexOf(separator) : text.lastIndexOf(separator);
  if (at <= 0) throw new UsageError(`"${text}" must look like ${form}.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
