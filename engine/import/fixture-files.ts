// Files for the tests of import, made on the spot and gone with the run.

import { mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { inject } from 'vitest';
import yazl from 'yazl';
import type { Reading } from './reading.ts';
import { openSource, type SourceRow } from './source.ts';

const folder = await mkdtemp(join(inject('runFolder'), 'import-'));

let count = 0;

export async function fileOf(content: string | Uint8Array, encoding = 'utf-8'): Promise<string> {
  count += 1;
  const path = join(folder, `file-${count}`);
  await writeFile(path, typeof content === 'string' ? iconv.encode(content, encoding) : content);
  return path;
}

/** All rows below the header, or the code of the refusal with `!` before it. */
export async function readAll(path: string, reading?: Reading): Promise<SourceRow[] | string> {
  try {
    const source = await openSource(path, reading);
    try {
      const rows: SourceRow[] = [];
      for await (const lot of source.rows()) rows.push(...lot);
      return rows;
    } finally {
      source.close();
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) return `!${String(error.code)}`;
    throw error;
  }
}

export async function zipOf(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, content] of Object.entries(entries)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  const chunks: Buffer[] = [];
  for await (const chunk of zip.outputStream as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

export interface Book {
  /** What stands inside `<sheetData>`, by sheet name. */
  readonly sheets: Readonly<Record<string, string>>;
  readonly strings?: readonly string[];
  /** `<numFmt>` codes; style 1 is the first of them. */
  readonly formats?: readonly string[];
  readonly from1904?: boolean;
  readonly hidden?: readonly string[];
  readonly extra?: Readonly<Record<string, string | Buffer>>;
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook as a spreadsheet program would write it. */
export function xlsxOf({ sheets, strings, formats = [], from1904, hidden = [], extra = {} }: Book): Promise<Buffer> {
  const names = Object.keys(sheets);
  const links = [
    ...names.map((_, index) => `<Relationship Id="s${index}" Type="${OFFICE}/worksheet" Target="worksheets/sheet${index}.xml"/>`),
    `<Relationship Id="st" Type="${OFFICE}/styles" Target="styles.xml"/>`,
    strings ? `<Relationship Id="ss" Type="${OFFICE}/sharedStrings" Target="sharedStrings.xml"/>` : '',
  ];
  return zipOf({
    '_rels/.rels': `<Relationships><Relationship Id="r" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${OFFICE}"><workbookPr${from1904 ? ' date1904="1"' : ''}/><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="s${index}"${hidden.includes(name) ? ' state="hidden"' : ''}/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${links.join('')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats.map((code, index) => `<numFmt numFmtId="${164 + index}" formatCode="${code.replaceAll('"', '&quot;')}"/>`).join('')}</numFmts><cellXfs><xf numFmtId="0"/>${formats.map((_, index) => `<xf numFmtId="${164 + index}"/>`).join('')}</cellXfs></styleSheet>`,
    ...(strings ? { 'xl/sharedStrings.xml': `<sst>${strings.map((text) => `<si><t>${text}</t></si>`).join('')}</sst>` } : {}),
    ...Object.fromEntries(
      names.map((name, index) => [`xl/worksheets/sheet${index}.xml`, `<worksheet><sheetData>${sheets[name]}</sheetData></worksheet>`]),
    ),
    ...extra,
  });
}
