// Tags as people write them into templates. Two old forms say the same: `{{onshow.data.Account.name}}` and `[account.name]`;
// conditions are `{{if total > 1000}} … {{end}}` (row CS-131).

export interface Tag {
  /** As it stands in the text. */
  readonly text: string;
  readonly kind: 'value' | 'if' | 'end';
  /** `['account', 'name']`; empty for conditions. */
  readonly path: readonly string[];
  /** What stands behind semicolons: `{ relation: 'contact' }`. */
  readonly parameters: Readonly<Record<string, string>>;
  /** Of `if`: an expression over the record. */
  readonly condition: string;
}

export interface PlacedTag extends Tag {
  readonly start: number;
  readonly end: number;
}

/** In brackets only what has a point in it is a tag: other words in brackets are the text's own. */
const TAGS = /\{\{([^{}]{1,1000})\}\}|\[\s*([a-z_]\w*(?:\.\w+)+(?:;[^[\]]{0,200})?)\s*\]/gi;

/** In the order of the text; `start` and `end` are offsets in it. */
export function tagsIn(text: string): PlacedTag[] {
  return [...text.matchAll(TAGS)].map((match) => {
    const inside = (match[1] ?? match[2] ?? '').trim();
    return { ...read(inside), text: match[0], start: match.index, end: match.index + match[0].length };
  });
}

function read(inside: string): Omit<Tag, 'text'> {
  const bare = { path: [], parameters: {}, condition: '' };
  if (/^end(if)?$/i.test(inside)) return { ...bare, kind: 'end' };
  const condition = /^if\s+(.*)$/is.exec(inside)?.[1];
  if (condition !== undefined) return { ...bare, kind: 'if', condition: straight(condition) };
  const [name = '', ...rest] = inside.split(';');
  const path = name.trim().replace(/^onshow\.(data\.)?/i, '');
  const parameters = Object.fromEntries(rest.map((part) => part.split('=').map((side) => side.trim()) as [string, string]));
  return { ...bare, kind: 'value', path: path.split('.').map((step) => step.trim()), parameters };
}

/** Word processors turn quotation marks and blanks into finer ones. */
function straight(text: string): string {
  return text
    .replace(/[“”„«»]/g, '"')
    .replace(/[‘’‚]/g, "'")
    .replace(/\u00a0/g, ' ')
    .trim();
}

/** What stands in for the tags of a template, whatever its format. */
export interface Answers {
  /** Name of the rows that the tag is of; null: of the record itself. */
  listOf(tag: Tag): string | null;
  /** How many rows there are. */
  rows(list: string): number;
  /** `row`: of which row, where the tag is of rows. */
  pieces(tag: Tag, row: number): readonly Piece[];
  /** For cells of a sheet; null: it is no number, date or truth. */
  figure(tag: Tag, row: number): Figure | null;
  /** Whether a condition is true of the record. */
  holds(condition: string): boolean;
}

/** A value that sheets reckon with. A date is `YYYY-MM-DD`, a number digits. */
export interface Figure {
  readonly kind: 'number' | 'percent' | 'date';
  readonly value: string;
}

/** A part of what a tag becomes; texts may have several lines. */
export type Piece =
  | {
      readonly text: string;
      readonly bold?: boolean;
      readonly italic?: boolean;
      readonly underlined?: boolean;
      readonly struck?: boolean;
      readonly href?: string;
    }
  | { readonly picture: Picture };

export interface Picture {
  readonly bytes: Buffer;
  readonly type: 'png' | 'jpeg';
  /** In millimetres. */
  readonly width: number;
  readonly height: number;
}

export function isPlain(pieces: readonly Piece[]): pieces is readonly { readonly text: string }[] {
  return pieces.every((piece) => 'text' in piece && Object.keys(piece).length === 1);
}

/** Without pictures and line breaks. */
export function textOf(pieces: readonly Piece[]): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : '')).join('');
}

/** A text with the tags of values replaced, without looks. */
export function filledText(text: string, answers: Answers, row = 0): string {
  const tags = tagsIn(text).filter(({ kind }) => kind === 'value');
  return tags.reduceRight((all, tag) => all.slice(0, tag.start) + textOf(answers.pieces(tag, row)) + all.slice(tag.end), text);
}

/** The first condition with the end that belongs to it; null where there is none. Templates are stored only where each has its end. */
export function firstCondition<M extends { readonly kind: Tag['kind'] }>(tags: readonly M[]): readonly [from: M, to: M] | null {
  const marks = tags.filter(({ kind }) => kind !== 'value');
  const first = marks.findIndex(({ kind }) => kind === 'if');
  if (first < 0) return null;
  let depth = 0;
  const last = marks.findIndex(({ kind }, i) => {
    if (i >= first) depth += kind === 'if' ? 1 : -1;
    return i >= first && depth === 0;
  });
  return [marks[first]!, marks[last]!];
}
