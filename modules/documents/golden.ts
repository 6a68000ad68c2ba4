// Documents worked out by hand. Whatever makes sums of a document - screen, invoice, file, posting - comes to these, to the cent.

import type { Adjustment, Line, Terms } from './compute.ts';

export interface Golden {
  readonly title: string;
  readonly terms?: Partial<Terms>;
  /** Quantity, price, discount in per cent, `category rate`. */
  readonly lines: readonly (readonly [quantity: string, price: string, discount: string, tax: string])[];
  readonly adjustments?: readonly Adjustment[];
  /** `category rate base tax`, then net, tax, total, payable. */
  readonly taxes: readonly string[];
  readonly sums: readonly [net: string, tax: string, total: string, payable: string];
  /** Net and tax of each line, where they are the point. */
  readonly ofLines?: readonly (readonly [net: string, tax: string])[];
}

export function termsOf({ terms }: Golden): Terms {
  return { digits: 2, rounding: 'document', inclusive: false, ...terms };
}

export function linesOf({ lines }: Golden): Line[] {
  return lines.map(([quantity, price, discount, tax]) => {
    const [category = '', rate = ''] = tax.split(' ');
    return { quantity, price, discount, category, rate };
  });
}

const times = (count: number, line: Golden['lines'][number]) => Array.from({ length: count }, () => line);

