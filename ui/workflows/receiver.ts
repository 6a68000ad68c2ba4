// Who a mail or a message of a workflow goes to: several with commas between them, each an address, a login, or an expression.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { columnAt, possibleColumns } from '../list/columns.ts';
import { read } from './values.ts';

export type ReceiverWay = 'field' | 'person' | 'address' | 'expression';

export interface Receiver {
  readonly way: ReceiverWay;
  readonly text: string;
}

type Nouns = readonly EntityDescription[];

export function receiversIn(value: string, entities: Nouns, noun: EntityDescription): readonly Receiver[] {
  return split(value).map((text) => ({ text, way: wayOf(text, entities, noun) }));
}

export function receiversText(receivers: readonly Receiver[]): string {
  return receivers
    .map(({ text }) => text.trim())
    .filter(Boolean)
    .join(', ');
}

/** At commas, semicolons and line ends, but not at those within brackets and quotation marks. */
function split(value: string): string[] {
  const parts = [''];
  let depth = 0;
  let quoted = false;
  for (const letter of value) {
    if (letter === '"') quoted = !quoted;
    if (!quoted && letter === '(') depth++;
    if (!quoted && letter === ')') depth--;
    if (!quoted && depth === 0 && /[,;\n]/.test(letter)) parts.push('');
    else parts[parts.length - 1] += letter;
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

function wayOf(text: string, entities: Nouns, noun: EntityDescription): ReceiverWay {
  if (/^[^\s"()]+@[^\s"()]+$/.test(text)) return 'address';
  const expression = read(text);
  if (expression?.kind === 'path' && columnAt(entities, noun, text)) return 'field';
  return /^[\w.-]+$/.test(text) ? 'person' : 'expression';
}

/** Fields that say who: addresses, contacts and people where mail goes to, people and groups where a message does. */
export function receiverFields(entities: Nouns, noun: EntityDescription, kind: 'mail' | 'notify') {
  const to = kind === 'mail' ? ['users', 'contacts', 'owner_groups'] : ['users', 'owner_groups'];
  const says = (field: FieldDescription) => field.to.some((name) => to.includes(name)) || (kind === 'mail' && field.type === 'email');
  return possibleColumns(entities, noun)
    .filter(({ field, over }) => over === 0 && says(field))
    .map(({ path, label }) => ({ value: path, label }));
}
