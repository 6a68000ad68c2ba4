// Files of reports that are kept for whoever had them made: the bytes in the file store, told by a record of `report_files`.

import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { BoundContext } from '../context.ts';
import { notFound, notGranted, Refusal } from '../errors.ts';
import type { Context } from '../types.ts';
import { type FileWishes, makeReport } from './file.ts';
import type { ReportRun } from './report.ts';

/** What a record of `report_files` says of the bytes. */
export interface KeptReport {
  readonly name: string;
  readonly content_type: string;
  readonly size: number;
  readonly rows: number;
  readonly storage_key: string;
  /** Of the rights it was cut by; it is handed out to the same rights only. */
  readonly rights_mark: string;
}

/** For whoever waits: how far it is (rows), and whether to stop. */
export interface KeepOptions {
  readonly progress?: (done: number, total: number) => Promise<void>;
  readonly cancelled?: () => boolean;
}

/** Largest file that is kept. */
const MOST_BYTES = 2 * 1024 ** 3;

/** Makes the file within the reach of the context's actor. @throws Refusal as a download of it */
export function keepReport(context: Context, run: ReportRun, wishes: FileWishes, options: KeepOptions = {}): Promise<KeptReport> {
  const bound = context as BoundContext;
  const counted = counting(options);
  return makeReport(bound, run, { ...wishes, counted }, 0, async ({ name, contentType, rows, content }) => {
    const source = Readable.from(content, { objectMode: false });
    const { key, size } = await bound.space.files.put(bound.workspace, source, MOST_BYTES);
    return { name, content_type: contentType, size, rows, storage_key: key, rights_mark: rightsMark(context) };
  });
}

/** The same for another person, with his rights: what is sent to him is what he might have read himself. */
export async function keepReportFor(context: Context, user: string, run: ReportRun, wishes: FileWishes): Promise<KeptReport> {
  return keepReport(await (context as BoundContext).inNameOf(user), run, wishes);
}

/** Somebody as his rights are now. @throws Refusal 401 where he has left */
export async function actorOf(context: Context, user: string): Promise<Context['actor']> {
  return (await (context as BoundContext).inNameOf(user)).actor;
}

function counting({ progress, cancelled }: KeepOptions): NonNullable<FileWishes['counted']> {
  return async function* counted(pages, total) {
    let done = 0;
    for await (const rows of pages) {
      if (cancelled?.()) throw new Refusal(409, 'cancelled', 'The report was cancelled.');
      yield rows;
      done += rows.length;
      await progress?.(done, total);
    }
  };
}

/** Equal as long as neither what one may nor where one stands has changed. */
function rightsMark({ actor }: Context): string {
  const { zone: _, ...place } = actor.rights.binds;
  return createHash('sha256')
    .update(JSON.stringify([actor.id, actor.rights.key, Object.entries(place).sort()]))
    .digest('base64url');
}

/** `size` is in bytes. */
export interface OpenKept {
  readonly name: string;
  readonly contentType: string;
  readonly size: number;
  readonly content: Readable;
}

/** @throws Refusal 404 for files of others and those that are gone, 403 where the rights it was made with are no longer his. */
export async function openKept(context: BoundContext, id: string): Promise<OpenKept> {
  await context.records.get('report_files', id, ['name']);
  await context.refreshed();
  const fields = ['name', 'content_type', 'size', 'storage_key', 'rights_mark', 'report_id'];
  const kept = await context.system('find the bytes of a report that was kept for the actor').records.get('report_files', id, fields);
  if (kept['rights_mark'] !== rightsMark(context))
    throw notGranted('Your rights have changed since this file was made. Run the report again.');
  const { records } = await context.records.list('reports', {
    filter: { kind: 'binary', op: '=', left: { kind: 'path', path: ['id'] }, right: { kind: 'text', value: String(kept['report_id']) } },
    fields: ['id'],
    limit: 1,
  });
  if (records.length === 0) throw notGranted('This report is not there any more, or not shared with you.');
  const key = String(kept['storage_key']);
  const size = await context.space.files.size(context.workspace, key).catch(() => null);
  if (size === null) throw notFound('This file');
  const content = context.space.files.read(context.workspace, key);
  return { name: String(kept['name']), contentType: String(kept['content_type']), size, content };
}

/** The bytes of a kept report, e.g. to be attached to a mail. */
export function readKept(context: Context, { storage_key: key }: Pick<KeptReport, 'storage_key'>): Readable {
  const { space, workspace } = context as BoundContext;
  return space.files.read(workspace, key);
}

/** Bytes that no record tells of any more; of the same content there is one file, whoever had it made. */
export async function forgetBytes(context: Context, key: string): Promise<void> {
  const { records } = context.system('see whether bytes are still wanted');
  for (const entity of ['report_files', 'files']) {
    const filter = { kind: 'binary', op: '=', left: { kind: 'path', path: ['storage_key'] }, right: { kind: 'text', value: key } } as const;
    const found = await records.list(entity, { filter, fields: ['id'], limit: 1 });
    if (found.records.length > 0) return;
  }
  const { space, workspace } = context as BoundContext;
  await space.files.remove(workspace, key);
}
