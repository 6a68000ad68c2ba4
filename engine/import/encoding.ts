// Finds in which encoding a text file was written. The whole file is looked at, because the one telling letter may be in
// the last row; only the lines with letters beyond ASCII are kept and weighed.

import { isAscii, isUtf8 } from 'node:buffer';
import { createReadStream } from 'node:fs';
import { utf16Order } from './kind.ts';
import { weigh } from './single-byte.ts';

export interface EncodingGuess {
  /** A name that iconv-lite knows: `utf-8`, `utf-16le`, `windows-1251` ... */
  readonly encoding: string;
  /** Whether the file starts with a byte order mark. */
  readonly mark: boolean;
  /** 0 to 1: how far ahead of the next encoding it is. */
  readonly confidence: number;
  /** Bytes that are no character in this encoding. */
  readonly broken: number;
}

const SAMPLE = 128 * 1024;

/** Reads the whole file. */
export async function detectEncoding(path: string): Promise<EncodingGuess> {
  const seen = await look(path);
  if (seen.wide) return { encoding: seen.wide, mark: seen.mark, confidence: seen.mark ? 1 : 0.9, broken: 0 };
  if (seen.mark || seen.invalid === 0) return { encoding: 'utf-8', mark: seen.mark, confidence: 1, broken: seen.invalid };
  // A UTF-8 file with a few bytes spoilt on the way is still one; a single-byte text hardly ever has valid sequences.
  if (seen.valid > seen.invalid * 10) return { encoding: 'utf-8', mark: false, confidence: 0.8, broken: seen.invalid };
  return weigh(seen.sample);
}

interface Look {
  wide: 'utf-16le' | 'utf-16be' | null;
  mark: boolean;
  /** UTF-8 sequences beyond ASCII, and bytes that belong to none; counted in the sample. */
  valid: number;
  invalid: number;
  /** Lines with bytes beyond ASCII. */
  sample: Buffer;
}

async function look(path: string): Promise<Look> {
  const lines: Buffer[] = [];
  let kept = 0;
  let first = true;
  let clean = true;
  let rest = Buffer.alloc(0);
  const result: Look = { wide: null, mark: false, valid: 0, invalid: 0, sample: rest };
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const chunk = rest.length > 0 ? Buffer.concat([rest, piece]) : piece;
    if (first) {
      result.wide = utf16Order(chunk.subarray(0, 65_536));
      result.mark = result.wide ? chunk[0] === 0xff || chunk[0] === 0xfe : chunk.subarray(0, 3).toString('hex') === 'efbbbf';
      if (result.wide) return result;
      first = false;
    }
    // Cut behind an ASCII byte, so that no sequence is torn.
    let end = chunk.length;
    while (end > 0 && end > chunk.length - 8 && (chunk[end - 1] as number) >= 0x80) end -= 1;
    const whole = chunk.subarray(0, end);
    rest = Buffer.from(chunk.subarray(end));
    if (isAscii(whole)) continue;
    if (!isUtf8(whole)) clean = false;
    kept = collect(whole, lines, kept);
  }
  if (rest.length > 0) {
    if (!isUtf8(rest)) clean = false;
    collect(rest, lines, 0);
  }
  result.sample = Buffer.concat(lines);
  if (!clean) Object.assign(result, countSequences(result.sample));
  if (!clean && result.invalid === 0) result.invalid = 1;
  return result;
}

function collect(chunk: Buffer, lines: Buffer[], kept: number): number {
  let start = 0;
  while (start < chunk.length && kept < SAMPLE) {
    const at = chunk.indexOf(10, start);
    const end = at < 0 ? chunk.length : at + 1;
    const line = chunk.subarray(start, Math.min(end, start + 4_096));
    if (!isAscii(line)) {
      lines.push(Buffer.from(line));
      kept += line.length;
    }
    start = end;
  }
  return kept;
}

function countSequences(sample: Buffer): { valid: number; invalid: number } {
  let valid = 0;
  let invalid = 0;
  for (let index = 0; index < sample.length; ) {
    const byte = sample[index] as number;
    const length =
      byte < 0x80 ? 1 : byte >= 0xc2 && byte < 0xe0 ? 2 : byte >= 0xe0 && byte < 0xf0 ? 3 : byte >= 0xf0 && byte < 0xf5 ? 4 : 0;
    if (length === 1) index += 1;
    else if (length > 1 && isUtf8(sample.subarray(index, index + length)) && index + length <= sample.length) {
      valid += 1;
      index += length;
    } else {
      invalid += 1;
      index += 1;
    }
  }
  return { valid, invalid };
}
