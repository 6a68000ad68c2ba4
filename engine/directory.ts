// Names of people and owner groups, which stand in every row of every list: kept by each process while the rights epoch stands.

import { LRUCache } from 'lru-cache';
import type { Entity, Schema } from '../schema/index.ts';
import { decidesRights } from './rights-fields.ts';

/** Nouns whose titles are kept. */
export const KEPT: readonly string[] = ['users', 'owner_groups'];

/** Titles by id, without regard to rights: only those who may read them ask, see `isKept`. */
export class Directory {
  readonly #titles = new LRUCache<string, string>({ max: 50_000 });

  /** Null for an id that points nowhere, or that nobody has learned. */
  title(id: string): string | null {
    return this.#titles.get(id) ?? null;
  }

  has(id: string): boolean {
    return this.#titles.has(id);
  }

  learn(id: string, title: string): void {
    this.#titles.set(id, title);
  }

  forget(): void {
    this.#titles.clear();
  }
}

/**
 * Whether the titles of all these entities come from the directory: every change of one raises the rights epoch, and this
 * actor may read all that it is made of.
 */
export function isKept(targets: readonly string[], mine: Schema, whole: Schema): boolean {
  return targets.every((name) => {
    const entity = mine.entities[name];
    return KEPT.includes(name) && entity !== undefined && isWhole(entity, whole.entities[name]!);
  });
}

function isWhole(mine: Entity, whole: Entity): boolean {
  return whole.title.every((field) => Object.hasOwn(mine.fields, field) && decidesRights(whole.name, field));
}
