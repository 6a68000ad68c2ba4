// All field types by name: the one place that knows which there are.

import type { FieldType } from '../types.ts';
import { checkbox, multiPicklist, picklist, radio, state } from './choices.ts';
import { date, datetime, time } from './dates.ts';
import { formattedText } from './formatted-text.ts';
import { password, secret, sequence } from './internal.ts';
import { json } from './json.ts';
import { money } from './money.ts';
import { decimal, integer, percent } from './numbers.ts';
import { anyReference, children, file, id, image, owner, reference, references, user } from './references.ts';
import { email, phone, text, textArea, url } from './text.ts';

const all: readonly FieldType[] = [
  ...[text, textArea, formattedText, email, phone, url],
  ...[integer, decimal, percent, money, date, datetime, time, checkbox],
  ...[picklist, radio, multiPicklist, state],
  ...[reference, references, anyReference, user, owner, file, image, children, id],
  ...[sequence, password, secret, json],
];

export const fieldTypes: Readonly<Record<string, FieldType>> = Object.freeze(
  Object.fromEntries(all.map((type) => [type.name, Object.freeze(type)])),
);
