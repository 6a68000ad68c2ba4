// The archive that a docx, odt or xlsx is, in memory.

import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';
import { openArchive } from '../import/zip.ts';
import { type Markup, readMarkup, writeMarkup } from './markup.ts';

export class OfficePackage {
  readonly #parts: Map<string, Buffer>;

  private constructor(parts: Map<string, Buffer>) {
    this.#parts = parts;
  }

  /** @throws Refusal where it is no archive, damaged, protected by a password, or unpacks to too much. */
  static async open(bytes: Buffer): Promise<OfficePackage> {
    const archive = await openArchive(bytes);
    try {
      const parts = new Map<string, Buffer>();
      for (const name of archive.names) {
        const chunks: Buffer[] = [];
        for await (const chunk of await archive.stream(name)) chunks.push(chunk);
        parts.set(name, Buffer.concat(chunks));
      }
      return new OfficePackage(parts);
    } finally {
      archive.close();
    }
  }

  names(): string[] {
    return [...this.#parts.keys()];
  }

  text(name: string): string | null {
    return this.#parts.get(name)?.toString('utf8') ?? null;
  }

  /** Null where there is no such part. */
  read(name: string): Markup | null {
    const text = this.text(name);
    return text === null ? null : readMarkup(text);
  }

  write(name: string, root: Markup): void {
    this.#parts.set(name, Buffer.from(writeMarkup(root)));
  }

  add(name: string, bytes: Buffer): void {
    this.#parts.set(name, bytes);
  }

  remove(name: string): void {
    this.#parts.delete(name);
  }

  async bytes(): Promise<Buffer> {
    const zip = new yazl.ZipFile();
    for (const [name, bytes] of this.#parts) if (!name.endsWith('/')) zip.addBuffer(bytes, name, { compress: name !== 'mimetype' });
    zip.end();
    return buffer(zip.outputStream as Readable);
  }
}
