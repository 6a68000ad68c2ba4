// Text of people: one line, many lines, e-mail, phone, web address.

import { isZone } from '../calendar.ts';
import type { Checked, Field, FieldType } from '../types.ts';
import { accept, empty, orNull, quote, refuse, wrongType } from './checked.ts';

export const textOperators = ['contains', 'starts_with', 'ends_with', '=', '!=', 'in', 'not in', 'is empty', 'is not empty'] as const;

export const text = lineType('text', 250, checkName);

export const textArea: FieldType = {
  ...text,
  name: 'text_area',
  check: (input, field) => checkLines(input, field.length ?? 65_536),
  parse: (given, field) => checkLines(given, field.length ?? 65_536),
  jsonSchema: (field) => orNull({ type: 'string', maxLength: field.length ?? 65_536 }, field),
  sortable: false,
};

export const email = lineType('email', 254, checkEmail, { format: 'idn-email' });
export const phone = lineType('phone', 50, checkPhone);
export const url = lineType('url', 2048, checkUrl, { format: 'iri' });

/** A type whose values are one line of text with a form of their own. */
function lineType(
  name: string,
  limit: number,
  form: (value: string, field: Field) => Checked<string>,
  schema: { format?: string } = {},
): FieldType {
  const check = (input: unknown, field: Field): Checked<string> => {
    const line = checkLine(input, field.length ?? limit);
    return line.ok && line.value !== null ? form(line.value, field) : line;
  };
  return {
    name,
    columns: () => [{ suffix: '', type: 'text' }],
    expression: () => ({ kind: 'text' }),
    check,
    toColumns: (value) => [value as string | null],
    fromColumns: (cells) => cells[0] ?? null,
    // Spreadsheets break lines inside cells; a break means no more there than a space.
    parse: (given, field) => check(given.replace(/[\n\r\v\f\u2028\u2029]+/g, ' '), field),
    print: (value) => (value as string | null) ?? '',
    jsonSchema: (field) => orNull({ type: 'string', maxLength: field.length ?? limit, ...schema }, field),
    operators: textOperators,
    sortable: true,
    customizable: true,
  };
}

/** What is reckoned with must be there: days and hours of an unknown zone are none. */
function checkName(value: string, { names }: Field): Checked<string> {
  return names === 'time_zone' && !isZone(value) ? refuse('no_zone', 'must be a time zone, such as Europe/Helsinki') : accept(value);
}

/** One line: trimmed, without breaks. @param limit characters at most */
export function checkLine(input: unknown, limit: number): Checked<string> {
  if (input === null || input === undefined) return empty;
  if (typeof input !== 'string') return wrongType('text', input);
  const value = input.trim();
  if (value === '') return empty;
  if (/[\n\r\v\f\u2028\u2029]/.test(value)) return refuse('line_break', 'must be one line');
  return checkCharacters(value, limit);
}

/** Lines as they are, but with one kind of break and none around them. @param limit characters at most */
export function checkLines(input: unknown, limit: number): Checked<string> {
  if (input === null || input === undefined) return empty;
  if (typeof input !== 'string') return wrongType('text', input);
  const value = input
    .replace(/\r\n?/g, '\n')
    .replace(/^\s*\n/, '')
    .trimEnd();
  return value.trim() === '' ? empty : checkCharacters(value, limit);
}

/** As much as fits (UTF-16 units), without half of a letter at the end: what is cut off carelessly would be refused as broken. */
export function clip<Text extends string | null | undefined>(value: Text, length: number): Text {
  if (!value || value.length <= length) return value;
  return value.slice(0, length).replace(/[\ud800-\udbff]$/, '') as Text & string;
}

/** PostgreSQL stores no NUL, UTF-8 no lone surrogate, XML (spreadsheets, e-invoices) no other control character. */
function checkCharacters(value: string, limit: number): Checked<string> {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what it looks for
  if (/[\u0000-\u0008\u000E-\u001F\uFFFE\uFFFF]/.test(value) || !value.isWellFormed()) {
    return refuse('bad_characters', 'has control characters or broken characters');
  }
  if (value.length > limit) {
    const count = [...value].length;
    if (count > limit) return refuse('too_long', `has ${count} characters, at most ${limit} fit`);
  }
  return accept(value);
}

/** RFC 5321 as mail servers take it: no quoted local part, no address literal; letters of all scripts (RFC 6531). */
function checkEmail(value: string): Checked<string> {
  const [, local = '', domain = ''] = /^([^@]+)@([^@]+)$/.exec(value) ?? [];
  const localIsGood =
    local.length <= 64 && /^[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{M}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u.test(local);
  const domainIsGood =
    /^([\p{L}\p{N}]([\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{N}][\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}]$/u.test(domain);
  return localIsGood && domainIsGood ? accept(value) : refuse('not_an_email', `${quote(value)} is not an e-mail address`);
}

/** Kept as typed; an extension may follow (`ext 12`, `x12`, `#12`). E.164 has at most 15 digits, extensions add some. */
function checkPhone(value: string): Checked<string> {
  const digits = value.replace(/\D/g, '').length;
  const good =
    /^\+?[\d\s()./-]+(?:(?:,|;)?\s*(?:ext\.?|x|#)\s*\d{1,7})?$/i.test(value.replace(/[\u2010-\u2015]/g, '-')) &&
    digits >= 3 &&
    digits <= 22;
  return good ? accept(value) : refuse('not_a_phone', `${quote(value)} is not a phone number`);
}

const schemes = ['http:', 'https:', 'mailto:', 'tel:'];

/** A bare `example.com` gets `https://`; everything else stays as typed. */
function checkUrl(value: string): Checked<string> {
  const full = /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(value) ? value : `https://${value}`;
  const parsed = /\s/.test(full) ? null : URL.parse(full);
  if (!parsed) return refuse('not_a_url', `${quote(value)} is not a web address`);
  if (!schemes.includes(parsed.protocol)) {
    return refuse('not_a_url', `${quote(value)} starts with ${parsed.protocol} but only http, https, mailto and tel are allowed`);
  }
  if (parsed.protocol.startsWith('http') && !/^(localhost|\[.*\]|[^.]+(\.[^.]+)+\.?)$/.test(parsed.hostname)) {
    return refuse('not_a_url', `${quote(value)} has no complete host name`);
  }
  return accept(full);
}
