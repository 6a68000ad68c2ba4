// Reads XML as it streams by: local names, text, and an end to files whose one text or comment fills the memory.

import { SaxesParser } from 'saxes';
import { LIMITS } from './limits.ts';
import { brokenFile, tooLarge } from './zip.ts';

export interface XmlHandlers {
  open?(name: string, attributes: Record<string, string>, empty: boolean): void;
  text?(text: string): void;
  close?(name: string): void;
}

export class XmlReader {
  readonly #parser = new SaxesParser();
  readonly #decoder = new TextDecoder('utf-8');
  /** Characters since the last tag: the parser keeps them until it ends. */
  #held = 0;

  constructor(handlers: XmlHandlers) {
    this.#parser.on('error', (error) => {
      throw brokenFile(error);
    });
    this.#parser.on('opentag', ({ name, attributes, isSelfClosing }) => {
      this.#held = 0;
      handlers.open?.(localName(name), attributes, isSelfClosing);
    });
    this.#parser.on('closetag', ({ name }) => {
      this.#held = 0;
      handlers.close?.(localName(name));
    });
    this.#parser.on('text', (text) => handlers.text?.(text));
    this.#parser.on('cdata', (text) => handlers.text?.(text));
  }

  /** Gives back control after every chunk, so that what was read can be handed on. */
  async *feed(stream: AsyncIterable<Buffer>): AsyncGenerator<void> {
    for await (const chunk of stream) {
      this.#write(this.#decoder.decode(chunk, { stream: true }));
      yield;
    }
    this.#write(this.#decoder.decode());
    this.#parser.close();
    yield;
  }

  readAll(text: string): void {
    this.#parser.write(text).close();
  }

  #write(text: string): void {
    this.#held += text.length;
    this.#parser.write(text);
    if (this.#held > LIMITS.cell * 4 + 1_000_000) throw tooLarge('The workbook holds a text that is too long for a cell.');
  }
}

/** Some programs write every tag with a prefix: `x:row`. */
function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
