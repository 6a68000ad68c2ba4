// A block of cells, and its text as spreadsheets exchange it: tabs between cells, a line for each row.

export interface Place {
  readonly row: number;
  readonly column: number;
}

export interface Block {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

export function blockOf(a: Place, b: Place): Block {
  return {
    top: Math.min(a.row, b.row),
    bottom: Math.max(a.row, b.row),
    left: Math.min(a.column, b.column),
    right: Math.max(a.column, b.column),
  };
}

export function isOne({ top, left, bottom, right }: Block): boolean {
  return top === bottom && left === right;
}

/** Where cells come to lie that are pasted on a block: a single one fills it, several are laid down from its corner. */
export function laidOn<Cell>(block: Block, cells: readonly (readonly Cell[])[]) {
  const [height, width] = [cells.length, cells[0]?.length ?? 0];
  const single = height === 1 && width === 1;
  return {
    over: single ? block : { ...block, bottom: block.top + height - 1, right: block.left + width - 1 },
    /** Counted from the corner; nothing where a line is shorter than the first. */
    cellAt: (row: number, column: number): Cell | undefined => cells[single ? 0 : row]?.[single ? 0 : column],
  };
}

/** Cells with tabs, lines or quotes inside stand in quotes, as Excel and LibreOffice write them. */
export function printCells(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) => (/["\t\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  return rows.map((cells) => cells.map(cell).join('\t')).join('\n');
}

export function parseCells(text: string): string[][] {
  const rows: string[][] = [[]];
  const whole = text.replace(/\r\n?/g, '\n').replace(/\n$/, '');
  for (let at = 0; at <= whole.length; ) {
    let cell = '';
    if (whole[at] === '"') {
      at += 1;
      for (; at < whole.length; at++) {
        if (whole[at] !== '"') cell += whole[at];
        else if (whole[at + 1] === '"') cell += whole[++at];
        else break;
      }
      at += 1;
    }
    const end = /[\t\n]|$/.exec(whole.slice(at))?.index ?? 0;
    cell += whole.slice(at, at + end);
    rows.at(-1)?.push(cell);
    at += end;
    if (whole[at] === '\n') rows.push([]);
    at += 1;
  }
  return rows;
}
