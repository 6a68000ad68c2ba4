// Files for the official schemas and rule sets, which stand beside the project: KONTOR_E_INVOICES names the folder they are put into.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function keep(format: string, name: string, xml: string): void {
  const folder = process.env['KONTOR_E_INVOICES'];
  if (!folder) return;
  mkdirSync(join(folder, format), { recursive: true });
  writeFileSync(join(folder, format, `${name}.xml`), xml);
}
