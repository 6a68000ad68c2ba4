// The resolved schema: frozen plain data that every floor reads. No methods, no back-pointers, no cycles.

import type { Expression } from './expression/ast.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What `resolve()` makes of modules and of a workspace's custom fields. Frozen; shared by all requests. */
export interface Schema {
  readonly modules: readonly string[];
  readonly entities: Readonly<Record<string, Entity>>;
  /** Named permissions that are not an entity, e.g. `administration`. */
  readonly features: Readonly<Record<string, { label: string; module: string }>>;
}

export interface Entity {
  /** Plural snake_case; the address in the API and the table in the workspace's PostgreSQL schema. */
  readonly name: string;
  readonly module: string;
  /** Singular and plural in English; other languages come from the translation files. */
  readonly label: string;
  readonly plural: string;
  /** Tabler icon name, e.g. `building`. */
  readonly icon: string;
  /** `business` nouns are covered by the grant target `*`; `administration` nouns must be granted by name. */
  readonly area: 'business' | 'administration';
  /** Names of the fields whose printed values, joined by a space, are a record's title. */
  readonly title: readonly string[];
  /** In form order; system fields (id, owner, created_at, ...) last. */
  readonly fields: Readonly<Record<string, Field>>;
  /** Set on a child entity (line items): rows live and die with the parent, and are reached only through it. */
  readonly parent: { readonly entity: string; readonly field: string } | null;
  /** References that point here: `count(deals where ...)` on an account. Name -> where it comes from. */
  readonly backReferences: Readonly<Record<string, { readonly entity: string; readonly field: string }>>;
  /** Fields that search looks at; its text is put together in db/search-text.ts. */
  readonly searched: readonly string[];
  /** Search finds archived records too. */
  readonly searchesArchived: boolean;
  /** Settings: there is exactly one record, which comes with the workspace and is never deleted. */
  readonly single: boolean;
  /** False for nouns without an owner (departments, products ...): scopes other than `all` never match. */
  readonly owned: boolean;
  /** How a record belongs to a customer company (customer mode); null: invisible in customer mode. */
  readonly customer: Expression | null;
  /**
   * Who reaches the records, by verb, where grants have no say in it: comments are for whoever reaches what they are about. A verb that
   * is not here is granted as everywhere. Empty for most nouns.
   */
  readonly access: Readonly<Record<string, Expression>>;
  /** What `access` says holds for root too: a person's own affairs. */
  readonly personal: boolean;
  /** Does the search over everything look here? */
  readonly searchable: boolean;
  /** Records that are there for root alone, whatever is granted or shared (row NV-07). */
  readonly rootOnly?: Expression | null;
  /** Records that everybody who may view any sees, whatever the scope, e.g. views shared with all. */
  readonly shared: Expression | null;
  /** Records that lists, search and sums leave out unless the filter speaks of the same fields (row NV-12). */
  readonly hidden: Expression | null;
  /** Whether DELETE is possible at all; accounts and contacts say `never` (row NV-11, TT-14). */
  readonly deletable: 'never' | 'right';
  /** Its records are only ever added: nothing changes or deletes them, whoever asks. Absent for most nouns. */
  readonly appendOnly?: true;
  /** Processes keep its records until one of them changes. Absent for most nouns. */
  readonly kept?: true;
  /** Validations beyond one field: a record for which `when` is true is refused with `message` at `field`. */
  readonly rules: readonly { readonly when: Expression; readonly field: string; readonly code: string; readonly message: string }[];
  readonly actions: Readonly<Record<string, Action>>;
  readonly list: { readonly columns: readonly string[]; readonly sort: string };
  /** State or picklist field that makes the columns of the board; null: no board. */
  readonly board: string | null;
  readonly blocks: readonly { readonly label: string; readonly fields: readonly string[] }[];
  /** In the main menu? */
  readonly menu: boolean;
  /** Formula fields in the order they are computed at a save; those of rows by their path: `['lines.total', 'total']`. */
  readonly formulas: readonly string[];
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly color?: string;
  /** Inactive options stay readable on old records but cannot be chosen. */
  readonly active?: boolean;
  /** Added by an administrator to the options a module gave. */
  readonly custom?: boolean;
  /** Only on states: where one may go from here; absent: anywhere. */
  readonly next?: readonly string[];
  /** Only on states: what the state means for the business, e.g. `won` and `lost`. */
  readonly means?: string;
}

