// The distinct texts of a workbook, which its cells point to by number. Kept as bytes outside the JavaScript heap; beyond a
// limit in an unlinked file beside the upload, so that a million different texts cost disk and not memory.

import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { LRUCache } from 'lru-cache';
import { LIMITS } from './limits.ts';
import { tooLarge } from './zip.ts';

const PAGE = 1 << 18;

/** What does not fit in memory goes to `spillPath`: a file that is not there yet, and gone from its folder as soon as it is open. */
export class SharedStrings {
  readonly #spillPath: string;
  #pages: (Buffer | { offset: number; length: number })[] = [];
  #page = Buffer.allocUnsafe(PAGE);
  #used = 0;
  #count = 0;
  /** Page number, offset and length of every text. */
  #index = new Uint32Array(3 * 1_024);
  #inMemory = 0;
  #total = 0;
  #spill: number | null = null;
  #spilled = 0;
  /** Cells are written in the order their texts first appear, so a few pages serve nearly all reads. */
  #read = new LRUCache<number, Buffer>({ max: 32 });

  constructor(spillPath: string) {
    this.#spillPath = spillPath;
  }

  add(text: string): void {
    const length = Buffer.byteLength(text);
    this.#total += length;
    if (this.#total > LIMITS.sharedStrings) throw tooLarge('The workbook holds too much text. Save the table as CSV and try again.');
    if (this.#used + length > this.#page.length) this.#turn(length);
    if (this.#count * 3 + 3 > this.#index.length) {
      const wider = new Uint32Array(this.#index.length * 2);
      wider.set(this.#index);
      this.#index = wider;
    }
    this.#index.set([this.#pages.length, this.#used, length], this.#count * 3);
    this.#page.write(text, this.#used);
    this.#used += length;
    this.#count += 1;
  }

  /** The text of that number; undefined when the workbook has none, which makes it a broken one. */
  get(number: number): string | undefined {
    if (!(number >= 0 && number < this.#count)) return undefined;
    const [page, offset, length] = this.#index.subarray(number * 3, number * 3 + 3) as unknown as [number, number, number];
    return this.#pageAt(page).toString('utf8', offset, offset + length);
  }

  close(): void {
    if (this.#spill !== null) closeSync(this.#spill);
    this.#spill = null;
    this.#pages = [];
    this.#read.clear();
  }

  #turn(next: number): void {
    const full = this.#page.subarray(0, this.#used);
    if (this.#inMemory + full.length <= LIMITS.sharedStringsInMemory) {
      this.#inMemory += full.length;
      this.#pages.push(full);
    } else {
      this.#spill ??= openUnlinked(this.#spillPath);
      writeSync(this.#spill, full, 0, full.length, this.#spilled);
      this.#pages.push({ offset: this.#spilled, length: full.length });
      this.#spilled += full.length;
    }
    this.#page = Buffer.allocUnsafe(Math.max(PAGE, next));
    this.#used = 0;
  }

  #pageAt(number: number): Buffer {
    if (number === this.#pages.length) return this.#page;
    const page = this.#pages[number] as Buffer | { offset: number; length: number };
    if (Buffer.isBuffer(page)) return page;
    const known = this.#read.get(number);
    if (known) return known;
    const buffer = Buffer.allocUnsafe(page.length);
    readSync(this.#spill as number, buffer, 0, page.length, page.offset);
    this.#read.set(number, buffer);
    return buffer;
  }
}

/** Gone from the folder as soon as it is open: a killed process leaves nothing behind. */
function openUnlinked(path: string): number {
  const file = openSync(path, 'wx+', 0o600);
  rmSync(path);
  return file;
}
