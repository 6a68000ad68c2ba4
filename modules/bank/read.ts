// Statements of a bank, told apart by what the file looks like.

import { readCamt } from './camt.ts';
import { readCsvStatement } from './csv.ts';
import { readMt940 } from './mt940.ts';
import type { Statement } from './statement.ts';

/** @throws Refusal `unreadable_file` */
export function readStatements(text: string): Statement[] {
  const body = text.replace(/^\uFEFF/, '').trimStart();
  if (body.startsWith('<')) return readCamt(body);
  if (/^(\{.*?\{4:\s*)?:20:/m.test(body)) return readMt940(body);
  return readCsvStatement(body);
}
