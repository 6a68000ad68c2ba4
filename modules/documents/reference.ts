// Records are read with references as `{id, title}` and written with ids.

import type { Reference } from '../../schema/index.ts';

export function idOf(reference: unknown): string | null {
  return typeof reference === 'string' ? reference : ((reference as Reference | null | undefined)?.id ?? null);
}
