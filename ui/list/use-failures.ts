// Values that were refused, by record and column, with what was typed.

import { useCallback, useState } from 'react';
import type { Failure } from './save-cell.ts';

export type Failures = Readonly<Record<string, Readonly<Record<string, Failure>>>>;

export function useFailures() {
  const [failures, setFailures] = useState<Failures>({});
  /** null forgets. */
  const note = useCallback((record: string, path: string, failure: Failure | null) => {
    setFailures((was) => {
      const { [path]: _, ...others } = was[record] ?? {};
      const left = failure ? { ...others, [path]: failure } : others;
      const { [record]: __, ...rest } = was;
      return Object.keys(left).length ? { ...rest, [record]: left } : rest;
    });
  }, []);
  return { failures, note };
}
