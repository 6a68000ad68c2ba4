// A list in groups: headings from one aggregate, rows read group by group when they come into view. Knows nothing of React.

import type { RecordValues } from '../../client/index.ts';
import type { RecordPages, Rows } from './pages.ts';

export interface Heading {
  /** Tells the group from others. */
  readonly key: string;
  readonly value: unknown;
  readonly count: number;
  /** Sums by column path, as the API gives them. */
  readonly sums: Readonly<Record<string, unknown>>;
  /** What its rows have in common. */
  readonly filter: string;
}

interface Part {
  heading: Heading;
  pages: RecordPages | null;
  start: number;
  /** The heading and its rows, where it is open. */
  length: number;
}

export class GroupedRows implements Rows {
  readonly #make: (filter: string) => RecordPages;
  #parts: Part[] = [];
  #closed = new Set<string>();
  #started = false;
  #wanted: readonly [number, number] = [0, 0];
  #version = 0;
  readonly #listeners = new Set<() => void>();

  constructor(make: (filter: string) => RecordPages) {
    this.#make = make;
  }

  get version(): number {
    return this.#version;
  }

  get started(): boolean {
    return this.#started;
  }

  /** How many rows there are is known from the start. */
  get complete(): boolean {
    return this.#started;
  }

  get loaded(): number {
    const last = this.#parts.at(-1);
    return last ? last.start + last.length : 0;
  }

  /** Records in all groups, folded ones too. */
  get total(): number {
    return this.#parts.reduce((sum, part) => sum + part.heading.count, 0);
  }

  get error(): unknown {
    return this.#parts.find((part) => part.pages?.error)?.pages?.error ?? null;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** Groups as they are now; what was read of those that stay is kept. */
  setGroups(headings: readonly Heading[]): void {
    const known = new Map(this.#parts.map((part) => [part.heading.key, part]));
    this.#parts = headings.map((heading) => {
      const pages = known.get(heading.key)?.pages ?? null;
      known.delete(heading.key);
      return { heading, pages, start: 0, length: 0 };
    });
    for (const gone of known.values()) gone.pages?.dispose();
    this.#started = true;
    this.#place();
    this.want(...this.#wanted);
  }

  heading(index: number): (Heading & { readonly open: boolean }) | undefined {
    const part = this.#partAt(index);
    return part?.start === index ? { ...part.heading, open: !this.#closed.has(part.heading.key) } : undefined;
  }

  toggle(key: string): void {
    if (!this.#closed.delete(key)) this.#closed.add(key);
    this.#place();
    this.want(...this.#wanted);
  }

  toggleAll(open: boolean): void {
    this.#closed = open ? new Set() : new Set(this.#parts.map((part) => part.heading.key));
    this.#place();
    this.want(...this.#wanted);
  }

  row(index: number): RecordValues | undefined {
    const part = this.#partAt(index);
    return part && index > part.start ? part.pages?.row(index - part.start - 1) : undefined;
  }

  find(id: string): RecordValues | undefined {
    for (const { pages } of this.#parts) {
      const found = pages?.find(id);
      if (found) return found;
    }
    return undefined;
  }

  ids(): string[] {
    return this.#parts.flatMap((part) => (this.#closed.has(part.heading.key) ? [] : (part.pages?.ids() ?? [])));
  }

  want(first: number, end: number): void {
    this.#wanted = [first, end];
    for (const part of this.#parts) {
      const [from, to] = [Math.max(first, part.start + 1), Math.min(end, part.start + part.length)];
      if (from >= to) continue;
      if (!part.pages) {
        part.pages = this.#make(part.heading.filter);
        part.pages.subscribe(() => this.#place());
      }
      part.pages.want(from - part.start - 1, to - part.start - 1);
    }
  }

  patch(id: string, values: Readonly<Record<string, unknown>>): void {
    for (const { pages } of this.#parts) if (pages?.find(id)) pages.patch(id, values);
  }

  remove(ids: ReadonlySet<string>): void {
    for (const { pages } of this.#parts) pages?.remove(ids);
  }

  retry(): void {
    for (const { pages } of this.#parts) if (pages?.error) pages.retry();
  }

  /** Rows in view are read anew, others when they come into view. */
  async reload(): Promise<void> {
    const [first, end] = this.#wanted;
    const again: Promise<void>[] = [];
    for (const part of this.#parts) {
      if (!part.pages) continue;
      if (part.start < end && part.start + part.length > first) again.push(part.pages.reload());
      else {
        part.pages.dispose();
        part.pages = null;
      }
    }
    await Promise.all(again);
  }

  dispose(): void {
    for (const { pages } of this.#parts) pages?.dispose();
  }

  /** Where each group stands: once its rows are all read, they are its length; before, what was counted. */
  #place(): void {
    let start = 0;
    for (const part of this.#parts) {
      const rows = part.pages?.complete ? part.pages.loaded : part.heading.count;
      part.start = start;
      part.length = this.#closed.has(part.heading.key) ? 1 : 1 + rows;
      start += part.length;
    }
    this.#version++;
    for (const listener of this.#listeners) listener();
  }

  #partAt(index: number): Part | undefined {
    let low = 0;
    let high = this.#parts.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const part = this.#parts[middle] as Part;
      if (index < part.start) high = middle - 1;
      else if (index >= part.start + part.length) low = middle + 1;
      else return part;
    }
    return undefined;
  }
}
