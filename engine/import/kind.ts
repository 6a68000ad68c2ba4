// Tells by its content, never by its name, whether a file is a CSV, an XLSX, or something a person took for one.

import { open, stat } from 'node:fs/promises';
import { fileTypeFromBuffer } from 'file-type';
import { Refusal } from '../errors.ts';

export type SourceKind = 'csv' | 'xlsx';

const SAMPLE = 65_536;
const ZIP = Buffer.from('PK\u0003\u0004', 'latin1');
const EMPTY_ZIP = Buffer.from('PK\u0005\u0006', 'latin1');
/** Compound file of Microsoft: .xls until 2003, and also the wrapping of an encrypted .xlsx. */
const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** Text by its bytes, yet no table; the first characters tell. */
const TEXT_KINDS: readonly [RegExp, string][] = [
  [/^%PDF-/, 'a PDF document'],
  [/^\{\\rtf/, 'an RTF document'],
  [/^\s*<(!doctype html|html|table|head|meta)/i, 'a web page'],
  [/^\s*<(\?xml|[a-z][\w:.-]*[\s>])/i, 'an XML document'],
  [/^\s*(\{\s*("|\}|$)|\[\s*(\{|\[|\]))/, 'a JSON document'],
  [/^BEGIN:VCARD/i, 'an address card'],
  [/^BEGIN:VCALENDAR/i, 'a calendar'],
  // A mailbox names the sender and the day on its first line; a heading may begin with the same word.
  [/^(From \S+ +(Mon|Tue|Wed|Thu|Fri|Sat|Sun) |Received:|Return-Path:|MIME-Version:)/, 'an e-mail message'],
];

/**
 * Answers `csv` or `xlsx`, or throws a Refusal with `empty_file`, `old_excel`, `encrypted_file` or `not_a_table`. An `xlsx`
 * is still only "a ZIP": its inside is looked at when it is opened.
 */
export async function judgeKind(path: string): Promise<SourceKind> {
  const { size } = await stat(path);
  if (size === 0) throw emptyFile();
  const sample = await firstBytes(path, Math.min(size, SAMPLE));
  if (startsWith(sample, ZIP)) return 'xlsx';
  if (startsWith(sample, EMPTY_ZIP)) throw emptyFile();
  if (startsWith(sample, COMPOUND)) throw compoundFile(await firstBytes(path, Math.min(size, 1_048_576)));
  const text = asText(sample);
  if (text === null) throw notATable((await knownAs(sample)) ?? 'a file of bytes, not of text');
  if (text.trim() === '' && size <= SAMPLE) throw emptyFile();
  for (const [pattern, name] of TEXT_KINDS) if (pattern.test(text)) throw notATable(name);
  return 'csv';
}

/** 422 `not_a_table`. @param what "a PDF document" */
export function notATable(what: string): Refusal {
  return new Refusal(
    422,
    'not_a_table',
    `This is ${what}, not a table. Save the table as CSV or as an Excel workbook (.xlsx) and try again.`,
  );
}

export function emptyFile(): Refusal {
  return new Refusal(422, 'empty_file', 'The file is empty.');
}

function compoundFile(head: Buffer): Refusal {
  if (head.includes(Buffer.from('EncryptedPackage', 'utf16le'))) {
    return new Refusal(422, 'encrypted_file', 'The workbook is protected by a password. Save it without one and try again.');
  }
  if (head.includes(Buffer.from('Workbook', 'utf16le')) || head.includes(Buffer.from('Book', 'utf16le'))) {
    return new Refusal(
      422,
      'old_excel',
      'This is an Excel workbook in the format of 1997-2003 (.xls). Save it as .xlsx or CSV and try again.',
    );
  }
  return notATable('an old Office document');
}

/** The sample as text for a first look; null for bytes that are no text in any encoding. */
function asText(sample: Buffer): string | null {
  const wide = utf16Order(sample);
  if (wide) return decodeWide(sample, wide);
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return null;
    if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 13 && byte !== 12 && byte !== 26 && byte !== 11) controls += 1;
  }
  if (controls > sample.length / 500) return null;
  return sample.toString('latin1').replace(/^\u00ef\u00bb\u00bf/, '');
}

/** UTF-16 by its mark, or, without one, by where the zero halves of digits, separators and line ends stand. */
export function utf16Order(sample: Buffer): 'utf-16le' | 'utf-16be' | null {
  if (sample[0] === 0xff && sample[1] === 0xfe) return 'utf-16le';
  if (sample[0] === 0xfe && sample[1] === 0xff) return 'utf-16be';
  const pairs = Math.floor(sample.length / 2);
  if (pairs < 2) return null;
  let evenZero = 0;
  let oddZero = 0;
  for (let index = 0; index + 1 < sample.length; index += 2) {
    if (sample[index] === 0) evenZero += 1;
    if (sample[index + 1] === 0) oddZero += 1;
  }
  // A Cyrillic table has few letters below U+0100 but still its separators; a picture has zeros in both halves.
  if (oddZero > pairs / 50 && evenZero <= oddZero / 50) return plausibleWide(sample, 'utf-16le') ? 'utf-16le' : null;
  if (evenZero > pairs / 50 && oddZero <= evenZero / 50) return plausibleWide(sample, 'utf-16be') ? 'utf-16be' : null;
  return null;
}

function plausibleWide(sample: Buffer, order: 'utf-16le' | 'utf-16be'): boolean {
  const text = decodeWide(sample, order);
  let strange = 0;
  for (const character of text) if (/[\p{Cc}\p{Cn}\p{Co}\p{Cs}]/u.test(character) && !/[\t\n\r\f]/.test(character)) strange += 1;
  return strange <= text.length / 100;
}

function decodeWide(sample: Buffer, order: 'utf-16le' | 'utf-16be'): string {
  const even = sample.subarray(0, sample.length - (sample.length % 2));
  return new TextDecoder(order).decode(even);
}

async function knownAs(sample: Buffer): Promise<string | null> {
  const type = await fileTypeFromBuffer(sample).catch(() => undefined);
  if (!type) return null;
  const [family] = type.mime.split('/');
  if (family === 'image') return `a picture (${type.ext})`;
  if (family === 'audio' || family === 'video') return `a recording (${type.ext})`;
  return `a file of the kind ${type.ext}`;
}

async function firstBytes(path: string, length: number): Promise<Buffer> {
  const file = await open(path);
  try {
    const buffer = Buffer.alloc(length);
    const { bytesRead } = await file.read(buffer, 0, length, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

function startsWith(sample: Buffer, mark: Buffer): boolean {
  return sample.subarray(0, mark.length).equals(mark);
}
