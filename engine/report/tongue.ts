// Labels of nouns, fields and choices in the language of whoever reads a file. They are written in English; the screens and the files
// share one list of what they are in other languages, and the words of the workspace's own. What is in neither stays as it was written.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Field } from '../../schema/index.ts';
import type { WordsByLanguage } from '../words.ts';

/** A label of an entity in another language. */
export type Tongue = (entity: string, text: string) => string;

/** English, as modules write it. */
export const asWritten: Tongue = (_, text) => text;

/** Those that labels are translated to. */
export const LANGUAGES = ['fi', 'sv', 'de', 'ru'];
const known = new Map<string, Tongue>();

/** Labels in a language: the workspace's own words first, then ours, then English. @param language BCP 47; its first two letters decide */
export function tongueOf(language: string | undefined, own?: WordsByLanguage): Tongue {
  const short = (language ?? 'en').slice(0, 2).toLowerCase();
  const shipped = shippedTongue(short);
  const labels = own?.get(short)?.labels;
  return labels ? (entity, text) => labels.get(`${entity}.${text}`) ?? labels.get(text) ?? shipped(entity, text) : shipped;
}

function shippedTongue(short: string): Tongue {
  if (!LANGUAGES.includes(short)) return asWritten;
  const found = known.get(short) ?? readTongue(short);
  known.set(short, found);
  return found;
}

function readTongue(language: string): Tongue {
  const path = fileURLToPath(new URL(`../../ui/translations/nouns/${language}.json`, import.meta.url));
  const words = new Map(Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, string>));
  return (entity, text) => words.get(`${entity}.${text}`) ?? words.get(text) ?? text;
}

/** With its choices in that language. */
export function fieldIn(tongue: Tongue, entity: string, field: Field): Field {
  if (tongue === asWritten || field.options.length === 0) return field;
  return { ...field, options: field.options.map((option) => ({ ...option, label: tongue(entity, option.label) })) };
}
