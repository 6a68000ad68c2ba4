// The rows of a list, read page after page by keyset cursor, or with a jump where one looks far ahead. Knows nothing of React or
// of the network.
//
// Pages lie where they belong, with gaps between them: who drags the scrollbar to the middle of a million rows gets the page there,
// not the half million before it. Records are kept only near the place one looks at; of far pages the place and cursor stay.

import type { ListAnswer, RecordValues } from '../../client/index.ts';

/** `skip` is asked only where no cursor leads. */
export type ReadPage = (from: { after?: string; skip?: number }, limit: number, signal: AbortSignal) => Promise<ListAnswer>;

interface Page {
  /** Cursor it was read with; undefined: with a jump to its start. */
  readonly after: string | undefined;
  readonly limit: number;
  /** Index of its first row. */
  start: number;
  length: number;
  /** null: dropped to save memory; read again when it is looked at. */
  rows: RecordValues[] | null;
  /** Id of its first row: tells the page before it that it reaches this one. */
  head: string | undefined;
  /** Cursor of what follows; null: nothing does. */
  next: string | null;
}

/** What the list draws: rows by index, whatever they come from. */
export interface Rows {
  readonly version: number;
  readonly started: boolean;
  readonly complete: boolean;
  readonly loaded: number;
  readonly error: unknown;
  subscribe(listener: () => void): () => void;
  row(index: number): RecordValues | undefined;
  find(id: string): RecordValues | undefined;
  want(first: number, end: number): void;
  patch(id: string, values: Readonly<Record<string, unknown>>): void;
  remove(ids: ReadonlySet<string>): void;
  reload(): Promise<void>;
  retry(): void;
  ids(): string[];
}

const FIRST_PAGE = 60;
const PAGE = 200;
/** Of who scrolls fast. */
const LARGE_PAGE = 400;
const PAGES_KEPT = 40;
/** So many rows beyond those in view are read before they come into view, once somebody scrolls; more when he does it fast. */
const AHEAD = 150;
const FAR_AHEAD = 600;
/** Nearer than this, the pages between are read rather than jumped over. */
const NEAR = 400;

