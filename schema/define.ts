// How modules are written: defineModule, defineEntity, extend, defineAction. Plain values; resolve() gives them meaning.

import type { FieldDefinition, FieldDefinitions, FieldSettings } from './builders.ts';
import type { ValuesOfFields } from './infer.ts';

/**
 * Types of the floor that runs modules. This floor may not import it, so it registers them here by declaration merging:
 * `hooks`, `actionCall`, `jobRun`, `endedJob`, `heardChange` and `context`, see engine/types.ts.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by declaration merging
export interface Runtime {}

type Registered<K extends string, Fallback> = Runtime extends Readonly<Record<K, infer T>> ? T : Fallback;

/** Hooks as the engine types them; any object where the schema stands alone. */
export type HooksOfRuntime = Registered<'hooks', object>;
type ActionCallOfRuntime = Registered<'actionCall', object>;
type JobRunOfRuntime = Registered<'jobRun', object>;
type EndedJobOfRuntime = Registered<'endedJob', object>;
type HeardChangeOfRuntime = Registered<'heardChange', object>;
type ContextOfRuntime = Registered<'context', object>;

export interface ModuleDefinition {
  readonly name: string;
  /** Modules whose entities this one knows. */
  readonly needs?: readonly string[];
  readonly entities?: readonly EntityDefinition[];
  readonly extends?: readonly ExtensionDefinition[];
  readonly jobs?: Readonly<Record<string, JobDefinition>>;
  /** What happens some moments after others have written: it reads the history, so that their writes pay nothing for it. */
  readonly followers?: Readonly<Record<string, FollowerDefinition>>;
  /** What the module does beyond records, at `POST services/<name>`: it reads and writes in the caller's reach. */
  readonly services?: Readonly<Record<string, ServiceDefinition>>;
  /** What other programs fetch with a secret address, at `GET feeds/<name>/<secret>`. */
  readonly feeds?: Readonly<Record<string, FeedDefinition>>;
  /** What strangers open with a secret address, and what other services call back, at `open/<name>/<secret>`. */
  readonly pages?: Readonly<Record<string, PageDefinition>>;
  /** How the house presents itself to people outside: below its mails, and where one signs in. One module of all may say it. */
  readonly letterhead?: (context: ContextOfRuntime) => Promise<Letterhead | null>;
  /** Called with the engine's own context when a job has ended, whoever's it is. */
  readonly onJobEnd?: (context: ContextOfRuntime, job: EndedJobOfRuntime) => void | Promise<void>;
  /** Called inside the transaction before records become one, with the rights of whoever merges: what would make no sense afterwards goes. */
  readonly onMerge?: (context: ContextOfRuntime, merge: MergeToCome) => void | Promise<void>;
  /** Named permissions that are not an entity, with their English labels. */
  readonly features?: Readonly<Record<string, string>>;
  /** Gives a new workspace what it can't do without, e.g. its top department. Runs once, after those of the modules it needs. */
  readonly setup?: (context: ContextOfRuntime) => void | Promise<void>;
  /** Runs whenever a workspace that is there already is opened: brings what `setup` once made up to this version, at next to no cost where it is. */
  readonly upgrade?: (context: ContextOfRuntime) => void | Promise<void>;
  /** Makes this module's demo records. Runs after those of the modules it needs. */
  readonly demo?: (context: ContextOfRuntime) => void | Promise<void>;
}

/** Records about to become one: `sources` will be gone. */
export interface MergeToCome {
  readonly entity: string;
  readonly target: string;
  readonly sources: readonly string[];
}

/** All texts named `when`, `customer`, `rootOnly`, `shared`, `hidden` and those of `access` are expressions over the entity. */
export interface EntityDefinition<
  Name extends string = string,
  F extends FieldDefinitions = FieldDefinitions,
  Owned extends boolean = boolean,
> extends Additions<F> {
  readonly name: Name;
  readonly label: string;
  readonly plural: string;
  readonly icon?: string;
  readonly area?: 'business' | 'administration';
  /** Field or fields whose values are the record's title. Rows of a child entity need none. */
  readonly title?: string | readonly string[];
  readonly fields: F;
  /** Settings: exactly one record, made by setup and by upgrade, never deleted. Not owned, not searched, not in the menu. */
  readonly single?: boolean;
  readonly owned?: Owned;
  readonly customer?: string;
  /**
   * Who reaches the records, by verb, whatever is granted. Besides what expressions know there are `reachable(reference)` and
   * `changeable(reference)`: whether the actor may view or change the record it points to.
   */
  readonly access?: Readonly<Record<string, string>>;
  /** What `access` says holds for root too. */
  readonly personal?: boolean;
  /** Does the search over everything look here? Default: yes. */
  readonly searchable?: boolean;
  /** Records that are there for root alone, whatever is granted or shared. */
  readonly rootOnly?: string;
  /** Records that everybody who may view any sees, whatever the scope. */
  readonly shared?: string;
  /** Records that lists, search and sums leave out unless the filter speaks of the same fields. */
  readonly hidden?: string;
  readonly deletable?: 'never' | 'right';
  /** A journal: its records are only ever added. Nothing changes or deletes them, not the engine's own hand, no undo and no merge. */
  readonly appendOnly?: boolean;
  /** Few records that seldom change and are asked for all the time: processes keep them, see `Context.kept`. A change counts as one of rights. */
  readonly kept?: boolean;
  readonly list?: { readonly columns?: readonly string[]; readonly sort?: string };
  /** Field that makes the columns of the board; `null`: no board. Default: the state field if there is one. */
  readonly board?: string | null;
  readonly blocks?: readonly BlockDefinition[];
  /** In the main menu? Default: business nouns are. */
  readonly menu?: boolean;
}

