// Cuts the text of an expression into tokens, one at a time; each character is looked at once.

import type { Span } from './ast.ts';
import { ExpressionError } from './error.ts';

export type TokenKind = 'name' | 'keyword' | 'number' | 'text' | 'symbol' | 'end';

/** Words with a meaning of their own, in any case of letters; no field may be called so. */
export const KEYWORDS: ReadonlySet<string> = new Set(['and', 'or', 'not', 'in', 'between', 'is', 'empty', 'true', 'false', 'where']);

/** What people type who come from elsewhere. */
const FOREIGN: Readonly<Record<string, string>> = {
  '==': '=',
  '<>': '!=',
  '&&': 'and',
  '||': 'or',
  '!': 'not',
  "'": '"',
  '%': 'a division by 100',
};

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', '\\': '\\', '/': '/', b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Stands on one token at a time. @throws ExpressionError from `next()` and the constructor for what is no token. */
export class Lexer {
  readonly text: string;
  kind: TokenKind = 'end';
  /** Names and numbers as written, keywords in lower case, texts unescaped, symbols as they are. */
  value = '';
  start = 0;
  end = 0;

  constructor(text: string) {
    this.text = text;
    this.next();
  }

  at(): Span {
    return [this.start, this.end];
  }

  is(value: string): boolean {
    return this.value === value && (this.kind === 'symbol' || this.kind === 'keyword');
  }

  /** Goes back to a token that began at `start`. */
  rewind(start: number): void {
    this.end = start;
    this.next();
  }

  next(): void {
    const { text } = this;
    let at = this.end;
    while (isSpace(text.charCodeAt(at))) at++;
    this.start = at;
    const code = text.charCodeAt(at);
    if (at >= text.length) this.#token('end', at, '');
    else if (isLetter(code)) this.#name();
    else if (isDigit(code)) this.#number();
    else if (code === 0x22) this.#text();
    else this.#symbol();
  }

  #token(kind: TokenKind, end: number, value: string): void {
    this.kind = kind;
    this.end = end;
    this.value = value;
  }

  #name(): void {
    const { text } = this;
    let at = this.start + 1;
    while (isLetter(text.charCodeAt(at)) || isDigit(text.charCodeAt(at))) at++;
    const name = text.slice(this.start, at);
    const keyword = name.length <= 7 ? name.toLowerCase() : '';
    if (KEYWORDS.has(keyword)) this.#token('keyword', at, keyword);
    else this.#token('name', at, name);
  }

  #number(): void {
    const { text } = this;
    let at = this.start;
    while (isDigit(text.charCodeAt(at))) at++;
    if (text.charCodeAt(at) === 0x2e && isDigit(text.charCodeAt(at + 1))) {
      at++;
      while (isDigit(text.charCodeAt(at))) at++;
    }
    if (isLetter(text.charCodeAt(at))) throw new ExpressionError('A number cannot end in a letter', [this.start, at + 1]);
    this.#token('number', at, text.slice(this.start, at));
  }

  #text(): void {
    const { text, start } = this;
    let value = '';
    for (let from = start + 1, at = from; ; at++) {
      const code = text.charCodeAt(at);
      if (at >= text.length) throw new ExpressionError('This text has no closing double quote', [start, text.length]);
      if (code === 0x22) {
        value += text.slice(from, at);
        if (!isStorable(value)) throw new ExpressionError('This text holds a character that cannot be stored', [start, at + 1]);
        this.#token('text', at + 1, value);
        return;
      }
      if (code !== 0x5c) continue;
      value += text.slice(from, at);
      const escaped = this.#escape(at);
      value += escaped.value;
      at = escaped.end - 1;
      from = escaped.end;
    }
  }

  #escape(at: number): { value: string; end: number } {
    const letter = this.text[at + 1] ?? '';
    const simple = ESCAPES[letter];
    if (simple !== undefined) return { value: simple, end: at + 2 };
    const hex = this.text.slice(at + 2, at + 6);
    if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(hex)) return { value: String.fromCharCode(Number.parseInt(hex, 16)), end: at + 6 };
    throw new ExpressionError(`\\${letter} means nothing here; a backslash is written \\\\`, [at, at + 2]);
  }

  #symbol(): void {
    const { text, start } = this;
    const two = text.slice(start, start + 2);
    const foreign = Object.hasOwn(FOREIGN, two) ? two : (text[start] ?? '');
    const one = text[start] ?? '';
    if (two === '!=' || two === '<=' || two === '>=') this.#token('symbol', start + 2, two);
    else if (Object.hasOwn(FOREIGN, foreign)) {
      throw new ExpressionError(`${foreign} is not used in expressions`, [start, start + foreign.length], FOREIGN[foreign]);
    } else if ('=<>+-*/&(),.'.includes(one)) this.#token('symbol', start + 1, one);
    else throw this.#stray();
  }

  #stray(): ExpressionError {
    const { text, start } = this;
    const character = String.fromCodePoint(text.codePointAt(start) ?? 0);
    return new ExpressionError(`${JSON.stringify(character)} cannot stand here`, [start, start + character.length]);
  }
}

/** PostgreSQL keeps neither NUL nor half a character. */
export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d || code === 0xa0;
}

function isLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
