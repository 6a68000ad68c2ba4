// Functions that stay the same from one drawing to the next, for what is drawn anew only when what it is given has changed.

import { useRef, useState } from 'react';

type Actions<Names extends string> = Readonly<Record<Names, (...args: never[]) => unknown>>;

/** Each calls that of the last drawing; their names are those of the first. */
export function useStable<All extends Actions<keyof All & string>>(actions: All): All {
  const latest = useRef(actions);
  latest.current = actions;
  const [stable] = useState(() => {
    const names = Object.keys(actions) as (keyof All & string)[];
    return Object.fromEntries(names.map((name) => [name, (...args: never[]) => latest.current[name](...args)])) as All;
  });
  return stable;
}
