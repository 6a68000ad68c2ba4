// Whose records somebody reaches: names of sets of owners, as rules speak of them, and the owners themselves.

/** A larger share of all who own records is looked up in a hash while the list is walked; a smaller one is asked of an index. */
const CROWD = 0.005;

/** Owners by the name of what brings them into reach: `same_unit`, `role_branch`, the id of a sharing rule. */
export class People {
  readonly #parts: ReadonlyMap<string, readonly string[]>;
  readonly #all: number;
  readonly #merged = new Map<string, { readonly literal: string; readonly crowd: boolean }>();

  /** @param all how many users and groups there are */
  constructor(parts: ReadonlyMap<string, readonly string[]>, all: number) {
    this.#parts = parts;
    this.#all = all;
  }

  /** @param names joined by `+` */
  ids(names: string): string[] {
    return [...new Set(names.split('+').flatMap((name) => this.#parts.get(name) ?? []))];
  }

  /** As PostgreSQL writes a list. Made once: thousands of ids travel with each statement. */
  literal(names: string): string {
    return this.#merge(names).literal;
  }

  isCrowd(names: string): boolean {
    return this.#merge(names).crowd;
  }

  #merge(names: string) {
    const known = this.#merged.get(names);
    if (known) return known;
    const ids = this.ids(names);
    const made = { literal: `{${ids.join(',')}}`, crowd: ids.length > this.#all * CROWD && ids.length > 1 };
    this.#merged.set(names, made);
    return made;
  }
}

export const NOBODY = new People(new Map(), 0);
