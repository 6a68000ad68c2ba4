// An option as a word with its colour. The colour helps the eye; the word carries the meaning.

import type { FieldDescription, OptionDescription } from '../../client/index.ts';
import classes from './option-badge.module.css';

export function OptionBadge({ field, value }: { field: FieldDescription; value: string }) {
  const option = optionOf(field, value);
  return (
    <span className={classes.badge} style={colourStyle(option?.color)}>
      <span className={classes.dot} aria-hidden="true" />
      <span className={classes.label}>{option?.label ?? value}</span>
    </span>
  );
}

export function OptionDot({ color }: { color: string | null | undefined }) {
  return <span className={classes.dot} style={colourStyle(color)} aria-hidden="true" />;
}

export function optionOf(field: FieldDescription, value: string): OptionDescription | undefined {
  return field.options.find((option) => option.value === value);
}

export function optionLabel(field: FieldDescription, value: string): string {
  return optionOf(field, value)?.label ?? value;
}

const named = new Set(['red', 'pink', 'grape', 'violet', 'indigo', 'blue', 'cyan', 'teal', 'green', 'lime', 'yellow', 'orange', 'gray']);

/** Palette names follow light and dark; anything else CSS understands is taken as it is. */
function colourStyle(color: string | null | undefined): React.CSSProperties {
  if (!color) return {};
  const dot = named.has(color) ? `var(--mantine-color-${color}-6)` : color;
  return { '--dot': dot } as React.CSSProperties;
}
