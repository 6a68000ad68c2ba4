// Mistakes in modules: collected while resolving, told all at once.

import { nearest } from '../names.ts';

/** Where a mistake is; `module` is null for what an administrator made. */
export interface Place {
  readonly module: string | null;
  readonly entity?: string;
  readonly field?: string;
  /** Set when an administrator's field is at fault: it is left out instead of stopping the workspace. */
  readonly custom?: string;
}

export interface Mistake extends Place {
  readonly message: string;
}

/** The modules cannot run as they are: a mistake of whoever wrote them, told at the start with all others. */
export class SchemaError extends Error {
  readonly mistakes: readonly Mistake[];

  constructor(mistakes: readonly Mistake[]) {
    const lines = mistakes.map((mistake) => `- ${print(mistake)}`);
    super(`${mistakes.length === 1 ? 'A mistake' : `${mistakes.length} mistakes`} in the modules:\n${lines.join('\n')}`);
    this.name = 'SchemaError';
    this.mistakes = mistakes;
  }
}

export class Mistakes {
  readonly all: Mistake[] = [];

  add(place: Place, message: string): void {
    this.all.push({ ...place, message });
  }
}

/** `; did you mean "accounts"?`, or nothing. */
export function hint(name: string, candidates: Iterable<string>): string {
  const near = nearest(name, candidates);
  return near === null ? '' : `; did you mean "${near}"?`;
}

/** `deals.acount (module deals): points to ...` */
function print({ module, entity, field, message }: Mistake): string {
  const path = [entity, field].filter((name) => name !== undefined).join('.');
  if (path === '') return `module ${module}: ${message}`;
  return `${path}${module === null ? '' : ` (module ${module})`}: ${message}`;
}
