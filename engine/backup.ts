// A workspace with its files as one archive (ZIP): the rows as the database floor writes them, and each stored file once.

import { PassThrough, type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import yauzl from 'yauzl';
import yazl from 'yazl';
import { type BackupSummary, backupWorkspace, restoreWorkspace } from '../db/index.ts';
import { optionsFor } from './buckets.ts';
import type { Engine } from './engine.ts';

export interface Backup extends BackupSummary {
  readonly files: number;
  /** Files that records speak of and the store has lost; told, because a backup that fails saves nothing. */
  readonly lost: number;
}

const ROWS = 'workspace.gz';
const FILES = 'files/';

/** What the workspace is at one moment, while others go on working in it. */
export async function backup(engine: Engine, name: string, to: Writable): Promise<Backup> {
  const zip = new yazl.ZipFile();
  const output = zip.outputStream as Readable;
  const rows = new PassThrough();
  zip.on('error', (error) => output.destroy(error as Error));
  // Where nothing can be written any more, nothing needs to be read.
  const written = pipeline(output, to).catch((error: unknown) => {
    rows.destroy(error as Error);
    throw error;
  });
  written.catch(() => {});
  // Rows are compressed already and may pass 4 GB; files are mostly pictures.
  zip.addReadStream(rows, ROWS, { compress: false, forceZip64Format: true });
  try {
    const summary = await backupWorkspace(engine.database, name, rows);
    const counts = await addFiles(zip, engine, name);
    zip.end();
    await written;
    return { ...summary, ...counts };
  } catch (error) {
    // Whoever reads the archive would wait for an end that never comes.
    output.destroy(error as Error);
    throw error;
  }
}

async function addFiles(zip: yazl.ZipFile, engine: Engine, name: string): Promise<Pick<Backup, 'files' | 'lost'>> {
  let [files, lost] = [0, 0];
  for await (const key of fileKeys(engine, name)) {
    const there = await engine.files.size(name, key).then(
      () => true,
      () => false,
    );
    if (!there) lost++;
    else {
      files++;
      zip.addReadStreamLazy(FILES + key, { compress: false }, (give) => give(null, engine.files.read(name, key)));
    }
  }
  return { files, lost };
}

/**
 * Makes a workspace of an archive, all of it or nothing.
 * @param as another name than it had
 */
export async function restore(engine: Engine, path: string, as?: string): Promise<Backup> {
  const zip = await yauzl.openPromise(path, { lazyEntries: true, autoClose: false });
  let summary: BackupSummary | null = null;
  let files = 0;
  try {
    for await (const entry of zip.eachEntry()) {
      const stream = await zip.openReadStreamPromise(entry);
      if (entry.fileName === ROWS && summary === null) summary = await restoreWorkspace(engine.database, stream, as);
      else if (entry.fileName.startsWith(FILES) && summary !== null) {
        const was = entry.fileName.slice(FILES.length);
        const { key } = await engine.files.put(summary.workspace, stream, Number.POSITIVE_INFINITY, optionsFor(was));
        if (key !== was) throw new Error(`The backup is damaged: the file ${key} is not what it was`);
        files++;
      } else throw new Error('This is no backup of a Kontor workspace');
    }
    if (summary === null) throw new Error('This is no backup of a Kontor workspace');
    // Brings the tables up to the version that runs now, while somebody is there to read what goes wrong.
    await engine.workspace(summary.workspace);
    return { ...summary, files, lost: 0 };
  } catch (error) {
    if (summary !== null) await engine.workspaces.drop(summary.workspace);
    throw error;
  } finally {
    zip.close();
  }
}

/** Several records may share one content. */
async function* fileKeys(engine: Engine, name: string): AsyncGenerator<string> {
  const workspace = await engine.workspace(name);
  if (workspace === null || workspace.state.schema.entities.files === undefined) return;
  const { records } = engine.system(workspace, { kind: 'system', detail: 'backup' });
  const seen = new Set<string>();
  for (let after: string | null = null; ; ) {
    const page = await records.list('files', { fields: ['storage_key'], sort: 'id', limit: 500, after });
    for (const { storage_key: key } of page.records) {
      if (typeof key !== 'string' || seen.has(key)) continue;
      seen.add(key);
      yield key;
    }
    if (page.next === null) return;
    after = page.next;
  }
}
