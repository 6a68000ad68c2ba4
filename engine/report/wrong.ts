// What is wrong with a report's definition or with the answers, with the place of the mistake.

import { Refusal } from '../errors.ts';

/** 422. @param part of the definition: `columns.2` */
export function wrongPart(part: string, message: string, code = 'malformed'): Refusal {
  return new Refusal(422, code, `The report cannot be made: ${message}`, [{ field: part, code, message }]);
}
