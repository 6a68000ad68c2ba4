// Ids are made by the process: UUID v7 sorts by time of creation, and PostgreSQL before 18 cannot make it.

import { v7 } from 'uuid';

export function uuidv7(): string {
  return v7();
}
