// Takes a backup's stream apart: lines of JSON, and between them rows in COPY's text form up to a line `\.`.

const NEWLINE = 10;
const END = Buffer.from('\\.\n');
const NEWLINE_AND_END = Buffer.from('\n\\.\n');

export class BackupReader {
  readonly #chunks: AsyncIterator<Buffer>;
  /** Read and not yet given out; starts where a line starts. */
  #rest: Buffer = Buffer.alloc(0);

  constructor(source: AsyncIterable<Buffer>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** The next line as JSON. */
  async line(): Promise<unknown> {
    let at = this.#rest.indexOf(NEWLINE);
    while (at < 0) {
      await this.#more();
      at = this.#rest.indexOf(NEWLINE);
    }
    const text = this.#rest.subarray(0, at).toString();
    this.#rest = this.#rest.subarray(at + 1);
    try {
      return JSON.parse(text);
    } catch (error) {
      throw new Error('This is no backup, or a damaged one', { cause: error });
    }
  }

  /** The rows of one table, whole ones only. No row looks like the end: COPY writes a backslash as two. */
  async *rows(): AsyncGenerator<Buffer> {
    for (;;) {
      if (this.#rest.subarray(0, END.length).equals(END)) {
        this.#rest = this.#rest.subarray(END.length);
        return;
      }
      const end = this.#rest.indexOf(NEWLINE_AND_END);
      const upTo = (end < 0 ? this.#rest.lastIndexOf(NEWLINE) : end) + 1;
      const rows = this.#rest.subarray(0, upTo);
      this.#rest = this.#rest.subarray(upTo);
      if (rows.length > 0) yield rows;
      if (end < 0) await this.#more();
    }
  }

  async #more(): Promise<void> {
    const { value, done } = await this.#chunks.next();
    if (done) throw new Error('The backup ends in the middle');
    this.#rest = this.#rest.length > 0 ? Buffer.concat([this.#rest, value]) : value;
  }
}
