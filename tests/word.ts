// The smallest file that is one of Word: a paragraph for each text.

import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

export async function wordFile(...texts: string[]): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  zip.addBuffer(Buffer.from('<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'), '[Content_Types].xml');
  const paragraphs = texts.map((text) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`).join('');
  zip.addBuffer(Buffer.from(`<w:document xmlns:w="w"><w:body>${paragraphs}</w:body></w:document>`), 'word/document.xml');
  zip.end();
  return buffer(zip.outputStream as Readable);
}