/** What a module adds to somebody else's entity. Nothing can be taken away. */
export interface ExtensionDefinition<F extends FieldDefinitions = FieldDefinitions> extends Additions<F> {
  readonly entity: string;
  /** Joined to a block of the same label, else appended. */
  readonly blocks?: readonly BlockDefinition[];
}

interface Additions<F extends FieldDefinitions> {
  readonly fields?: F;
  readonly rules?: readonly RuleDefinition[];
  readonly hooks?: HooksOfRuntime;
  readonly actions?: Readonly<Record<string, ActionDefinition>>;
}

export interface BlockDefinition {
  readonly label: string;
  readonly fields: readonly string[];
}

/** A record for which `when` is true is refused. */
export interface RuleDefinition {
  readonly when: string;
  readonly field: string;
  /** Machine-readable; default `rule`. */
  readonly code?: string;
  readonly message: string;
}

export interface ActionDefinition {
  readonly label: string;
  /** Offered only where true for the record. */
  readonly when?: string;
  /** What it asks for, written like an entity's fields. */
  readonly input?: FieldDefinitions;
  /** The verb that must be granted; default: the action's own name. */
  readonly verb?: string;
  /** Seldom done: it stands in the menu of actions, never as a button. */
  readonly seldom?: boolean;
  readonly run: (call: ActionCallOfRuntime) => unknown;
}

export interface JobDefinition {
  /** Cron, five fields, in UTC. Without it the job runs when it is enqueued. */
  readonly schedule?: string;
  /** `entity.field`, an instant: the schedule starts the job only where one of these has come. A workspace without is not opened. */
  readonly due?: string;
  /** The module tells whoever started it itself when it is done; only a failure is told for it. */
  readonly tellsItself?: boolean;
  readonly run: (run: JobRunOfRuntime) => void | Promise<void>;
}

export interface FollowerDefinition {
  /** `entity.field`, a checkbox: a workspace where no record has it ticked is neither opened nor asked. */
  readonly while: string;
  /** Nouns whose changes it hears, each with the instant since when. Asked anew whenever rights have changed; called with the engine's own context. */
  readonly nouns: (context: ContextOfRuntime) => Promise<ReadonlyMap<string, string>>;
  /**
   * Changes that are committed for good, in the order of their transactions, each once whatever happens: called inside the transaction
   * that notes that they were heard. It may be called again when that begins anew.
   */
  readonly hear: (context: ContextOfRuntime, changes: readonly HeardChangeOfRuntime[]) => Promise<void>;
  /** Called outside of it when all was heard. */
  readonly after?: (context: ContextOfRuntime) => Promise<void>;
}

export interface ServiceDefinition {
  /** In English, for the documentation of the API. */
  readonly summary: string;
  /** Checks `input` itself; what it answers is printed as JSON. */
  readonly run: (call: { readonly context: ContextOfRuntime; readonly input: Readonly<Record<string, unknown>> }) => unknown;
}

export interface FeedDefinition {
  readonly contentType: string;
  /** The id of the user whom this secret belongs to; null: nobody. Called with the engine's own context. */
  readonly whose: (context: ContextOfRuntime, secret: string) => Promise<string | null>;
  /** Called with the context of that user. */
  readonly write: (context: ContextOfRuntime) => Promise<string>;
}

/** Everybody may read it: it is asked for with the engine's own context. */
export interface Letterhead {
  readonly name: string;
  /** Address, numbers and ways to reach it, each a line. */
  readonly lines: readonly string[];
  readonly logo: { readonly type: string; read(): Promise<Uint8Array> } | null;
}

export interface PageDefinition {
  /** Called with the engine's own context: whoever knows the address is nobody in particular. Null: there is nothing there. */
  readonly answer: (context: ContextOfRuntime, call: PageCall) => Promise<PageAnswer | null>;
}

