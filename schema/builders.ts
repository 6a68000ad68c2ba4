// Field builders: how a module writes a field. They carry the field's TypeScript types; infer.ts reads them.

import type { EntityDefinition } from './define.ts';
import type { Json, NameKind } from './types.ts';

declare const shape: unique symbol;

/** What the type system remembers of a field; there is nothing of it at run time. */
export interface Shape<Read, Write, Required extends boolean, Writing extends 'must' | 'may' | 'never', Internal extends boolean> {
  readonly read: Read;
  readonly write: Write;
  readonly required: Required;
  readonly writing: Writing;
  readonly internal: Internal;
}

/** `S` is a Shape; it stays unconstrained because a bound would leak `boolean` into what builders infer. */
export interface FieldDefinition<S = unknown> {
  readonly type: string;
  readonly settings: FieldSettings;
  readonly [shape]?: S;
}

/** The shape a field definition carries. */
export type ShapeOf<D> = D extends FieldDefinition<infer S> ? S : never;

export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;

/** Settings of every kind of field. Texts in `default`, `formula`, `requiredIf` and `visibleIf` are expressions. */
export interface CommonSettings {
  readonly label?: string;
  readonly help?: string;
  /** Names it goes by elsewhere, e.g. in a program that was used before: they are understood wherever the field's own is. */
  readonly aliases?: readonly string[];
  readonly required?: boolean;
  readonly unique?: boolean;
  readonly readOnly?: boolean;
  readonly internal?: boolean;
  readonly searched?: boolean;
  readonly indexed?: boolean;
  readonly default?: string;
  readonly formula?: string;
  readonly requiredIf?: string;
  readonly visibleIf?: string;
  readonly example?: Json;
}

/** All settings there are, as resolve() reads them. Builders offer the part that makes sense for their type. */
export interface FieldSettings extends CommonSettings {
  readonly length?: number;
  readonly min?: string | number;
  readonly max?: string | number;
  readonly scale?: number;
  readonly grouping?: boolean;
  readonly names?: NameKind;
  readonly pattern?: string;
  readonly currency?: string;
  readonly options?: readonly OptionDefinition[];
  readonly open?: boolean;
  readonly to?: readonly string[];
  readonly acyclic?: boolean;
  readonly continues?: boolean;
  readonly rows?: EntityDefinition;
}

/** A bare string is the value; its label is made of it. */
export type OptionDefinition =
  | string
  | { readonly value: string; readonly label?: string; readonly color?: string; readonly active?: boolean };

export interface StateDefinition {
  readonly label?: string;
  readonly color?: string;
  readonly active?: boolean;
  /** Where one may go from here; absent: anywhere. */
  readonly next?: readonly string[];
  /** What the state means for the business, e.g. `won` or `lost`. */
  readonly means?: string;
}

export interface Reference {
  readonly id: string;
  readonly title: string;
}

export interface AnyReference extends Reference {
  readonly entity: string;
}

export interface Money {
  readonly amount: string;
  readonly currency: string;
}

/** Options of a picklist are suggestions to the compiler: administrators may add some at run time. */
export type Suggested<T extends string> = T | (string & {});

/** What `/records` takes for money: a bare amount is in the field's own currency. */
export type MoneyInput = Money | string | number;

/** Settings whose literal types decide the TypeScript type of the field. */
type Settings<R extends boolean, D extends string, F extends string, L extends boolean, I extends boolean> = Omit<
  CommonSettings,
  'required' | 'default' | 'formula' | 'readOnly' | 'internal'
> & { readonly required?: R; readonly default?: D; readonly formula?: F; readonly readOnly?: L; readonly internal?: I };

type Given<Read, Write, R extends boolean, D extends string, F extends string, L extends boolean, I extends boolean> = FieldDefinition<
  Shape<
    Read,
    Write,
    R,
    [F] extends [never] ? (L extends true ? 'never' : R extends true ? ([D] extends [never] ? 'must' : 'may') : 'may') : 'never',
    I
  >
>;

/** A builder without arguments of its own: `text({ required: true })`. */
type Builder<Read, Write, Extra = unknown> = <
  R extends boolean = false,
  D extends string = never,
  F extends string = never,
  L extends boolean = false,
  I extends boolean = false,
