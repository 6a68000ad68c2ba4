// Whether a person may write a field at all.

import type { FieldDescription } from '../../client/index.ts';
import { widgetFor } from '../fields/lookup.ts';

export function canType(field: FieldDescription): boolean {
  return !field.read_only && field.formula === null && !widgetFor(field).readOnly;
}
