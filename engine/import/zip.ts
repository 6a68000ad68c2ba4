// Opens the ZIP that an XLSX is, with limits: what it unpacks to, how far it was packed, how many files it holds.

import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import yauzl from 'yauzl';
import { Refusal } from '../errors.ts';
import { LIMITS } from './limits.ts';

/** Names as the archive has them; of two files of one name the first. */
export interface Archive {
  readonly names: readonly string[];
  /** The unpacked bytes of one file; a broken one ends in a Refusal `broken_file`. */
  stream(name: string): Promise<AsyncIterable<Buffer>>;
  /** A small file as text; null when there is none of that name. */
  text(name: string): Promise<string | null>;
  close(): void;
}

/** `from`: a path, or the bytes themselves. */
export async function openArchive(from: string | Buffer): Promise<Archive> {
  const options = { lazyEntries: true, autoClose: false };
  const opened = typeof from === 'string' ? yauzl.openPromise(from, options) : yauzl.fromBufferPromise(from, options);
  const zip = await opened.catch((error: unknown) => {
    throw brokenFile(error);
  });
  try {
    return archiveOf(zip, await checkedEntries(zip));
  } catch (error) {
    zip.close();
    throw error instanceof Refusal ? error : brokenFile(error);
  }
}

/** 422 `broken_file`. */
export function brokenFile(cause?: unknown): Refusal {
  const refusal = new Refusal(
    422,
    'broken_file',
    'The file is damaged, or was not uploaded to its end. Open it in your spreadsheet program, save it again and retry.',
  );
  refusal.cause = cause;
  return refusal;
}

/** 413 `too_large`. */
export function tooLarge(message: string): Refusal {
  return new Refusal(413, 'too_large', message);
}

/** The sizes a ZIP declares are checked here; that it keeps to them is checked by yauzl while it unpacks. */
async function checkedEntries(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  if (zip.entryCount > LIMITS.zipEntries) throw tooLarge('The workbook holds too many files to be an ordinary one.');
  const entries = new Map<string, yauzl.Entry>();
  let total = 0;
  for await (const entry of zip.eachEntry()) {
    if (entries.size >= LIMITS.zipEntries) throw tooLarge('The workbook holds too many files to be an ordinary one.');
    if (entry.isEncrypted())
      throw new Refusal(422, 'encrypted_file', 'The file is protected by a password. Save it without one and try again.');
    total += entry.uncompressedSize;
    const ratio = entry.uncompressedSize / Math.max(1, entry.compressedSize);
    if (total > LIMITS.zipBytes || (entry.uncompressedSize > LIMITS.zipRatioFrom && ratio > LIMITS.zipRatio)) {
      throw tooLarge('The workbook unpacks to far more than a table needs. Save the table as CSV and try again.');
    }
    if (!entries.has(entry.fileName)) entries.set(entry.fileName, entry);
  }
  return entries;
}

function archiveOf(zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>): Archive {
  const stream = async (name: string): Promise<AsyncIterable<Buffer>> => {
    const entry = entries.get(name);
    if (!entry) throw brokenFile(`no ${name}`);
    return guarded(zip, entry);
  };
  return {
    names: [...entries.keys()],
    stream,
    async text(name) {
      const entry = entries.get(name);
      if (!entry) return null;
      if (entry.uncompressedSize > LIMITS.zipPart)
        throw tooLarge('The workbook has unusually large styles. Save the table as CSV and try again.');
      const chunks: Buffer[] = [];
      for await (const chunk of await stream(name)) chunks.push(chunk);
      return new TextDecoder('utf-8').decode(Buffer.concat(chunks));
    },
    close: () => zip.close(),
  };
}

async function* guarded(zip: yauzl.ZipFile, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  let packed: Readable | null = null;
  try {
    packed = await zip.openReadStreamPromise(entry);
    let sum = 0;
    for await (const chunk of packed as AsyncIterable<Buffer>) {
      sum = crc32(chunk, sum);
      yield chunk;
    }
    if (sum !== entry.crc32) throw new Error('checksum differs');
  } catch (error) {
    throw error instanceof Refusal ? error : brokenFile(error);
  } finally {
    // Whoever wanted only the first rows leaves in the middle.
    packed?.destroy();
  }
}
