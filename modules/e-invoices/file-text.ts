// The XML of a file that came: as it stands, in the encoding it names, or out of a PDF that carries it (Factur-X, ZUGFeRD).

import { buffer } from 'node:stream/consumers';
import { inflateSync } from 'node:zlib';
import { type BoundContext, openFile, unreadable } from '../../engine/index.ts';
import { inEnglish, type Say } from './words.ts';

/** @throws Refusal 404 where the file is out of reach */
export async function readFileOf(context: BoundContext, id: string): Promise<{ name: string; bytes: Buffer }> {
  const { name, key } = await openFile(context, id);
  return { name, bytes: await buffer(context.store.read(context.workspace, key)) };
}

/** @throws Refusal `unreadable_file` */
export function textOf(bytes: Buffer, say: Say = inEnglish): string {
  if (bytes.subarray(0, 1024).includes('%PDF-')) return insidePdf(bytes, say);
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return decoded(bytes, 'utf-16le', say);
  if (first === 0xfe && second === 0xff) return decoded(bytes, 'utf-16be', say);
  const [, named = 'utf-8'] = /<\?xml[^>]*?encoding=["']([\w.:-]+)["']/.exec(bytes.subarray(0, 4000).toString('latin1')) ?? [];
  return decoded(bytes, named, say);
}

function decoded(bytes: Buffer, encoding: string, say: Say): string {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(`${say('The file is not written in the encoding that it names:')} ${encoding}`);
  }
}

/** Of what is unpacked from a PDF. */
const LARGEST = 30_000_000;

/** A carried file is a stream of its own, never part of another: whichever holds an invoice is it. */
function insidePdf(bytes: Buffer, say: Say): string {
  for (let at = bytes.indexOf('stream'); at >= 0; at = bytes.indexOf('stream', at)) {
    const start = at + 'stream'.length;
    const end = bytes.indexOf('endstream', start);
    if (end < 0) break;
    const content = unpacked(bytes.subarray(start + lineBreak(bytes, start), end));
    if (content.subarray(0, 4000).includes('CrossIndustryInvoice')) return textOf(content, say);
    at = end + 'endstream'.length;
  }
  throw unreadable(say('This PDF carries no e-invoice. It may be one to look at: enter it as a purchase invoice and attach it there.'));
}

function lineBreak(bytes: Buffer, at: number): number {
  return bytes[at] === 13 && bytes[at + 1] === 10 ? 2 : 1;
}

function unpacked(content: Buffer): Buffer {
  try {
    return inflateSync(content, { maxOutputLength: LARGEST });
  } catch {
    return content;
  }
}