>(
  settings?: Settings<R, D, F, L, I> & Extra,
) => Given<Read, Write, R, D, F, L, I>;

/** A builder that first wants to know where it points: `reference('accounts')`. */
type PointingBuilder<Target, Read, Write, Extra = unknown> = <
  R extends boolean = false,
  D extends string = never,
  F extends string = never,
  L extends boolean = false,
  I extends boolean = false,
>(
  to: Target,
  settings?: Settings<R, D, F, L, I> & Extra,
) => Given<Read, Write, R, D, F, L, I>;

type Length = { readonly length?: number };
type Range = { readonly min?: string | number; readonly max?: string | number };
type Scale = Range & { readonly scale?: number };

/** `names`: forms offer what it may name instead of having it typed. */
export const text: Builder<string, string, Length & { readonly names?: NameKind }> = (settings) => ({
  type: 'text',
  settings: { ...settings },
});
export const textArea: Builder<string, string, Length> = (settings) => ({ type: 'text_area', settings: { ...settings } });
/** HTML, sanitised with an allow-list. */
export const formattedText: Builder<string, string, Length> = (settings) => ({ type: 'formatted_text', settings: { ...settings } });
export const email: Builder<string, string> = (settings) => ({ type: 'email', settings: { ...settings } });
export const phone: Builder<string, string> = (settings) => ({ type: 'phone', settings: { ...settings } });
export const url: Builder<string, string> = (settings) => ({ type: 'url', settings: { ...settings } });

/** `grouping: false` for numbers that are names rather than amounts, e.g. years: 1996, not 1 996. */
export const integer: Builder<number, number, Range & { readonly grouping?: boolean }> = (settings) => ({
  type: 'integer',
  settings: { ...settings },
});
/** Exact decimals travel as strings; a JSON number is welcome on the way in. */
export const decimal: Builder<string, string | number, Scale> = (settings) => ({ type: 'decimal', settings: { ...settings } });
/** `12.5` means 12.5 %. */
export const percent: Builder<string, string | number, Scale> = (settings) => ({ type: 'percent', settings: { ...settings } });
export const money: Builder<Money, MoneyInput, Scale & { readonly currency?: string }> = (settings) => ({
  type: 'money',
  settings: { ...settings },
});

export const date: Builder<string, string, Range> = (settings) => ({ type: 'date', settings: { ...settings } });
export const datetime: Builder<string, string, Range> = (settings) => ({ type: 'datetime', settings: { ...settings } });
export const time: Builder<string, string> = (settings) => ({ type: 'time', settings: { ...settings } });

export const checkbox: Builder<boolean, boolean> = (settings) => ({ type: 'checkbox', settings: { ...settings } });

type OptionValue<O extends OptionDefinition> = O extends string ? O : O extends { readonly value: infer V extends string } ? V : never;
type Choices = { readonly open?: boolean };

export function picklist<
  const O extends OptionDefinition,
  R extends boolean = false,
  D extends string = never,
  F extends string = never,
  L extends boolean = false,
  I extends boolean = false,
>(
  options: readonly O[],
  settings?: Settings<R, D, F, L, I> & Choices,
): Given<Suggested<OptionValue<O>>, Suggested<OptionValue<O>>, R, D, F, L, I> {
  return { type: 'picklist', settings: { ...settings, options } };
}

/** A picklist whose options all show at once. */
export function radio<
  const O extends OptionDefinition,
  R extends boolean = false,
  D extends string = never,
  F extends string = never,
  L extends boolean = false,
  I extends boolean = false,
>(options: readonly O[], settings?: Settings<R, D, F, L, I>): Given<Suggested<OptionValue<O>>, Suggested<OptionValue<O>>, R, D, F, L, I> {
  return { type: 'radio', settings: { ...settings, options } };
}

export function multiPicklist<
  const O extends OptionDefinition,
  R extends boolean = false,
  D extends string = never,
  F extends string = never,
  L extends boolean = false,
  I extends boolean = false,
