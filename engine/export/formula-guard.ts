// Cells that a spreadsheet would run as a formula get an apostrophe in front, and lose it again when they are imported.
// See docs/import.md; the rule is OWASP's on CSV injection, made reversible.

/** What a spreadsheet may take for a formula, however many apostrophes we or others put in front. */
const RISKY = /^'*[=+\-@\t\r]/;
const GUARDED = /^'+[=+\-@\t\r]/;
/** `-12.50`, `-12.50 EUR`, `+358 40 123 4567`: a number, an amount, a number for the telephone do nothing. */
const NUMBER = /^[+-]?\d[\d ]*([.,]\d+)?( [A-Z]{3})?$/;

/** For a cell of a CSV; a workbook says of each cell what it is. */
export function guarded(text: string): string {
  return RISKY.test(text) && !NUMBER.test(text) ? `'${text}` : text;
}

/** Undoes exactly what guarded() does: unguarded(guarded(x)) is x for every x. */
export function unguarded(text: string): string {
  return text.charCodeAt(0) === 39 && GUARDED.test(text) ? text.slice(1) : text;
}
