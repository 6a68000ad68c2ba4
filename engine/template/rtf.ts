// Rich Text Format 1.9: tags are found across the groups and control words that a word processor strews in; fonts and tables stay.

import { readTokens, type Token, textToken, type Words, wordsOf } from './rtf-tokens.ts';
import { type Answers, firstCondition, type Piece, type PlacedTag, tagsIn } from './tags.ts';

/** By its first bytes. */
export function isRtf(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, 5) === '{\\rtf';
}

/** Tags of the same table row stand together. */
export function rtfTags(bytes: Buffer): PlacedTag[][] {
  const tokens = readTokens(bytes.toString('latin1'));
  const rows = rowsOf(tokens);
  const groups = outsideOf(tokens, rows).flatMap((part, i) => {
    const [from, to] = rows[i] ?? [0, 0];
    return [...tagsOf(part).map((tag) => [tag]), tagsOf(tokens.slice(from, to))];
  });
  return groups.filter((tags) => tags.length > 0);
}

/** Those outside of tables, where no row can be repeated. */
export function rtfOutside(bytes: Buffer): PlacedTag[] {
  const tokens = readTokens(bytes.toString('latin1'));
  return outsideOf(tokens, rowsOf(tokens)).flatMap(tagsOf);
}

export function fillRtf(bytes: Buffer, answers: Answers): Buffer {
  const tokens = settleConditions(readTokens(bytes.toString('latin1')), answers);
  const filled: Token[] = [];
  let at = 0;
  for (const [from, to] of rowsOf(tokens)) {
    filled.push(...fillValues(tokens.slice(at, from), answers, 0), ...filledRow(tokens.slice(from, to), answers));
    at = to;
  }
  filled.push(...fillValues(tokens.slice(at), answers, 0));
  return Buffer.from(filled.map(({ raw }) => raw).join(''), 'latin1');
}

const tagsOf = (tokens: readonly Token[]): PlacedTag[] => tagsIn(wordsOf(tokens).text);

type Span = readonly [from: number, to: number];

function outsideOf(tokens: readonly Token[], rows: readonly Span[]): Token[][] {
  const starts = [0, ...rows.map(([, to]) => to)];
  return starts.map((start, i) => tokens.slice(start, rows[i]?.[0] ?? tokens.length));
}

/** From where a row is defined to its end, with whole groups only. */
function rowsOf(tokens: readonly Token[]): Span[] {
  const rows: Span[] = [];
  let [end, start] = [0, -1];
  for (const [i, { control }] of tokens.entries()) {
    if (i < end) continue;
    if (control === 'trowd' && start < 0) start = i;
    if (control !== 'row' || start < 0) continue;
    const span = balanced(tokens, start, i + 1, end);
    if (span) rows.push(span);
    end = span?.[1] ?? i + 1;
    start = -1;
  }
  return rows;
}

function balanced(tokens: readonly Token[], start: number, end: number, least: number): Span | null {
  let [from, to] = [start, end];
  for (;;) {
    const { depth, lowest } = depths(tokens, from, to);
    if (lowest < 0 && from > least) from--;
    else if (depth > 0 && to < tokens.length) to++;
    else return depth === 0 && lowest === 0 ? [from, to] : null;
  }
}

function depths(tokens: readonly Token[], from: number, to: number): { depth: number; lowest: number } {
  let [depth, lowest] = [0, 0];
  for (let i = from; i < to; i++) {
    const { raw } = tokens[i]!;
    if (raw === '{') depth++;
    if (raw === '}') lowest = Math.min(lowest, --depth);
  }
  return { depth, lowest };
}

function filledRow(row: readonly Token[], answers: Answers): Token[] {
  const list = tagsOf(row)
    .map((tag) => answers.listOf(tag))
    .find((found) => found !== null);
  if (list === undefined || list === null) return fillValues(row, answers, 0);
  return Array.from({ length: answers.rows(list) }, (_, i) => fillValues(row, answers, i)).flat();
}

function fillValues(tokens: readonly Token[], answers: Answers, row: number): Token[] {
  const words = wordsOf(tokens);
  const gone = new Set<number>();
  const put = new Map<number, Token>();
  for (const tag of tagsIn(words.text)) {
    if (tag.kind !== 'value') continue;
    const [first, ...others] = placesOf(words, tag);
    for (const place of others) gone.add(place);
    put.set(first!, textToken(answers.pieces(tag, row).map(encoded).join('')));
  }
  return tokens.flatMap((token, i) => (gone.has(i) ? [] : [put.get(i) ?? token]));
}

function placesOf({ places }: Words, { start, end }: PlacedTag): number[] {
  return places.slice(start, end).filter((place) => place >= 0);
}

function settleConditions(all: Token[], answers: Answers): Token[] {
  for (let tokens = all; ; ) {
    const words = wordsOf(tokens);
    const found = firstCondition(tagsIn(words.text));
    if (!found) return tokens;
    const [from, to] = found;
    const gone = answers.holds(from.condition)
      ? new Set([...placesOf(words, from), ...lineEnd(tokens, words, from), ...placesOf(words, to), ...lineEnd(tokens, words, to)])
      : between(tokens, placesOf(words, from)[0]!, [...placesOf(words, to), ...lineEnd(tokens, words, to)].at(-1)!);
    tokens = tokens.filter((_, i) => !gone.has(i));
  }
}

/** Groups that begin or end in between must stay whole: their brackets are left. */
function between(tokens: readonly Token[], from: number, to: number): Set<number> {
  const gone = new Set<number>();
  for (let i = from; i <= to; i++) if (!/^[{}]$/.test(tokens[i]!.raw)) gone.add(i);
  return gone;
}

/** The end of a paragraph that holds nothing but this mark. */
function lineEnd(tokens: readonly Token[], { text, places }: Words, { start, end }: PlacedTag): number[] {
  const alone = /(^|\n)[ \t]*$/.test(text.slice(0, start)) && /^[ \t]*(\n|$)/.test(text.slice(end));
  if (!alone) return [];
  const after = tokens.findIndex(({ control }, i) => i > (places[end - 1] ?? 0) && control === 'par');
  return after < 0 ? [] : [after];
}

const TWIPS = 1440 / 25.4;

function encoded(piece: Piece): string {
  if ('picture' in piece) {
    const { bytes, type, width, height } = piece.picture;
    const size = `\\picwgoal${Math.round(width * TWIPS)}\\pichgoal${Math.round(height * TWIPS)}`;
    return `{\\pict\\${type}blip${size} ${bytes.toString('hex')}}`;
  }
  const { bold, italic, underlined, struck, href } = piece;
  const looks = [bold && '\\b', italic && '\\i', underlined && '\\ul', struck && '\\strike'].filter(Boolean).join('');
  const words = `{\\uc1${looks} ${escaped(piece.text)}}`;
  return href ? `{\\field{\\*\\fldinst{HYPERLINK "${escaped(href.replaceAll('"', '%22'))}"}}{\\fldrslt${words}}}` : words;
}

function escaped(text: string): string {
  return text.replace(/[\\{}\n\t]|[^\x20-\x7e]/g, (character) => {
    if (character === '\n') return '\\line ';
    if (character === '\t') return '\\tab ';
    if (/[\\{}]/.test(character)) return `\\${character}`;
    const code = character.charCodeAt(0);
    return code < 32 ? '' : `\\u${code > 32_767 ? code - 65_536 : code}?`;
  });
}
