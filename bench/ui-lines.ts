// The editor of line items with a thousand rows: from a key to the frame that shows it, sums included.

import type { BrowserContext, Page } from 'playwright-core';

export const LINES = 1000;

/** A quote with so many rows; answers its id. */
export async function makeLongQuote(context: BrowserContext, address: string): Promise<string> {
  const headers = { origin: new URL(address).origin };
  const lines = Array.from({ length: LINES }, (_, i) => ({
    description: `Position ${i + 1}`,
    quantity: String(1 + (i % 9)),
    unit_price: { amount: `${10 + (i % 90)}.35`, currency: 'EUR' },
  }));
  const buyers = await context.request.get(`${address}/api/v1/records/accounts?fields=id&limit=1`);
  const account = ((await buyers.json()) as { records: { id: string }[] }).records[0]?.id;
  const data = { account, subject: 'Bench: long', lines };
  const made = await context.request.post(`${address}/api/v1/records/quotes`, { data, headers });
  if (!made.ok()) throw new Error(`the quote was refused: ${await made.text()}`);
  return ((await made.json()) as { record: { id: string } }).record.id;
}

interface Key {
  readonly name: string;
  /** Column of the row that is typed in. */
  readonly column: string;
  readonly key: string;
  /** Whether sums follow. */
  readonly counts: boolean;
}

export const lineKeys: readonly Key[] = [
  { name: 'a letter of a description', column: 'Description', key: 'x', counts: false },
  { name: 'a digit of a quantity, to the new total', column: 'Quantity', key: '1', counts: true },
];

/** Opens the cell of this column in a row in the middle of what is in view. */
export async function openCell(page: Page, column: string): Promise<void> {
  const grid = page.locator('[data-field=lines] [role=grid]');
  const heads = await grid.locator('thead th').allTextContents();
  const at = heads.findIndex((head) => head.startsWith(column));
  if (at < 0) throw new Error(`There is no column ${column} among ${heads.join(', ')}.`);
  await grid.locator('tbody tr').nth(5).locator('td').nth(at).click();
  await page.locator('[data-field=lines] :is(input, textarea):focus').waitFor();
}

/** What the page looks like once the key has been obeyed. */
export async function obeyed(page: Page, { counts }: Key): Promise<string> {
  const { typed, total } = await page.evaluate(() => ({
    typed: (document.activeElement as HTMLInputElement).value,
    total: document.querySelector('[data-field=payable]')?.textContent ?? '',
  }));
  const isTyped = `document.activeElement.value !== ${JSON.stringify(typed)}`;
  return counts ? `${isTyped} && document.querySelector('[data-field=payable]').textContent !== ${JSON.stringify(total)}` : isTyped;
}
