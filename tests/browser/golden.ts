// Documents worked out by hand, as Chromium shows them: the page of one that is issued, and the form of a draft in which the last
// figure is typed. What is to be seen is written here digit by digit; neither the client's formatting nor its arithmetic is asked.

import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { bulk, type Values } from '../../engine/index.ts';
import { type Golden, linesOf, termsOf } from '../../modules/documents/golden.ts';
import { type Typist, typist } from '../documents.ts';
import type { House } from './house.ts';

const SUMS = ['net', 'tax', 'total', 'payable'] as const;
/** Between thousands. */
const THIN = '\u202f';
/** Stands in a draft until the right quantity is typed. */
const WRONG = '77';

const decimalSigns = { en: '.', fi: ',' } as const;
export type Language = keyof typeof decimalSigns;

export interface Gallery {
  /** What the pages of issued documents say otherwise than it was worked out: none. */
  pages(documents: readonly Golden[], language: Language): Promise<readonly string[]>;
  /** The same of the forms of drafts, once the quantity of their first line is typed. */
  forms(documents: readonly Golden[]): Promise<readonly string[]>;
}

/** @param documents all that will be looked at */
export async function hang(house: House, documents: readonly Golden[]): Promise<Gallery> {
  const { system } = house;
  const own = await system.records.create('accounts', { name: 'Kontor Oy', vat_number: 'FI12345671' });
  const buyer = await system.records.create('accounts', { name: 'Acme Oy' });
  await system.records.update('document_settings', String((await system.settings('document_settings')).id), { company: own.id });
  const scribe = await typist(
    system,
    documents.flatMap(({ lines }) => lines.map(([, , , tax]) => tax)),
  );
  const make = (those: readonly Golden[], more: Values, change = (values: Values) => values) =>
    entered(house, scribe, those, (document) => change({ ...scribe.valuesOf(typed(document)), ...more, account: buyer.id }));

  return {
    async pages(those, language) {
      const page = await house.open('/', { locale: language });
      return lookedAt(await make(those, { status: 'unpaid' }), async (document, id) => {
        await go(page, house, `/invoices/${id}`, document);
        return differences(`${document.title} (${language})`, await pageOf(page), told(document, language));
      });
    },
    async forms(those) {
      const page = await house.open('/');
      const drafts = await make(those, { status: 'draft' }, ({ lines, ...values }) => ({ ...values, lines: wrong(lines as Values[]) }));
      return lookedAt(drafts, async (document, id) => {
        await scribe.round(termsOf(document).rounding);
        await go(page, house, `/invoices/${id}?edit=1`, document);
        await typeQuantity(page, document.lines[0]![0]);
        const { taxes: _, ...expected } = told(document, 'en');
        return differences(document.title, await formOf(page, expected), { ...expected, ...drawn(expected.lines) });
      });
    },
  };
}

function typed(document: Golden) {
  return { terms: termsOf(document), lines: linesOf(document), adjustments: document.adjustments ?? [] };
}

function wrong([first, ...rest]: readonly Values[]): Values[] {
  return [{ ...first, quantity: WRONG }, ...rest];
}

/** By document: its id. How tax is rounded is a matter of the workspace when they are written. */
async function entered(
  { system }: House,
  scribe: Typist,
  those: readonly Golden[],
  values: (document: Golden) => Values,
): Promise<ReadonlyMap<Golden, string>> {
  const made = new Map<Golden, string>();
  for (const rounding of ['line', 'document'] as const) {
    await scribe.round(rounding);
    const alike = those.filter((document) => termsOf(document).rounding === rounding);
    const create = alike.map((document) => {
      const type = document.sums[3].startsWith('-') ? 'credit_invoice' : 'invoice';
      return { ...values(document), subject: document.title, type };
    });
    const { results } = await bulk(system, 'invoices', { create });
    for (const [i, document] of alike.entries()) made.set(document, String(results![i]!.id));
  }
  return made;
}

async function lookedAt(
  made: ReadonlyMap<Golden, string>,
  look: (document: Golden, id: string) => Promise<readonly string[]>,
): Promise<readonly string[]> {
  const found: string[] = [];
  for (const [document, id] of made) found.push(...(await look(document, id)));
  return found;
}

interface Told {
  readonly sums: readonly string[];
  readonly lines: readonly string[];
  /** Below the lines. */
  readonly subtotal: string;
  readonly taxes?: readonly string[];
}

/** What is to be seen of it. */
function told(document: Golden, language: Language): Told {
  const { digits } = termsOf(document);
  const shown = (amount: string) => written(amount, digits, language);
  const amounts = document.lines.map((line) => amountOf(line, digits));
  const point = (number: string) => number.replace('.', decimalSigns[language]);
  return {
    sums: document.sums.map(shown),
    lines: amounts.map((amount) => shown(inUnits(amount, digits))),
    subtotal: shown(
      inUnits(
        amounts.reduce((sum, amount) => sum + amount, 0n),
        digits,
      ),
    ),
    taxes: document.taxes.map((tax) => {
      const [category, rate, base, sum] = tax.split(' ') as [string, string, string, string];
      return [category, `${point(rate)} %`, shown(base), shown(sum)].join(' | ');
    }),
  };
}