>(
  options: readonly O[],
  settings?: Settings<R, D, F, L, I> & Choices,
): Given<readonly Suggested<OptionValue<O>>[], readonly Suggested<OptionValue<O>>[], R, D, F, L, I> {
  return { type: 'multi_picklist', settings: { ...settings, options } };
}

/** Where a record is on its way. Always has a value: the first state unless `default` says another. */
export function state<const S extends Readonly<Record<string, StateDefinition>>, L extends boolean = false, I extends boolean = false>(
  states: S & { readonly [K in keyof S]: { readonly next?: readonly (keyof S & string)[] } },
  settings?: Omit<Settings<true, string, never, L, I>, 'required' | 'formula'>,
): Given<keyof S & string, keyof S & string, true, string, never, L, I> {
  const options = Object.entries(states).map(([value, given]) => ({ value, ...given }));
  const first = JSON.stringify(options[0]?.value ?? '');
  return { type: 'state', settings: { default: first, ...settings, required: true, options } };
}

export const reference: PointingBuilder<string, Reference, string, { readonly acyclic?: boolean; readonly continues?: boolean }> = (
  to,
  settings,
) => ({
  type: 'reference',
  settings: { ...settings, to: [to] },
});
export const references: PointingBuilder<string, readonly Reference[], readonly string[]> = (to, settings) => ({
  type: 'references',
  settings: { ...settings, to: [to] },
});
/** Points to a record of one of several entities; written as `{entity, id}`. */
export const anyReference: PointingBuilder<readonly string[], AnyReference, { readonly entity: string; readonly id: string }> = (
  to,
  settings,
) => ({ type: 'any_reference', settings: { ...settings, to } });
export const user: Builder<Reference, string> = (settings) => ({ type: 'user', settings: { ...settings } });
/** A user or an owner group. Every owned entity has one named `owner`; a further one is rare. */
export const owner: Builder<Reference, string> = (settings) => ({
  type: 'owner',
  settings: { ...settings },
});

export const file: Builder<Reference, string> = (settings) => ({ type: 'file', settings: { ...settings } });
export const image: Builder<Reference, string> = (settings) => ({ type: 'image', settings: { ...settings } });

/** Settings in any shape; the entity's hook checks what is inside. At most `length` characters, 100,000 unless told. */
export const json: Builder<Json, Json, Length> = (settings) => ({ type: 'json', settings: { ...settings } });

/** Stored as a hash, never read: internal. */
export function password<R extends boolean = false>(
  settings?: Omit<Settings<R, never, never, false, true>, 'internal' | 'default' | 'formula' | 'readOnly'>,
): Given<string, string, R, never, never, false, true> {
  return { type: 'password', settings: { ...settings, internal: true } };
}

/** Sealed with the installation's key: Kontor reads it again, people only see whether there is one. */
export const secret: Builder<true, string> = (settings) => ({ type: 'secret', settings: { ...settings } });

/**
 * A running number the engine gives at creation. `{year}` and `{month}` are those of the moment, the zeros are the counter
 * with its least width: `D-{year}-{000000}`. The counter restarts where the text before the digits changes.
 */
export function sequence(
  pattern: string,
  settings?: Omit<CommonSettings, 'required' | 'default' | 'formula' | 'readOnly' | 'requiredIf'>,
): Given<string, never, false, never, never, true, false> {
  return { type: 'sequence', settings: { unique: true, searched: true, ...settings, readOnly: true, pattern } };
}

type ChildrenShape<E> = E extends EntityDefinition<string, infer F, boolean> ? { fields: F } : never;

/** Rows that live and die with the record, e.g. the lines of a quote. */
export function children<E extends EntityDefinition>(
  rows: E,
  settings?: Pick<CommonSettings, 'label' | 'help' | 'required' | 'requiredIf' | 'visibleIf' | 'example' | 'readOnly'>,
): FieldDefinition<Shape<Rows<ChildrenShape<E>['fields']>, Rows<ChildrenShape<E>['fields']>, true, 'may', false>> {
  return { type: 'children', settings: { ...settings, rows } };
}

/** Marks a field as rows of a child entity; infer.ts turns it into arrays of row records. */
export interface Rows<F> {
  readonly rows: F;
}
