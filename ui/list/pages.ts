// The rows of a list, read page after page by keyset cursor. Knows nothing of React or of the network.
//
// A keyset list can only be read forwards, so a row far below is reached by reading all pages before it. Cursors are kept for
// all pages, records only for those near the place one looks at: a million rows cost a million cursors' hundredths, not a million records.

import type { ListAnswer, RecordValues } from '../../client/index.ts';

export type ReadPage = (after: string | undefined, limit: number, signal: AbortSignal) => Promise<ListAnswer>;

interface Page {
  /** Cursor it was read with. */
  readonly after: string | undefined;
  readonly limit: number;
  /** Index of its first row. */
  start: number;
  length: number;
  /** null: dropped to save memory; read again when it is looked at. */
  rows: RecordValues[] | null;
}

const FIRST_PAGE = 60;
const PAGE = 200;
/** When one has jumped far ahead, fewer and longer pages get there sooner. */
const LONG_PAGE = 500;
const PAGES_KEPT = 40;

export class RecordPages {
  readonly #read: ReadPage;
  #pages: Page[] = [];
  #next: string | null = null;
  #started = false;
  #wanted: readonly [number, number] = [0, 0];
  #loading: AbortController | null = null;
  #error: unknown = null;
  #version = 0;
  readonly #listeners = new Set<() => void>();
  readonly #places = new Map<string, Page>();

  constructor(read: ReadPage) {
    this.#read = read;
  }

  /** Rows that can be counted on: read so far, dropped ones included. */
  get loaded(): number {
    const last = this.#pages.at(-1);
    return last ? last.start + last.length : 0;
  }

  /** Whether the end has been reached. */
  get complete(): boolean {
    return this.#started && this.#next === null;
  }

  /** False until the first page is here. */
  get started(): boolean {
    return this.#started;
  }

  get error(): unknown {
    return this.#error;
  }

  /** Changes with every change; for useSyncExternalStore. */
  get version(): number {
    return this.#version;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  row(index: number): RecordValues | undefined {
    const page = this.#pageAt(index);
    return page?.rows?.[index - page.start];
  }

  find(id: string): RecordValues | undefined {
    return this.#places.get(id)?.rows?.find((row) => row.id === id);
  }

  indexOf(id: string): number {
    const page = this.#places.get(id);
    return page?.rows ? page.start + page.rows.findIndex((row) => row.id === id) : -1;
  }

