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
  /** A record without a value is refused (`required`), unless a default, formula or hook fills it in. */
  readonly required?: boolean;
  /** No two records have the same value; texts are compared without case and accents, and any number of records may have none. */
  readonly unique?: boolean;
  /** Written by hooks and `context.system()` alone; from anybody else it is refused (`read_only`). */
  readonly readOnly?: boolean;
  /** Never leaves the server: neither read nor written but by hooks and the engine itself. */
  readonly internal?: boolean;
  /** Texts only: search looks here. */
  readonly searched?: boolean;
  /**
   * For fields that large lists are filtered or sorted by; costs every write. References, unique fields and those of the title have an
   * index anyway.
   */
  readonly indexed?: boolean;
  /** Of the record that is being made; `requiredIf` and `visibleIf` are conditions on the record as it will be. */
  readonly default?: string;
  /** Computed at each save and stored; it makes the field read-only. */
  readonly formula?: string;
  readonly requiredIf?: string;
  readonly visibleIf?: string;
  /** What the sample file of an import shows; null: nothing. Left out: something that fits the type. */
  readonly example?: Json;
  /** Workflows do not set it (row CS-111). */
  readonly byHand?: boolean;
}

/** All settings there are, as resolve() reads them. Builders offer the part that makes sense for their type. */
export interface FieldSettings extends CommonSettings {
  /** Characters at most, as people count them (code points); of `json` UTF-16 units of its text. */
  readonly length?: number;
  /** Least and greatest value, both allowed: numbers, dates, instants. */
  readonly min?: string | number;
  readonly max?: string | number;
  /** Digits kept after the point, 0 to 20; more are refused, never rounded. */
  readonly scale?: number;
  readonly grouping?: boolean;
  /** What the text names, so that forms offer it to be chosen. */
  readonly names?: NameKind;
  /** Of `sequence()`. */
  readonly pattern?: string;
  /** ISO 4217 code of an amount that comes without one. */
  readonly currency?: string;
  readonly options?: readonly OptionDefinition[];
  /** Other values than the options are welcome too, up to 250 characters. */
  readonly open?: boolean;
  /** Entities it may point to; `*`: every business noun. */
  readonly to?: readonly string[];
  /** A reference to the own entity: a chain that comes back to its start is refused. */
  readonly acyclic?: boolean;
  /** The record that this one goes on in: its history is then part of that one's too. */
  readonly continues?: boolean;
  /** Of `children()`. */
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

/** As it is read; it is written as the id alone. `title` is empty text where the record has none. */
export interface Reference {
  readonly id: string;
  readonly title: string;
}

/** As it is read; it is written as `{entity, id}`. */
export interface AnyReference extends Reference {
  readonly entity: string;
}

/** `amount` is a decimal as text with at least the digits of the currency's minor unit (`1200.00`), `currency` its ISO 4217 code. */
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
/** An address as mail servers take it, at most 254 characters, kept as it was typed. */
export const email: Builder<string, string> = (settings) => ({ type: 'email', settings: { ...settings } });
/** 3 to 22 digits with the usual signs between them and perhaps an extension; kept as it was typed. */
export const phone: Builder<string, string> = (settings) => ({ type: 'phone', settings: { ...settings } });
/** http, https, mailto or tel; a bare `example.com` gets `https://`. */
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
/** One amount with its currency, in two columns: `price` and `price_currency`. */
export const money: Builder<Money, MoneyInput, Scale & { readonly currency?: string }> = (settings) => ({
  type: 'money',
  settings: { ...settings },
});

/** A day without a clock, `2026-06-30`, in the years 0001 to 9999. */
export const date: Builder<string, string, Range> = (settings) => ({ type: 'date', settings: { ...settings } });
/** An instant: read as RFC 3339 in UTC with milliseconds; written with any offset, but with one. */
export const datetime: Builder<string, string, Range> = (settings) => ({ type: 'datetime', settings: { ...settings } });
/** A time of day without a zone, `14:30` or `14:30:05`. */
export const time: Builder<string, string> = (settings) => ({ type: 'time', settings: { ...settings } });

/** False unless told otherwise: its default is `false`. */
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

/** Points to a record of one entity; deleting that one is refused as long as anything points to it. */
export const reference: PointingBuilder<string, Reference, string, { readonly acyclic?: boolean; readonly continues?: boolean }> = (
  to,
  settings,
) => ({
  type: 'reference',
  settings: { ...settings, to: [to] },
});
/** Points to at most 1,000 records of one entity, each once, in the order given. */
export const references: PointingBuilder<string, readonly Reference[], readonly string[]> = (to, settings) => ({
  type: 'references',
  settings: { ...settings, to: [to] },
});
/** Points to a record of one of several entities; written as `{entity, id}`. */
export const anyReference: PointingBuilder<readonly string[], AnyReference, { readonly entity: string; readonly id: string }> = (
  to,
  settings,
) => ({ type: 'any_reference', settings: { ...settings, to } });
/** A reference to somebody with an account. */
export const user: Builder<Reference, string> = (settings) => ({ type: 'user', settings: { ...settings } });
/** A user or an owner group. Every owned entity has one named `owner`; a further one is rare. */
export const owner: Builder<Reference, string> = (settings) => ({
  type: 'owner',
  settings: { ...settings },
});

/** A stored content, by the id of its record in `files`; `image` is one that screens show. */
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
