// Which rows are chosen: some by id, or everything the filter finds.

import { useCallback, useMemo, useState } from 'react';

export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** All that match, also those not read yet. */
  readonly all: boolean;
}

const nothing: Selection = { ids: new Set(), all: false };

export function useSelection() {
  const [selection, setSelection] = useState<Selection>(nothing);
  const clear = useCallback(() => setSelection((was) => (was.all || was.ids.size ? nothing : was)), []);
  const toggle = useCallback((ids: readonly string[], on: boolean) => {
    setSelection((was) => {
      const next = new Set(was.ids);
      for (const id of ids) {
        if (on) next.add(id);
        else next.delete(id);
      }
      return { ids: next, all: false };
    });
  }, []);
  const selectAll = useCallback(() => setSelection((was) => ({ ...was, all: true })), []);
  return useMemo(() => ({ ...selection, clear, toggle, selectAll }), [selection, clear, toggle, selectAll]);
}

export type SelectionState = ReturnType<typeof useSelection>;
