// RTF as a row of tokens: groups, control words, and each character of the text by itself.

import { unreadable } from '../xml.ts';

export interface Token {
  /** As it stands in the file. */
  readonly raw: string;
  /** A character that people read. */
  readonly text?: string;
  /** Name of a control word. */
  readonly control?: string;
}

export interface Words {
  readonly text: string;
  /** Which token each character of the text comes from; -1: it ends a paragraph, a cell or a line. */
  readonly places: readonly number[];
}

const CONTROL = /\\(?:([a-z]+)(-?\d+)? ?|'([0-9a-f]{2})|(.))/giy;
/** Groups that hold no text of the document. */
const SILENT =
  /^(fonttbl|colortbl|stylesheet|info|pict|themedata|listtable|listoverridetable|datastore|latentstyles|generator|fldinst|object|xmlnstbl)$/;
const BREAKS = /^(par|cell|row|line|tab|sect|page|column|nestcell|nestrow|trowd)$/;
const MOST = 20_000_000;

export const textToken = (raw: string): Token => ({ raw });

/** @throws Refusal `unreadable_file` */
export function readTokens(source: string): Token[] {
  if (source.length > MOST) throw unreadable('The file is too large to be a template.');
  const tokens: Token[] = [];
  const decoder = decoderOf(source);
  const skips: number[] = [1];
  for (let at = 0; at < source.length; ) {
    const character = source[at]!;
    if (character === '{') {
      const end = silentEnd(source, at);
      tokens.push({ raw: end === null ? '{' : source.slice(at, end) });
      if (end === null) skips.push(skips.at(-1)!);
      at = end ?? at + 1;
    } else if (character === '}') {
      if (skips.length > 1) skips.pop();
      tokens.push({ raw: '}' });
      at++;
    } else if (character === '\\') {
      const { token, end, skip } = readControl(source, at, decoder, skips.at(-1)!);
      if (skip !== null) skips[skips.length - 1] = skip;
      tokens.push(token);
      at = end;
    } else {
      tokens.push(/[\r\n]/.test(character) ? { raw: character } : { raw: character, text: decoder(character.charCodeAt(0)) });
      at++;
    }
  }
  return tokens;
}

/** Bytes beyond ASCII are of the code page that the file names. */
function decoderOf(source: string): (byte: number) => string {
  const page = /\\ansicpg(\d+)/.exec(source.slice(0, 2000))?.[1] ?? '1252';
  const label = /^125\d$/.test(page) ? `windows-${page}` : page === '65001' ? 'utf-8' : 'windows-1252';
  const decoder = new TextDecoder(label);
  return (byte) => (byte < 128 ? String.fromCharCode(byte) : decoder.decode(Uint8Array.of(byte)));
}

/** `skip`: how many characters for old readers follow each `\u` from here on, where that is said. */
function readControl(
  source: string,
  at: number,
  decoder: (byte: number) => string,
  skipped: number,
): { token: Token; end: number; skip: number | null } {
  CONTROL.lastIndex = at;
  const [raw = '\\', word, number, byte, symbol] = CONTROL.exec(source) ?? [];
  const end = at + raw.length;
  const found = (token: Omit<Token, 'raw'>, to = end, skip: number | null = null) => ({
    token: { raw: source.slice(at, to), ...token },
    end: to,
    skip,
  });
  if (byte !== undefined) return found({ text: decoder(Number.parseInt(byte, 16)) });
  if (symbol !== undefined) {
    if (/[\\{}]/.test(symbol)) return found({ text: symbol });
    return found(symbol === '~' ? { text: '\u00a0' } : {});
  }
  if (word === 'u' && number !== undefined) {
    const code = Number(number);
    return found({ text: String.fromCharCode(code < 0 ? code + 65_536 : code) }, afterStandIns(source, end, skipped));
  }
  if (word === 'bin' && number !== undefined) return found({ control: 'bin' }, end + Number(number));
  return found({ control: word ?? '' }, end, word === 'uc' ? Number(number ?? 1) : null);
}

function afterStandIns(source: string, from: number, count: number): number {
  let at = from;
  for (let i = 0; i < count && at < source.length && !/[{}]/.test(source[at]!); i++) {
    const isByte = source[at] === '\\' && source[at + 1] === "'";
    if (source[at] === '\\' && !isByte) break;
    at += isByte ? 4 : 1;
  }
  return at;
}

/** Where a group ends that holds no text of the document; null: it may hold some. */
function silentEnd(source: string, from: number): number | null {
  const head = /^\{\s*\\(\*|[a-z]+)/i.exec(source.slice(from, from + 40))?.[1];
  if (head === undefined || !(head === '*' || SILENT.test(head))) return null;
  let depth = 0;
  for (let at = from; at < source.length; at++) {
    const character = source[at];
    if (character === '\\') at++;
    else if (character === '{') depth++;
    else if (character === '}' && --depth === 0) return at + 1;
  }
  throw unreadable('The file is damaged: a group does not end.');
}

export function wordsOf(tokens: readonly Token[]): Words {
  const places: number[] = [];
  let text = '';
  for (const [i, token] of tokens.entries()) {
    const part = token.text ?? (BREAKS.test(token.control ?? '') ? '\n' : '');
    text += part;
    for (let n = 0; n < part.length; n++) places.push(token.text === undefined ? -1 : i);
  }
  return { text, places };
}