export interface PageCall {
  readonly method: 'GET' | 'POST';
  readonly secret: string;
  readonly query: Readonly<Record<string, string>>;
  /** As it was sent, at most 256 KB. */
  readonly body: string;
  /** Network address that the call comes from. */
  readonly address: string;
  /** `staff` is signed in here; a `machine` looks ahead or says what it is: that it has seen a page tells of nobody. */
  readonly visitor: 'person' | 'staff' | 'machine';
  header(name: string): string | undefined;
}

export interface PageAnswer {
  readonly status?: number;
  /** `text/html`, `text/plain`, `application/pdf` or that of an image. */
  readonly type: string;
  readonly content: string | Uint8Array;
  /** What a file is called. */
  readonly name?: string;
  /** Forms of the page end at other services: their targets cannot be limited to our own. */
  readonly leadsOn?: boolean;
  /** Where to go on: another page of this kind, or another service. */
  readonly location?: string;
}

/** A field an administrator made at run time: plain data from the workspace's own table. */
export interface CustomField extends Omit<FieldSettings, 'rows' | 'internal' | 'readOnly' | 'pattern'> {
  readonly entity: string;
  /** `c_...`; also the name of its column. */
  readonly name: string;
  readonly type: string;
  /** Label of the block it stands in; default: the last one. */
  readonly block?: string;
  readonly usable?: boolean;
  /** Ids of departments whose users alone see and fill it; empty: everybody does (row SC-28). */
  readonly departments?: readonly string[];
  /** Customers see it too, where they see the record; default: they don't (row PX-05). */
  readonly forCustomers?: boolean;
  /** Only root and administrators see and fill it. */
  readonly forAdministrators?: boolean;
  /** A column of the list from the start. */
  readonly inList?: boolean;
}

/** What an administrator changed at a field that a module made: plain data. What is absent stays as the module says. */
export interface FieldOverlay {
  readonly entity: string;
  readonly name: string;
  readonly label?: string;
  readonly help?: string;
  /** Adds a duty; what a module requires stays required. */
  readonly required?: boolean;
  readonly default?: string;
  /** Added to the module's own condition with `and`. */
  readonly visibleIf?: string;
  /** Added to the module's own condition with `or`. */
  readonly requiredIf?: string;
  /** Taken off the screens; modules and the API go on with it. */
  readonly hidden?: boolean;
  /** In their order. Those of the module that are not named follow; no option of a module goes away. */
  readonly options?: readonly { readonly value: string; readonly label?: string; readonly color?: string; readonly active?: boolean }[];
}

/** How an administrator arranged a form: plain data. Blocks and fields that are not named follow in the order of the modules. */
export interface FormLayout {
  readonly entity: string;
  readonly blocks: readonly {
    /** Label of the block as its module says it; null: a block of the administrator's own. */
    readonly block: string | null;
    readonly label: string | null;
    readonly fields: readonly string[];
  }[];
}

/** What an administrator chose for the search among the records of a noun: plain data. */
export interface SearchChoice {
  readonly entity: string;
  /** Of those that modules made; null: as the modules say. Fields of one's own say it themselves. */
  readonly fields: readonly string[] | null;
  /** Archived records are found too. */
  readonly archived: boolean;
}

/** How an administrator numbers the records of a noun, as a pattern of `sequence()`: plain data. */
export interface NumberChoice {
  readonly entity: string;
  readonly pattern: string;
}

/** All that administrators made of the schema at run time. */
export interface Adaptations {
  readonly fields: readonly CustomField[];
  readonly overlays: readonly FieldOverlay[];
  readonly layouts: readonly FormLayout[];
  readonly searches: readonly SearchChoice[];
  readonly numbers: readonly NumberChoice[];
}

export function defineModule(definition: ModuleDefinition): ModuleDefinition {
  return definition;
}

/** `access` of what the house alone writes: nobody makes, changes or deletes it. Who sees it is granted. */
export const byTheHouse = { create: 'false', update: 'false', delete: 'false', import: 'false', bulk: 'false', merge: 'false' } as const;

type TitleOf<F> = (keyof F & string) | readonly (keyof F & string)[];

export function defineEntity<const Name extends string, F extends FieldDefinitions, Owned extends boolean = true>(
  name: Name,
  definition: Omit<EntityDefinition<Name, F, Owned>, 'name' | 'title'> & { readonly title?: NoInfer<TitleOf<F>> },
): EntityDefinition<Name, F, Owned> {
  return { name, ...definition };
}

export function extend<F extends FieldDefinitions>(
  entity: string,
  additions: Omit<ExtensionDefinition<F>, 'entity'>,
): ExtensionDefinition<F> {
  return { entity, ...additions };
}

/** Gives `run` the types of the values it asked for. */
export function defineAction<I extends FieldDefinitions = Record<never, FieldDefinition>>(
  definition: Omit<ActionDefinition, 'input' | 'run'> & {
    readonly input?: I;
    readonly run: (call: Omit<ActionCallOfRuntime, 'input'> & { readonly input: ValuesOfFields<I> }) => unknown;
  },
): ActionDefinition {
  return definition as ActionDefinition;
}
