// Whose records somebody reaches: names of sets of owners, as rules speak of them, and the owners themselves.

/** A larger share of all who own records is searched for each row while the list is walked; a smaller one is asked of an index. */
const CROWD = 0.005;

/** Owners by the name of what brings them into reach: `same_unit`, `role_branch`, the id of a sharing rule. */
export class People {
  readonly #parts: ReadonlyMap<string, readonly string[]>;
  readonly #all: number;
  readonly #merged = new Map<string, { readonly list: Buffer; readonly crowd: boolean }>();

  /** @param all how many users and groups there are */
  constructor(parts: ReadonlyMap<string, readonly string[]>, all: number) {
    this.#parts = parts;
    this.#all = all;
  }

  /** @param names joined by `+` */
  ids(names: string): string[] {
    return [...new Set(names.split('+').flatMap((name) => this.#parts.get(name) ?? []))];
  }

  /** In order, as PostgreSQL takes a list of ids in binary: made once, for thousands travel with each statement, and are read five times as fast. */
  list(names: string): Buffer {
    return this.#merge(names).list;
  }

  isCrowd(names: string): boolean {
    return this.#merge(names).crowd;
  }

  #merge(names: string) {
    const known = this.#merged.get(names);
    if (known) return known;
    const ids = this.ids(names);
    const made = { list: binary(ids), crowd: ids.length > this.#all * CROWD && ids.length > 1 };
    this.#merged.set(names, made);
    return made;
  }
}

/** `uuid[]` on the wire: one dimension, no nulls, type 2950, so many, counted from 1; then each with its length. */
function binary(ids: readonly string[]): Buffer {
  const ordered = ids.map((id) => id.replaceAll('-', '').toLowerCase()).sort();
  const list = Buffer.alloc(20 + ids.length * 20);
  for (const [i, word] of [ids.length > 0 ? 1 : 0, 0, 2950, ids.length, 1].entries()) list.writeInt32BE(word, i * 4);
  for (const [i, id] of ordered.entries()) {
    list.writeInt32BE(16, 20 + i * 20);
    list.write(id, 24 + i * 20, 'hex');
  }
  return ids.length > 0 ? list : list.subarray(0, 12);
}

/** Of rights that reach nobody's records. */
export const NOBODY = new People(new Map(), 0);