/** How many rows go by in the time that is to be read ahead. */
class Pace {
  readonly #clock: () => number;
  #from = 0;
  #since = 0;
  #rows = 0;

  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** To be told of the first row in view, whenever it is another. */
  note(first: number): void {
    const passed = this.#clock() - this.#since;
    if (passed < 100) return;
    const gone = Math.abs(first - this.#from);
    // Who rested, or took the scrollbar, begins anew.
    this.#rows = passed > 1000 || gone > 3 * FAR_AHEAD ? 0 : (gone / passed) * 600;
    this.#from = first;
    this.#since += passed;
  }

  get ahead(): number {
    return Math.round(Math.min(FAR_AHEAD, Math.max(AHEAD, this.#rows)));
  }
}

export class RecordPages implements Rows {
  readonly #read: ReadPage;
  readonly #pace: Pace;
  #pages: Page[] = [];
  #started = false;
  #scrolls = false;
  #wanted: readonly [number, number] = [0, 0];
  #loading: AbortController | null = null;
  #error: unknown = null;
  #version = 0;
  readonly #listeners = new Set<() => void>();
  readonly #places = new Map<string, Page>();

  /** @param clock milliseconds */
  constructor(read: ReadPage, clock = () => performance.now()) {
    this.#read = read;
    this.#pace = new Pace(clock);
  }

  /** Index behind the last row that is known to be there. */
  get loaded(): number {
    const last = this.#pages.at(-1);
    return last ? last.start + last.length : 0;
  }

  /** Whether the end is known, so that `loaded` is the number of rows. */
  get complete(): boolean {
    return this.#started && (this.#pages.at(-1)?.next ?? null) === null;
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
    this.#pace.note(first);
    void this.#work();
  }

  /** Reads the first page; nobody hears of it before it is here. */
  begin(): void {
    if (!this.#started) void this.#work();
  }

  /** Somebody may scroll any moment: what follows the first page is read too. */
  expectScrolling(): void {
    this.#scrolls = true;
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

  /** A row as it was just read. An answer that was under way while the row was saved says nothing new: what is newer stays. */
  refresh(record: RecordValues): void {
    const known = this.find(record.id);
    if (known && newer(known, record) === record) this.patch(record.id, record);
  }

  remove(ids: ReadonlySet<string>): void {
    let gone = 0;
    for (const page of this.#pages) {
      page.start -= gone;
      const left = page.rows?.filter((row) => !ids.has(row.id));
      if (!left || left.length === page.length) continue;
      gone += page.length - left.length;
      page.rows = left;
      page.length = left.length;
      page.head = left[0]?.id;
    }
    if (!gone) return;
    for (const id of ids) this.#places.delete(id);
    this.#changed();
  }

  /** Starts over; what is shown stays until the first page is here. */
  async reload(): Promise<void> {
    this.#loading?.abort();
    const control = new AbortController();
    this.#loading = control;
    try {
      const answer = await this.#read({}, Math.max(FIRST_PAGE, Math.min(this.#wanted[1], 500)), control.signal);
      const records = answer.records.map((row) => newer(this.find(row.id), row));
      this.#pages = [];
      this.#places.clear();
      this.#put({ start: 0, after: undefined, limit: Math.max(FIRST_PAGE, records.length) }, { ...answer, records });
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
      const missing = dropped ? undefined : this.#missing();
      if (!dropped && !missing) break;
      const control = new AbortController();
      this.#loading = control;
      try {
        if (dropped) await this.#refill(dropped, control.signal);
        else if (missing) await this.#fetch(missing, control.signal);
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

  /** What to read next: behind a page by its cursor where that is near, else by a jump. */
  #missing(): Pick<Page, 'start' | 'after' | 'limit'> | undefined {
    if (!this.#started) return { start: 0, after: undefined, limit: Math.max(FIRST_PAGE, Math.min(this.#wanted[1], PAGE)) };
    const [first, end] = this.#wanted;
    const reads = this.#scrolls || first > 0;
    return this.#missingIn(first, end) ?? (reads ? this.#missingIn(end, end + this.#pace.ahead, true) : undefined);
  }

  /** `near`: only where a cursor leads; nobody jumps in advance. */
  #missingIn(first: number, end: number, near = false): Pick<Page, 'start' | 'after' | 'limit'> | undefined {
    for (let index = first; index < end; ) {
      const page = this.#pageAt(index);
      if (page) {
        index = page.start + page.length;
        continue;
      }
      const before = this.#pages.findLast((one) => one.start + one.length <= index);
      const behind = before ? before.start + before.length : 0;
      if (before && before.next === null) return undefined;
      if (before?.next && index - behind <= NEAR) return { start: behind, after: before.next, limit: this.#upToNext(behind) };
      if (near) return undefined;
      const start = Math.max(behind, index - PAGE / 2);
      return { start, after: undefined, limit: this.#upToNext(start) };
    }
    return undefined;
  }

  /** A page that should come as far as the one behind it is read one row further: that must be the other's first. */
  #upToNext(start: number): number {
    const size = this.#pace.ahead > PAGE ? LARGE_PAGE : PAGE;
    const room = (this.#pages.find((page) => page.start > start)?.start ?? Number.POSITIVE_INFINITY) - start;
    return room <= size ? room + 1 : size;
  }

  async #fetch(place: Pick<Page, 'start' | 'after' | 'limit'>, signal: AbortSignal): Promise<void> {
    const { after, start, limit } = place;
    const answer = await this.#read(after !== undefined ? { after } : start > 0 ? { skip: start } : {}, limit, signal);
    if (signal.aborted) return;
    // Fewer rows than were counted: what one sees is out of date.
    if (answer.records.length === 0 && start > 0 && after === undefined) {
      queueMicrotask(() => void this.reload());
      this.#wanted = [0, Math.min(this.#wanted[1], PAGE)];
      return;
    }
    this.#put(place, answer);
  }

  #put({ start, after, limit }: Pick<Page, 'start' | 'after' | 'limit'>, answer: ListAnswer): void {
    const behind = this.#pages.find((page) => page.start > start);
    const reaches = behind !== undefined && start + limit > behind.start;
    const meets = reaches ? answer.records.findIndex((row) => row.id === behind.head) : -1;
    const own = meets === -1 ? answer.records : answer.records.slice(0, meets);
    if (behind && meets === -1 && answer.next === null) this.#forget(behind, true);
    else if (reaches && meets === -1) this.#forget(behind, false);
    // A row that was changed while one scrolled may come a second time, further down.
    const rows = own.filter((row) => !this.#places.has(row.id));
    const page: Page = {
      after,
      limit: meets === -1 ? limit : meets,
      start,
      length: rows.length,
      rows,
      head: rows[0]?.id,
      next: answer.next,
    };
    for (const row of rows) this.#places.set(row.id, page);
    const at = this.#pages.findIndex((one) => one.start > start);
    const later = at === -1 ? [] : this.#pages.splice(at);
    if (meets !== -1) moveUp(later, start + rows.length);
    this.#pages.push(...(meets === 0 ? [] : [page]), ...later);
    this.#started = true;
  }

  /** It lies elsewhere than was thought, for rows came or went since; so do those that were read on from it, or all behind it. */
  #forget(page: Page, all: boolean): void {
    const at = this.#pages.indexOf(page);
    let end = at;
    for (let next = page.start; end < this.#pages.length && (all || this.#pages[end]?.start === next); end++)
      next += this.#pages[end]?.length ?? 0;
    for (const { rows } of this.#pages.splice(at, end - at)) for (const row of rows ?? []) this.#places.delete(row.id);
  }

  async #refill(page: Page, signal: AbortSignal): Promise<void> {
    const from = page.after !== undefined ? { after: page.after } : page.start > 0 ? { skip: page.start } : {};
    const answer = await this.#read(from, page.limit, signal);
    if (signal.aborted) return;
    const was = page.length;
    page.rows = answer.records.filter((row) => !this.#places.has(row.id));
    page.length = page.rows.length;
    page.head = page.rows[0]?.id;
    page.next = answer.next;
    for (const row of page.rows) this.#places.set(row.id, page);
    const at = this.#pages.indexOf(page);
    if (page.length < was) for (const later of this.#pages.slice(at + 1)) later.start -= was - page.length;
    else if (page.length > was && this.#pages[at + 1]?.start === page.start + was)
      for (const later of this.#pages.slice(at + 1)) later.start += page.length - was;
  }

  #droppedPage(): Page | undefined {
    const [first, end] = this.#wanted;
    const within = (from: number, until: number) =>
      this.#pages.find((page) => page.rows === null && page.start < until && page.start + page.length > from);
    return within(first, end) ?? within(first - AHEAD, end + AHEAD);
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

/** The pages follow what lies before them without a gap. */
function moveUp(pages: readonly Page[], start: number): void {
  const gap = (pages[0]?.start ?? start) - start;
  for (const page of pages) page.start -= gap;
}

/** What is shown, unless what was read is at least as new; without versions nobody can tell, and what was read counts. */
function newer(known: RecordValues | undefined, read: RecordValues): RecordValues {
  return typeof known?.version === 'number' && typeof read.version === 'number' && known.version > read.version ? known : read;
}
