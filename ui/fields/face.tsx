// A person's initials in a colour of their own. Decoration beside the name: silent for screen readers.

import classes from './face.module.css';

export function Face({ name, size = 20 }: { name: string; size?: number }) {
  return (
    <span className={classes.face} aria-hidden="true" style={{ '--hue': hueOf(name), '--size': `${size}px` } as React.CSSProperties}>
      {initials(name)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.split(/\s+/).filter(Boolean);
  const [first = '', last = ''] = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return ([...first][0] ?? '').toLocaleUpperCase() + ([...last][0] ?? '').toLocaleUpperCase();
}

function hueOf(name: string): number {
  let hash = 0;
  for (const sign of name) hash = (hash * 31 + (sign.codePointAt(0) ?? 0)) % 360;
  return hash;
}