/**
 * What a text names: `noun` a business noun, `any_noun` one of the administration too; `owned_noun` one whose records have owners, or `*`
 * for all of them; `currencies` codes with commas between them; `time_zone` an IANA name.
 */
export type NameKind = 'noun' | 'any_noun' | 'owned_noun' | 'currencies' | 'time_zone';

export interface Field {
  readonly name: string;
  /** Names it goes by elsewhere; see fieldMeant. */
  readonly aliases: readonly string[];
  /** Name of the field type, a key of `fieldTypes`. */
  readonly type: string;
  readonly label: string;
  readonly help: string;
  readonly required: boolean;
  readonly unique: boolean;
  /** Set by the engine only (id, created_at, number, formulas); writing it through any door is an error. */
  readonly readOnly: boolean;
  /** No workflow sets it; people, imports, the API and modules do. Absent for most fields. */
  readonly byHand?: true;
  /** Never leaves the server and is never accepted from outside (only `context.system()` and hooks see it). */
  readonly internal: boolean;
  readonly searched: boolean;
  /** Ordinary index beside the default ones (references, owner, changed-at, unique and searched fields). */
  readonly indexed: boolean;
  /** A field an administrator made at run time; its column is `c_<name>` and so is its name. */
  readonly custom: boolean;
  /** Custom fields: false hides the field everywhere but keeps its data (row SC-31). */
  readonly usable: boolean;
  /** An administrator took it off the screens (row CS-029). The API and modules go on with it. */
  readonly hidden: boolean;
  /** Ids of the departments whose users alone see it; empty: no such limit (row SC-28). */
  readonly departments: readonly string[];
  /** False for fields of one's own that customers are not shown (row PX-05). */
  readonly forCustomers: boolean;
  /** Only root and administrators see it (row PX-05). */
  readonly forAdministrators: boolean;
  /** Value a new record gets when none is given. */
  readonly default: Expression | null;
  /** Computed at every save, stored, read-only. */
  readonly formula: Expression | null;
  /** Required only where this is true for the record about to be written. */
  readonly requiredIf: Expression | null;
  /** Shown only where this is true; a hidden dynamic field keeps its value. */
  readonly visibleIf: Expression | null;
  /** picklist, radio, multi_picklist, state. */
  readonly options: readonly Option[];
  /** picklist: other values than the options are welcome too. */
  readonly open: boolean;
  /** reference, references, any_reference: entities it may point to. file and image: `files`. children: the child entity. */
  readonly to: readonly string[];
  /** reference to the own entity: a chain that comes back to its start is refused. */
  readonly acyclic: boolean;
  /** reference to the record that this one goes on in: its history is part of that one's too (row PX-10). */
  readonly continues: boolean;
  /** text: a name that the house knows, so that forms offer it to be chosen. */
  readonly names: NameKind | null;
  /** What the row of a sample file says, where the type and the name tell nothing; null: nothing. Left out: by the type. */
  readonly example?: Json;
  /** text: greatest number of characters; numbers: see min and max. */
  readonly length: number | null;
  readonly min: string | null;
  readonly max: string | null;
  /** decimal, percent: digits after the point kept. null: as entered. */
  readonly scale: number | null;
  /** integer: thousands stand apart where people read it; years and the like are written without. */
  readonly grouping: boolean;
  /** sequence: e.g. `D-{year}-{000000}`; the counter restarts where the text before the digits changes. */
  readonly pattern: string | null;
  /** money: the currency (ISO 4217) of an amount that comes without one. */
  readonly currency: string | null;
  /** User-facing tag for the generated column; not set by hand. */
  readonly system: boolean;
}

export interface Action {
  readonly name: string;
  readonly label: string;
  /** Values it asks for, in the same shape as fields of an entity. */
  readonly input: Readonly<Record<string, Field>>;
  /** Offered only where true for the record. */
  readonly when: Expression | null;
  /** The verb that must be granted: its own name unless it says another, e.g. `update`. */
  readonly verb: string;
  /** Stands in the menu of actions, never as a button. */
  readonly seldom: boolean;
}