  /** Ids of all rows at hand. */
  ids(): string[] {
    return [...this.#places.keys()];
  }

  /** Ids of the rows one is looking at. */
  wantedIds(): string[] {
    const [first, end] = this.#wanted;
    return Array.from({ length: end - first }, (_, at) => this.row(first + at)?.id).filter((id) => id !== undefined);
  }

  /** Rows from `first` up to `end` (exclusive) are about to be seen. */
  want(first: number, end: number): void {
    this.#wanted = [first, end];
    void this.#work();
  }

  /** Tries again after a failure. */
  retry(): void {
    this.#error = null;
    this.#changed();
    void this.#work();
  }

  /** Overwrites values of a row at hand. */
  patch(id: string, values: Readonly<Record<string, unknown>>): void {
    const page = this.#places.get(id);
    if (!page?.rows) return;
    page.rows = page.rows.map((row) => (row.id === id ? { ...row, ...values, id } : row));
    this.#changed();
  }

  remove(ids: ReadonlySet<string>): void {
    let any = false;
    for (const page of this.#pages) {
      const left = page.rows?.filter((row) => !ids.has(row.id));
      if (!left || left.length === page.length) continue;
      page.rows = left;
      page.length = left.length;
      any = true;
    }
    if (!any) return;
    for (const id of ids) this.#places.delete(id);
    this.#renumber();
    this.#changed();
  }

  /** Starts over; what is shown stays until the first page is here. */
  async reload(): Promise<void> {
    this.#loading?.abort();
    const control = new AbortController();
    this.#loading = control;
    try {
      const answer = await this.#read(undefined, Math.max(FIRST_PAGE, Math.min(this.#wanted[1], LONG_PAGE)), control.signal);
      this.#pages = [];
      this.#places.clear();
      this.#append(undefined, Math.max(FIRST_PAGE, answer.records.length), answer);
      this.#error = null;
    } catch (error) {
      if (control.signal.aborted) return;
      this.#error = error;
    }
    this.#loading = null;
    this.#changed();
    void this.#work();
  }

  dispose(): void {
    this.#loading?.abort();
    this.#loading = null;
  }

  /** Reads one page after the other until what is wanted is at hand. */
  async #work(): Promise<void> {
    if (this.#loading || this.#error) return;
    for (;;) {
      const dropped = this.#started ? this.#droppedPage() : undefined;
      const control = new AbortController();
      this.#loading = control;
      try {
        if (dropped) await this.#refill(dropped, control.signal);
        else if (!this.#started || (this.#next !== null && this.#wanted[1] > this.loaded)) await this.#extend(control.signal);
        else break;
      } catch (error) {
        if (control.signal.aborted) return;
        this.#error = error;
        break;
      }
      if (control.signal.aborted) return;
      this.#dropFarPages();
      this.#changed();
    }
    this.#loading = null;
    this.#changed();
  }

  async #extend(signal: AbortSignal): Promise<void> {
    const missing = this.#wanted[1] - this.loaded;
    const limit = this.#started ? (missing > PAGE ? LONG_PAGE : PAGE) : Math.max(FIRST_PAGE, Math.min(this.#wanted[1], PAGE));
    const after = this.#next ?? undefined;
    const answer = await this.#read(after, limit, signal);
    if (!signal.aborted) this.#append(after, limit, answer);
  }

  #append(after: string | undefined, limit: number, answer: ListAnswer): void {
    // A row that was changed while one scrolled may come a second time, further down.
    const rows = answer.records.filter((row) => !this.#places.has(row.id));
    const page: Page = { after, limit, start: this.loaded, length: rows.length, rows };
    this.#pages.push(page);
    for (const row of rows) this.#places.set(row.id, page);
    this.#next = answer.next;
    this.#started = true;
  }

  async #refill(page: Page, signal: AbortSignal): Promise<void> {
    const answer = await this.#read(page.after, page.limit, signal);
    if (signal.aborted) return;
    page.rows = answer.records.filter((row) => !this.#places.has(row.id));
    page.length = page.rows.length;
    for (const row of page.rows) this.#places.set(row.id, page);
    this.#renumber();
  }

  #droppedPage(): Page | undefined {
    const [first, end] = this.#wanted;
    return this.#pages.find((page) => page.rows === null && page.start < end && page.start + page.length > first);
  }

  #dropFarPages(): void {
    const kept = this.#pages.filter((page) => page.rows !== null);
    if (kept.length <= PAGES_KEPT) return;
    const middle = (this.#wanted[0] + this.#wanted[1]) / 2;
    const byDistance = kept.toSorted((a, b) => Math.abs(b.start - middle) - Math.abs(a.start - middle));
    for (const page of byDistance.slice(0, kept.length - PAGES_KEPT)) {
      for (const row of page.rows ?? []) this.#places.delete(row.id);
      page.rows = null;
    }
  }

  #renumber(): void {
    let start = 0;
    for (const page of this.#pages) {
      page.start = start;
      start += page.length;
    }
  }

  #pageAt(index: number): Page | undefined {
    let low = 0;
    let high = this.#pages.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const page = this.#pages[middle] as Page;
      if (index < page.start) high = middle - 1;
      else if (index >= page.start + page.length) low = middle + 1;
      else return page;
    }
    return undefined;
  }

  #changed(): void {
    this.#version++;
    for (const listener of this.#listeners) listener();
  }
}
