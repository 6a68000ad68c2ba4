// A popover that holds selects, calendars and pickers: their lists hang elsewhere in the page, and a press there is no press outside.

import { useRef } from 'react';

export interface NestedPopover {
  /** For the popover's `onChange`. */
  onChange: (opened: boolean) => void;
  /** For its dropdown. Events of lists inside pass through here, wherever in the page those lists are. */
  dropdown: { onMouseDown: () => void; onTouchStart: () => void };
}

export function useNestedPopover(setOpened: (opened: boolean) => void): NestedPopover {
  const within = useRef(false);
  const press = () => {
    within.current = true;
    // The document hears of the same press last; after that it is over.
    setTimeout(() => {
      within.current = false;
    });
  };
  return {
    onChange: (opened) => {
      if (opened || !within.current) setOpened(opened);
    },
    dropdown: { onMouseDown: press, onTouchStart: press },
  };
}