/** The type of a value inside an expression. `reference` carries where it may point. */
export type ExpressionType =
  | { readonly kind: 'text' | 'number' | 'money' | 'boolean' | 'date' | 'datetime' | 'time' | 'period' | 'empty' | 'file' }
  | { readonly kind: 'choice' | 'choices'; readonly options: readonly string[] | null }
  | { readonly kind: 'reference' | 'references'; readonly to: readonly string[] }
  | { readonly kind: 'rows'; readonly entity: string };

export interface Column {
  /** Appended to the field's name: '' or e.g. `_currency`, `_entity`. */
  readonly suffix: string;
  /** PostgreSQL type, e.g. `text`, `numeric`, `uuid`, `timestamptz`. */
  readonly type: string;
  /** What of the canonical value it holds, where that has parts: `amount`, `currency`. */
  readonly part?: string;
}

export interface Problem {
  /** Dotted: `lines.2.quantity`. */
  readonly field: string;
  /** Stable, machine-readable: `required`, `type`, `too_long`, `not_an_option`, `unknown_field` ... */
  readonly code: string;
  /** Plain English, names the nearest right value where there is one. */
  readonly message: string;
}

export type Checked<V> =
  | { readonly ok: true; readonly value: V | null }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** How numbers, dates and truth are written in an imported column; found by looking at the column. */
export interface TextFormat {
  /** e.g. `DD-MM-YYYY`, `YYYY-MM-DD`, `M/D/YYYY`, `DD.MM.YYYY HH:mm`, or `excel` for serial numbers. */
  readonly date?: string;
  readonly decimal?: '.' | ',';
  readonly thousands?: '' | ',' | '.' | ' ' | "'";
  /** IANA zone that instants without an offset are in. */
  readonly zone?: string;
  /** Money without a currency gets this one (ISO 4217). */
  readonly currency?: string;
  /** multi_picklist: what stands between values; default `;`. */
  readonly separator?: string;
}

/**
 * A field type: one value with all its faces. The React half (the widget) lives in `ui/`.
 *
 * Canonical values (in hooks, in history and on the way in): text, choice, date `YYYY-MM-DD`, time `HH:MM[:SS]`, instant
 * RFC 3339 UTC with `Z`, decimal as string, integer as number, boolean, money `{amount, currency}`, reference as id,
 * any_reference `{entity, id}`, multi values as arrays, children as arrays of records, empty as null.
 */
export interface FieldType {
  readonly name: string;
  columns(field: Field): readonly Column[];
  expression(field: Field): ExpressionType;
  /** Checks wire JSON and gives the canonical value. Empty text is null. Never throws, never truncates silently. */
  check(input: unknown, field: Field): Checked<unknown>;
  /** Canonical value -> one value a column, as `pg` takes them (strings, numbers, booleans, null). */
  toColumns(value: unknown, field: Field): readonly (string | number | boolean | null)[];
  /** Cells in PostgreSQL's text form, one a column -> canonical value. */
  fromColumns(cells: readonly (string | null)[], field: Field): unknown;
  /** Reads what people write in files: spaces, formats, labels of options. `text` is never null; blank is null's job. */
  parse(text: string, field: Field, format: TextFormat): Checked<unknown>;
  /** For CSV and screen readers: plain text of a canonical value. */
  print(value: unknown, field: Field): string;
  /** JSON Schema (2020-12) of the value as read and as written. */
  jsonSchema(field: Field, direction: 'read' | 'write'): { [key: string]: Json };
  /** Operators the filter builder offers, first is the default. */
  readonly operators: readonly string[];
  readonly sortable: boolean;
  /** May an administrator choose it for a custom field? */
  readonly customizable: boolean;
  /** Encrypted at rest, told to nobody: reads say `true` where there is one; history and export leave it out. */
  readonly sealed?: true;
  /** Entities its values always point to; other references say it field by field. */
  readonly targets?: readonly string[];
}
