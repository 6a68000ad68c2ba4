// How a file that came from outside is turned away.

import { Refusal } from '../../engine/index.ts';

export function unreadable(message: string): Refusal {
  return new Refusal(422, 'unreadable_file', message);
}