export const golden: readonly Golden[] = [
  {
    title: 'two pieces at one rate',
    lines: [['2', '700', '0', 'S 25.5']],
    taxes: ['S 25.5 1400.00 357.00'],
    sums: ['1400.00', '357.00', '1757.00', '1757.00'],
  },
  {
    // 0.99 * 25.5 % = 0.25245
    title: 'tax rounded once for three small lines',
    lines: times(3, ['1', '0.33', '0', 'S 25.5']),
    taxes: ['S 25.5 0.99 0.25'],
    sums: ['0.99', '0.25', '1.24', '1.24'],
  },
  {
    // 0.33 * 25.5 % = 0.08415, three times 0.08
    title: 'tax rounded for each of three small lines',
    terms: { rounding: 'line' },
    lines: times(3, ['1', '0.33', '0', 'S 25.5']),
    taxes: ['S 25.5 0.99 0.24'],
    sums: ['0.99', '0.24', '1.23', '1.23'],
  },
  {
    title: 'half a cent of tax goes away from zero',
    lines: [['1', '0.02', '0', 'S 25']],
    taxes: ['S 25 0.02 0.01'],
    sums: ['0.02', '0.01', '0.03', '0.03'],
  },
  {
    title: 'and so it does below zero',
    lines: [['-1', '0.02', '0', 'S 25']],
    taxes: ['S 25 -0.02 -0.01'],
    sums: ['-0.02', '-0.01', '-0.03', '-0.03'],
  },
  {
    // 31.875, 2.133 and 2
    title: 'three rates',
    lines: [
      ['10', '12.50', '0', 'S 25.5'],
      ['4', '3.95', '0', 'S 13.5'],
      ['2', '10', '0', 'S 10'],
    ],
    taxes: ['S 25.5 125.00 31.88', 'S 13.5 15.80 2.13', 'S 10 20.00 2.00'],
    sums: ['160.80', '36.01', '196.81', '196.81'],
  },
  {
    title: 'reverse charge',
    lines: [
      ['1', '1000', '0', 'AE 0'],
      ['4', '50', '0', 'AE 0'],
    ],
    taxes: ['AE 0 1200.00 0.00'],
    sums: ['1200.00', '0.00', '1200.00', '1200.00'],
  },
  {
    title: 'taxed, exempt, zero rated, export and out of scope on one document',
    lines: [
      ['1', '100', '0', 'S 25.5'],
      ['1', '50', '0', 'E 0'],
      ['1', '25', '0', 'Z 0'],
      ['1', '10', '0', 'G 0'],
      ['1', '5', '0', 'O 0'],
    ],
    taxes: ['S 25.5 100.00 25.50', 'E 0 50.00 0.00', 'Z 0 25.00 0.00', 'G 0 10.00 0.00', 'O 0 5.00 0.00'],
    sums: ['190.00', '25.50', '215.50', '215.50'],
  },
  {
    // 7 * 19.99 = 139.93, less 12.5 % = 122.43875; tax 31.2222
    title: 'a discount on the line',
    lines: [['7', '19.99', '12.5', 'S 25.5']],
    taxes: ['S 25.5 122.44 31.22'],
    sums: ['122.44', '31.22', '153.66', '153.66'],
  },
  {
    title: 'a line that is given away',
    lines: [['2', '50', '100', 'S 25.5']],
    taxes: ['S 25.5 0.00 0.00'],
    sums: ['0.00', '0.00', '0.00', '0.00'],
  },
  {
    title: 'a discount on the document, before tax, over two rates',
    lines: [
      ['1', '100', '0', 'S 25.5'],
      ['1', '50', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'discount', percent: '10' }],
    taxes: ['S 25.5 90.00 22.95', 'S 10 45.00 4.50'],
    sums: ['135.00', '27.45', '162.45', '162.45'],
  },
  {
    // Shares 3.333, 3.333 and 3.334: the cent that is left goes to the last.
    title: 'a discount that does not divide by three',
    lines: [
      ['1', '33.33', '0', 'S 25.5'],
      ['1', '33.33', '0', 'S 13.5'],
      ['1', '33.34', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'discount', amount: '10' }],
    taxes: ['S 25.5 30.00 7.65', 'S 13.5 30.00 4.05', 'S 10 30.00 3.00'],
    sums: ['90.00', '14.70', '104.70', '104.70'],
  },
  {
    title: 'a discount after tax',
    lines: [['1', '100', '0', 'S 25.5']],
    adjustments: [{ kind: 'discount', percent: '2', afterTax: true }],
    taxes: ['S 25.5 100.00 25.50'],
    sums: ['100.00', '25.50', '125.50', '122.99'],
  },
  {
    // Shares 9.60 and 2.40; tax 22.848 and 2.24
    title: 'freight follows the rates of the goods',
    lines: [
      ['1', '80', '0', 'S 25.5'],
      ['1', '20', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'charge', amount: '12' }],
    taxes: ['S 25.5 89.60 22.85', 'S 10 22.40 2.24'],
    sums: ['112.00', '25.09', '137.09', '137.09'],
  },
  {
    // 200 less 5 % and 10, and 15 more: 195; tax 49.725
    title: 'percentage, amount and freight together',
    lines: [['1', '200', '0', 'S 25.5']],
    adjustments: [
      { kind: 'discount', percent: '5', amount: '10' },
      { kind: 'charge', amount: '15' },
    ],
    taxes: ['S 25.5 195.00 49.73'],
    sums: ['195.00', '49.73', '244.73', '244.73'],
  },
  {
    title: 'a price with tax',
    terms: { inclusive: true },
    lines: [['1', '125.50', '0', 'S 25.5']],
    taxes: ['S 25.5 100.00 25.50'],
    sums: ['100.00', '25.50', '125.50', '125.50'],
  },
  {
    // 3.03 * 25.5 / 125.5 = 0.6157; the lines share 0.62 as 0.21, 0.21 and 0.20.
    title: 'three prices with tax, rounded once',
    terms: { inclusive: true },
    lines: times(3, ['1', '1.01', '0', 'S 25.5']),
    taxes: ['S 25.5 2.41 0.62'],
    sums: ['2.41', '0.62', '3.03', '3.03'],
    ofLines: [
      ['0.80', '0.21'],
      ['0.80', '0.21'],
      ['0.81', '0.20'],
    ],
  },
  {
    // 1.01 * 25.5 / 125.5 = 0.2052
    title: 'three prices with tax, rounded line by line',
    terms: { inclusive: true, rounding: 'line' },
    lines: times(3, ['1', '1.01', '0', 'S 25.5']),
    taxes: ['S 25.5 2.40 0.63'],
    sums: ['2.40', '0.63', '3.03', '3.03'],
    ofLines: [
      ['0.80', '0.21'],
      ['0.80', '0.21'],
      ['0.80', '0.21'],
    ],
  },
  {
    title: 'prices with tax, two rates, a discount on the document',
    terms: { inclusive: true },
    lines: [
      ['1', '125.50', '0', 'S 25.5'],
      ['1', '110', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'discount', percent: '10' }],
    taxes: ['S 25.5 90.00 22.95', 'S 10 90.00 9.00'],
    sums: ['180.00', '31.95', '211.95', '211.95'],
  },
  {
    title: 'yen have no decimals',
    terms: { digits: 0 },
    lines: [['3', '333', '0', 'S 10']],
    taxes: ['S 10 999 100'],
    sums: ['999', '100', '1099', '1099'],
  },
  {
    // 1.5 * 2.333 = 3.4995
    title: 'Kuwaiti dinars have three',
    terms: { digits: 3 },
    lines: [['1.5', '2.333', '0', 'S 5']],
    taxes: ['S 5 3.500 0.175'],
    sums: ['3.500', '0.175', '3.675', '3.675'],
  },
  {
    // Tax 186.875
    title: 'Swedish kronor',
    lines: [['5', '149.50', '0', 'S 25']],
    taxes: ['S 25 747.50 186.88'],
    sums: ['747.50', '186.88', '934.38', '934.38'],
  },
  {
    // Tax 0.81081; 10.82 is 10.80 in steps of five Rappen.
    title: 'Swiss francs are paid in steps of five Rappen',
    terms: { step: '0.05' },
    lines: [['1', '10.01', '0', 'S 8.1']],
    taxes: ['S 8.1 10.01 0.81'],
    sums: ['10.01', '0.81', '10.82', '10.80'],
  },
  {
    // 1.333 * 45.678 = 60.888774; tax 15.52695
    title: 'parts of a piece',
    lines: [['1.333', '45.678', '0', 'S 25.5']],
    taxes: ['S 25.5 60.89 15.53'],
    sums: ['60.89', '15.53', '76.42', '76.42'],
  },
  {
    title: 'prices below a cent',
    lines: [['10000', '0.0035', '0', 'O 0']],
    taxes: ['O 0 35.00 0.00'],
    sums: ['35.00', '0.00', '35.00', '35.00'],
  },
  {
    title: 'credit of part of an invoice',
    lines: [['-1', '700', '10', 'S 25.5']],
    taxes: ['S 25.5 -630.00 -160.65'],
    sums: ['-630.00', '-160.65', '-790.65', '-790.65'],
  },
  {
    title: 'a thousand lines of a cent, tax rounded once',
    lines: times(1000, ['1', '0.01', '0', 'S 25.5']),
    taxes: ['S 25.5 10.00 2.55'],
    sums: ['10.00', '2.55', '12.55', '12.55'],
  },
  {
    // 0.00255 a line
    title: 'a thousand lines of a cent, tax rounded for each',
    terms: { rounding: 'line' },
    lines: times(1000, ['1', '0.01', '0', 'S 25.5']),
    taxes: ['S 25.5 10.00 0.00'],
    sums: ['10.00', '0.00', '10.00', '10.00'],
  },
];
