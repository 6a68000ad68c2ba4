// What is wrong with a view, in one sentence.

import { KontorError } from '../../client/index.ts';
import { errorText } from '../messages.ts';

/** The first thing that is wrong, in the server's words. */
export function problemOf(error: unknown): string {
  return error instanceof KontorError && error.errors[0] ? error.errors[0].message : errorText(error);
}