/** Quantity times price, less the discount, half away from zero, in units of the last digit. */
function amountOf([quantity, price, discount]: Golden['lines'][number], digits: number): bigint {
  const parts = [scaled(quantity), scaled(price), scaled(discount)] as const;
  const value = parts[0].value * parts[1].value * (100n * 10n ** BigInt(parts[2].places) - parts[2].value);
  const scale = 10n ** BigInt(parts.reduce((sum, { places }) => sum + places, 2));
  const units = value * 10n ** BigInt(digits);
  const [size, sign] = units < 0n ? [-units, -1n] : [units, 1n];
  return sign * ((2n * size + scale) / (2n * scale));
}

function scaled(decimal: string): { value: bigint; places: number } {
  return { value: BigInt(decimal.replace('.', '')), places: decimal.split('.')[1]?.length ?? 0 };
}

function inUnits(units: bigint, digits: number): string {
  const text = String(units < 0n ? -units : units).padStart(digits + 1, '0');
  const decimal = digits > 0 ? `${text.slice(0, -digits)}.${text.slice(-digits)}` : text;
  return units < 0n ? `-${decimal}` : decimal;
}

/** As it is written in that language, without its currency. */
function written(amount: string, digits: number, language: Language): string {
  const [whole = '', rest = ''] = amount.replace('-', '').split('.');
  const decimals = digits > 0 ? decimalSigns[language] + rest.padEnd(digits, '0') : '';
  return (amount.startsWith('-') ? '\u2212' : '') + whole.replace(/\B(?=(\d{3})+$)/g, THIN) + decimals;
}

/** Without sign or code of a currency, and without the spaces around it. */
function bare(shown: string): string {
  return shown.replace(/[^\d.,\u202f\u2212]/g, '');
}

/** Within the page, as by a link: loading it anew for each would take longer than all else. */
async function go(page: Page, { address }: House, path: string, { title }: Golden): Promise<void> {
  await page.evaluate((url) => {
    history.pushState({}, '', url);
    dispatchEvent(new PopStateEvent('popstate'));
  }, address + path);
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
}

async function pageOf(page: Page): Promise<Told> {
  await page.locator('[data-field=payable]').waitFor();
  const seen = await page.evaluate((names) => {
    const text = (node: Element | null | undefined) => node?.textContent ?? '';
    const cells = (row: Element) => [...row.querySelectorAll('td')].map(text);
    const [lines, taxes] = [...document.querySelectorAll('table')];
    return {
      sums: names.map((name) => text(document.querySelector(`[data-field=${name}] dd`))),
      lines: [...lines!.querySelectorAll('tbody tr')].map((row) => cells(row).at(-1) ?? ''),
      subtotal: text(lines!.querySelector('tfoot td:last-child')),
      taxes: [...taxes!.querySelectorAll('tbody tr')].map(cells),
    };
  }, SUMS);
  return {
    sums: seen.sums.map(bare),
    lines: seen.lines.map(bare),
    subtotal: bare(seen.subtotal),
    taxes: seen.taxes.map(([category = '', rate = '', base = '', tax = '']) =>
      [category, rate.replace(/\s/g, ' ') || '0 %', bare(base), bare(tax)].join(' | '),
    ),
  };
}

/** In a form with many lines those in view are drawn. */
function drawn(lines: readonly string[]): Pick<Told, 'lines'> {
  return { lines: lines.slice(0, 10) };
}

/** Sums follow within a few frames: they are read until they are as expected, or remain as they are. */
async function formOf(page: Page, expected: Told): Promise<Told> {
  await expect
    .poll(async () => (await readForm(page)).sums)
    .toEqual(expected.sums)
    .catch(() => undefined);
  return readForm(page);
}

async function readForm(page: Page): Promise<Told> {
  const seen = await page.evaluate(
    ([names, label]) => {
      const text = (node: Element | null | undefined) => node?.textContent ?? '';
      const grid = document.querySelector('[data-field=lines] table')!;
      const at = [...grid.querySelectorAll('thead th')].findIndex((head) => text(head) === label);
      const cell = (row: Element | null | undefined) => text(row?.children[at]);
      return {
        sums: names.map((name) => text(document.querySelector(`[data-field=${name}]`)?.lastElementChild)),
        lines: [...grid.querySelectorAll('tbody tr[aria-rowindex]')].map(cell),
        subtotal: cell(grid.querySelector('tfoot tr')),
      };
    },
    [SUMS, 'Amount'] as const,
  );
  return { sums: seen.sums.map(bare), ...drawn(seen.lines.map(bare)), subtotal: bare(seen.subtotal) };
}

async function typeQuantity(page: Page, quantity: string): Promise<void> {
  const lines = page.locator('[data-field=lines]');
  await lines.locator('tbody tr[aria-rowindex="2"]').waitFor();
  const heads = await lines.locator('thead th').allTextContents();
  const at = heads.findIndex((head) => head.startsWith('Quantity'));
  await lines.locator('tbody tr[aria-rowindex="2"] td').nth(at).click();
  await lines.locator('td input:focus').waitFor();
  await page.keyboard.press('Control+A');
  await page.keyboard.type(quantity);
}

function differences(title: string, seen: Told, expected: Told): string[] {
  return (Object.keys(expected) as (keyof Told)[]).flatMap((part) => {
    const [is, should] = [seen[part], expected[part]].map((value) => JSON.stringify(value).slice(0, 400));
    return JSON.stringify(seen[part]) === JSON.stringify(expected[part]) ? [] : [`${title}, ${part}: ${is} instead of ${should}`];
  });
}
