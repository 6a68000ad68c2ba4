// What an erasure of personal data takes away and what it leaves, noun by noun; said by the module that offers it.

export interface ErasurePolicy {
  /** Nouns whose records are people: such a record is anonymised and stays, all its fields but these are emptied. */
  readonly people: Readonly<
    Record<string, { readonly keeps: readonly string[] /** Gets a word in place of the name. */; readonly name: string }>
  >;
  /** Nouns whose title is somebody's or something's own name: there a namesake keeps hers. */
  readonly named: readonly string[];
  /** What goes with a person. */
  readonly going: Readonly<Record<string, Going>>;
}

export interface Going {
  /** Fields that lead to the person: references, or an address. */
  readonly by: readonly string[];
  readonly how: 'deleted' | 'emptied';
  readonly keeps: readonly string[];
  /** Of what is emptied: the field that gets a word instead. */
  readonly name?: string;
  /** Stays as it is where the person's record is under a legal hold. */
  readonly heldBack?: boolean;
}

/** What the history calls it. */
export const ERASED = 'erase_personal_data';

export const NAMELESS = 'Anonymised ';

/** Tells anonymised records apart without telling who they were. */
export function nameless(id: string): string {
  return `${NAMELESS}${id.slice(-6)}`;
}
