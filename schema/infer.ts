// Record types inferred from definitions. Nothing is generated: `RecordOf<typeof deals>` is the type.

import type { Reference, Rows, ShapeOf } from './builders.ts';
import type { EntityDefinition, ExtensionDefinition } from './define.ts';

type Flat<T> = { [K in keyof T]: T[K] } & {};

/** A record as it is read. System fields included; internal fields never are. */
export type RecordOf<E> =
  E extends EntityDefinition<string, infer F, infer Owned>
    ? Flat<SystemFields & (Owned extends false ? unknown : OwnerField) & ReadOf<F>>
    : never;

/** What another module's extension adds to the record as read. */
export type ExtensionOf<X> = X extends ExtensionDefinition<infer F> ? ReadOf<F> : never;

/** Values of a new record: those that are required and have no default must be there. */
export type ValuesOf<E> =
  E extends EntityDefinition<string, infer F, infer Owned> ? Flat<ValuesOfFields<F> & (Owned extends false ? unknown : OwnerInput)> : never;

/** Values of an update: any part of them. */
export type ChangesOf<E> = Partial<ValuesOf<E>>;

/** One row of a child entity as it is read. */
export type RowOf<E> = E extends EntityDefinition<string, infer F, boolean> ? Flat<RowFields & ReadOf<F>> : never;

interface SystemFields {
  readonly id: string;
  readonly created_at: string;
  readonly created_by: Reference | null;
  readonly updated_at: string;
  readonly updated_by: Reference | null;
  readonly version: number;
}

interface OwnerField {
  readonly owner: Reference | null;
}

interface OwnerInput {
  owner?: string | null;
}

interface RowFields {
  readonly id: string;
  readonly position: number;
}

/** Fields as they are read, internal ones left out; those that need not be filled in may be null. */
export type ReadOf<F> = Flat<{
  readonly [K in keyof F as ShapeOf<F[K]> extends { readonly internal: true } ? never : K]: ReadValue<ShapeOf<F[K]>>;
}>;

type ReadValue<S> = S extends { readonly read: infer R; readonly required: infer Required }
  ? R extends Rows<infer F>
    ? readonly Flat<RowFields & ReadOf<F>>[]
    : Required extends true
      ? R
      : R | null
  : never;

/** Fields as they are written; those that nobody writes are not there. */
export type ValuesOfFields<F> = Flat<
  { [K in keyof F as Writing<F[K]> extends 'must' ? K : never]: WriteValue<ShapeOf<F[K]>> } & {
    [K in keyof F as Writing<F[K]> extends 'may' ? K : never]?: WriteValue<ShapeOf<F[K]>> | Emptiness<ShapeOf<F[K]>>;
  }
>;

type Writing<D> = ShapeOf<D> extends { readonly writing: infer W } ? W : never;

type Emptiness<S> = S extends { readonly required: true } ? never : null;

type WriteValue<S> = S extends { readonly write: infer W } ? (W extends Rows<infer F> ? readonly RowInput<F>[] : W) : never;

/** A row without `id` is new, one with it is the old row; rows left out are deleted. */
type RowInput<F> = Flat<{ readonly id?: string } & ValuesOfFields<F>>;
