// A tree by its parents: departments, roles. A circle, which nobody can save, ends where it began.

/** Ids that have parents; null: none. A cycle ends where it comes back. */
export class Tree {
  readonly #parents: ReadonlyMap<string, string | null>;
  readonly #children = new Map<string, string[]>();

  constructor(parents: ReadonlyMap<string, string | null>) {
    this.#parents = parents;
    for (const [id, parent] of parents) {
      if (parent === null) continue;
      const known = this.#children.get(parent);
      if (known) known.push(id);
      else this.#children.set(parent, [id]);
    }
  }

  /** All descendants, the node itself not among them. */
  below(id: string | null): string[] {
    const found = new Set<string>();
    const open = id === null ? [] : [id];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      for (const child of this.#children.get(at) ?? []) {
        if (child === id || found.has(child)) continue;
        found.add(child);
        open.push(child);
      }
    }
    return [...found];
  }

  /** The node and all above it. */
  upwards(id: string | null): string[] {
    const found = new Set<string>();
    for (let at = id; at && !found.has(at); at = this.#parents.get(at) ?? null) found.add(at);
    return [...found];
  }

  /** The node, and all below it when asked for. */
  from(id: string, below: boolean): string[] {
    return below ? [id, ...this.below(id)] : [id];
  }
}
