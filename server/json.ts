// Reads JSON from strangers: exact UTF-8, no prototype keys, no NUL, no lone surrogates, no numbers that lose digits.

import { malformed } from '../engine/index.ts';

const greatestDepth = 64;
/** Finding a mistake takes some twenty readings; in longer bodies it is not looked for. */
const longestSearched = 64 * 1024;
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });
/** A number of 16 and more digits may be more than a double holds. */
const manyDigits = /\d[\d.]{15,}/;

/** @throws Refusal 400 for what is no JSON, is nested too deep, or holds texts that cannot be stored or numbers that a double would change */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decode(bytes);
  const value = parse(text);
  inspect(value, '', 0);
  if (manyDigits.test(text)) refuseLossyNumbers(text);
  return value;
}

/** Text that PostgreSQL cannot store (NUL) or UTF-8 cannot carry (half of a surrogate pair). */
export function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0');
}

function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw malformed('The body is not UTF-8.', [], 'not_utf8');
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw malformed(`The body is not JSON: ${reason(text)}`, [], 'not_json');
  }
}

/** V8 tells the place of some mistakes only, and quotes the text around it; we tell the place of all, and never the text. */
function reason(text: string): string {
  if (text.trim() === '') return 'it is empty.';
  if (text.length > longestSearched) return 'it has a mistake.';
  if (endsTooEarly(text)) return 'it ends too early.';
  // The shortest beginning that no continuation could save ends at the mistake.
  let [fine, wrong] = [0, text.length];
  while (wrong - fine > 1) {
    const middle = (fine + wrong) >> 1;
    if (endsTooEarly(text.slice(0, middle))) fine = middle;
    else wrong = middle;
  }
  const before = text.slice(0, fine);
  return `unexpected text at line ${before.split('\n').length}, column ${fine - before.lastIndexOf('\n')}.`;
}

function endsTooEarly(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch (error) {
    const message = String((error as Error).message);
    return /end of JSON input|Unterminated/.test(message) || Number(/at position (\d+)/.exec(message)?.[1] ?? -1) >= text.length;
  }
}

function inspect(value: unknown, path: string, depth: number): void {
  if (typeof value === 'string') {
    if (!isCleanText(value)) refuse(path, 'not_text', 'holds a NUL character or half of a surrogate pair');
    return;
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) refuse(path, 'too_large', 'is a number beyond what JSON numbers hold; send it as text');
    return;
  }
  if (value === null || typeof value !== 'object') return;
  if (depth >= greatestDepth) refuse(path, 'too_deep', `is nested deeper than ${greatestDepth} levels`);
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index++) inspect(value[index], path === '' ? String(index) : `${path}.${index}`, depth + 1);
    return;
  }
  for (const key of Object.keys(value)) {
    const place = path === '' ? key : `${path}.${key}`;
    if (key === '__proto__') refuse(place, 'unknown_field', 'is not a name that can be used');
    if (!isCleanText(key)) refuse(path, 'not_text', 'holds a key with a NUL character or half of a surrogate pair');
    inspect((value as Record<string, unknown>)[key], place, depth + 1);
  }
}

/** `9007199254740993` would silently become `...992`: exact numbers travel as text, and who sends more digits is told. */
function refuseLossyNumbers(text: string): void {
  JSON.parse(text, (key: string, value: unknown, context?: { source?: string }) => {
    if (typeof value === 'number' && context?.source !== undefined && isLossy(value, context.source)) {
      refuse(key, 'too_precise', 'has more digits than a JSON number keeps; send it as text');
    }
    return value;
  });
}

function isLossy(value: number, source: string): boolean {
  const digits = (text: string): string =>
    text
      .toLowerCase()
      .replace(/e.*$/, '')
      .replace(/[-+.]/g, '')
      .replace(/^0+|0+$/g, '');
  return digits(source) !== digits(String(value)) && digits(source).length > 15;
}

function refuse(path: string, code: string, message: string): never {
  const field = path.isWellFormed() && !path.includes('\0') ? path.slice(0, 200) : '';
  throw malformed(
    `${field === '' ? 'The body' : `"${field}"`} ${message}.`,
    field === '' ? [] : [{ field, code, message: `${message}.` }],
    code,
  );
}
