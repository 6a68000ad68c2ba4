// The error of everything that reads expressions: what is wrong, where, and what was probably meant.

import type { Span } from './ast.ts';

export class ExpressionError extends Error {
  /** Offsets in the text; null when the tree was not parsed from a text. */
  readonly at: Span | null;
  /** The nearest right name or spelling. */
  readonly suggestion: string | null;

  constructor(message: string, at: Span | null | undefined, suggestion?: string | null) {
    super(suggestion ? `${message}. Did you mean ${suggestion}?` : message);
    this.name = 'ExpressionError';
    this.at = at ?? null;
    this.suggestion = suggestion ?? null;
  }
}
