// Where rows of a sheet stand after some of them were repeated, and what that means for references like `D5` and `D5:D7`.

const REFERENCE = /(^|[^A-Za-z0-9_!'.])(\$?[A-Z]{1,3})(\$?)(\d{1,7})(?::(\$?[A-Z]{1,3})(\$?)(\d{1,7}))?(?![A-Za-z0-9_(])/g;
const RANGE = /^(\$?[A-Z]{1,3})(\$?)(\d+)(?::(\$?[A-Z]{1,3})(\$?)(\d+))?$/;

export class MovedRows {
  /** Repeated rows in their order, with how many there are of each. */
  readonly #repeated: { readonly row: number; readonly times: number }[] = [];

  get any(): boolean {
    return this.#repeated.length > 0;
  }

  /** To be called from the top down. */
  repeat(row: number, times: number): void {
    if (times !== 1) this.#repeated.push({ row, times });
  }

  first(row: number): number {
    return this.#repeated.reduce((at, one) => (one.row < row ? at + one.times - 1 : at), row);
  }

  last(row: number): number {
    const own = this.#repeated.find((one) => one.row === row);
    return this.first(row) + (own ? own.times - 1 : 0);
  }

  /** Of a formula that stood in row `old` and stands in `now`: what it says of its own row it says of the new one. */
  formula(text: string, old: number, now: number): string {
    const parts = text.split(/("[^"]*")/);
    const place = (row: string, end: boolean) => {
      if (Number(row) === old) return now;
      return end ? this.last(Number(row)) : this.first(Number(row));
    };
    return parts
      .map((part) =>
        part.startsWith('"')
          ? part
          : part.replace(REFERENCE, (_, before, column, fixed, row, column2, fixed2, row2) => {
              const start = `${before}${column}${fixed}${place(row, false)}`;
              return row2 === undefined ? start : `${start}:${column2}${fixed2}${place(row2, true)}`;
            }),
      )
      .join('');
  }

  range(text: string): string {
    return text.replace(RANGE, (_, column, fixed, row, column2, fixed2, row2) => {
      const last = this.last(Number(row2 ?? row));
      const start = `${column}${fixed}${this.first(Number(row))}`;
      if (row2 === undefined && last === this.first(Number(row))) return start;
      return `${start}:${column2 ?? column}${fixed2 ?? fixed}${last}`;
    });
  }

  /** A range within one repeated row, once for each copy; any other once. */
  copies(text: string): string[] {
    const [, column, , row, column2, , row2] = RANGE.exec(text) ?? [];
    if (row === undefined || row !== row2 || this.first(Number(row)) === this.last(Number(row))) return [this.range(text)];
    const first = this.first(Number(row));
    return Array.from({ length: this.last(Number(row)) - first + 1 }, (_, i) => `${column}${first + i}:${column2}${first + i}`);
  }
}
