// What the API tells of rights: what can be granted, what somebody holds, and why.

/** How far a right reaches, from one's own records to all. */
export type Scope = 'own' | 'own_groups' | 'same_unit' | 'sub_units' | 'role_branch' | 'all';

/** A line of rights. */
export interface GrantLine {
  readonly id?: string;
  /** A noun, `*` for all business nouns, `feature:<name>`. */
  readonly target: string;
  readonly verb: string;
  readonly scopes: readonly Scope[] | null;
}

/** A field that is not seen (`hidden`), or seen but not written (`read`). */
export interface FieldLine {
  readonly id?: string;
  readonly target: string;
  readonly field: string;
  readonly right: 'hidden' | 'read';
}

export interface CatalogueVerb {
  readonly verb: string;
  /** Of an action. */
  readonly label?: string;
  /** The scopes that the one who asks may give. */
  readonly gives: readonly Scope[];
}

/** A noun, or `*`, with the verbs and scopes that it can be granted with. */
export interface CatalogueTarget {
  readonly target: string;
  readonly label: string;
  /** Not among the rights of who administers without being root. */
  readonly withheld: boolean;
  readonly area: 'business' | 'administration';
  readonly scopes: readonly Scope[];
  readonly verbs: readonly CatalogueVerb[];
  readonly fields: readonly { readonly name: string; readonly label: string }[];
}

/** All that can be granted. */
export interface RightsCatalogue {
  readonly targets: readonly CatalogueTarget[];
  readonly features: readonly { readonly name: string; readonly label: string; readonly withheld: boolean; readonly gives: boolean }[];
  readonly bound: boolean;
}

/** What a rule comes from: take that away, and the rule is gone. */
export interface RuleSource {
  readonly kind: 'permission_set' | 'individual_right' | 'api_key' | 'sharing_rule' | 'sharing_level' | 'noun';
  readonly record: { readonly entity: string; readonly id: string; readonly title: string } | null;
  readonly line?: string;
  /** The role that the set comes with. */
  readonly role?: string;
}

/** Why a verb is allowed or not; `text` says it in words. */
export interface Reason {
  readonly kind:
    | 'rule'
    | 'root'
    | 'shared'
    | 'not_granted'
    | 'not_viewable'
    | 'out_of_scope'
    | 'customer_mode'
    | 'root_only'
    | 'not_enabled'
    | (string & {});
  readonly scope?: string;
  readonly source?: RuleSource;
  /** In English. */
  readonly text: string;
}

/** About one record and one user, verb by verb. */
export interface ExplainAnswer {
  readonly explanation: readonly { readonly verb: string; readonly allowed: boolean; readonly reasons: readonly Reason[] }[];
  readonly fields: readonly { readonly field: string; readonly right: 'hidden' | 'read'; readonly sources: readonly RuleSource[] }[];
}

/** The rights that hold, each with what says so. */
export interface EffectiveRights {
  readonly root: readonly RuleSource[] | null;
  readonly customer: readonly RuleSource[] | null;
  readonly bound: boolean;
  readonly features: readonly { readonly name: string; readonly sources: readonly RuleSource[] }[];
  readonly nouns: readonly {
    readonly entity: string;
    readonly area: string;
    readonly verbs: readonly {
      readonly verb: string;
      readonly scopes: readonly string[];
      readonly sources: readonly { readonly scope: string; readonly source: RuleSource }[];
    }[];
  }[];
  readonly fields: readonly {
    readonly entity: string;
    readonly field: string;
    readonly right: string;
    readonly sources: readonly RuleSource[];
  }[];
}

/** A page of users with what they may do; `rights` is null where the account is not enabled. */
export interface ReviewAnswer {
  readonly users: readonly { readonly user: Record<string, unknown> & { readonly id: string }; readonly rights: EffectiveRights | null }[];
  readonly next: string | null;
}
