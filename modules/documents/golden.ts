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
  {
    // Published: 1325.00 taxed at 25 %, 331.25, 1656.25.
    title: 'the base example of Peppol BIS Billing 3',
    lines: [
      ['7', '400', '0', 'S 25'],
      ['-3', '500', '0', 'S 25'],
    ],
    adjustments: [{ kind: 'charge', amount: '25' }],
    taxes: ['S 25 1325.00 331.25'],
    sums: ['1325.00', '331.25', '1656.25', '1656.25'],
  },
  {
    // Published: 473.00, tax 56.87, 529.87.
    title: 'the simple example of ZUGFeRD, profile EN 16931',
    lines: [
      ['20', '9.90', '0', 'S 19'],
      ['50', '5.50', '0', 'S 7'],
    ],
    taxes: ['S 19 198.00 37.62', 'S 7 275.00 19.25'],
    sums: ['473.00', '56.87', '529.87', '529.87'],
  },
  {
    // 1.005 is 1.01; 1.01 * 25.5 % = 0.25755
    title: 'a price that a binary number rounds down',
    lines: [['1', '1.005', '0', 'S 25.5']],
    taxes: ['S 25.5 1.01 0.26'],
    sums: ['1.01', '0.26', '1.27', '1.27'],
  },
  {
    title: 'and its credit',
    lines: [['-1', '1.005', '0', 'S 25.5']],
    taxes: ['S 25.5 -1.01 -0.26'],
    sums: ['-1.01', '-0.26', '-1.27', '-1.27'],
  },
  {
    // 2.68 * 24 % = 0.6432
    title: 'another one: 2.675',
    lines: [['1', '2.675', '0', 'S 24']],
    taxes: ['S 24 2.68 0.64'],
    sums: ['2.68', '0.64', '3.32', '3.32'],
  },
  {
    // 0.025 is 0.03, twice
    title: 'half a cent of tax on each of two lines',
    terms: { rounding: 'line' },
    lines: times(2, ['1', '0.10', '0', 'S 25']),
    taxes: ['S 25 0.20 0.06'],
    sums: ['0.20', '0.06', '0.26', '0.26'],
  },
  {
    // 0.20 * 25 % = 0.05
    title: 'half a cent of tax on two lines together',
    lines: times(2, ['1', '0.10', '0', 'S 25']),
    taxes: ['S 25 0.20 0.05'],
    sums: ['0.20', '0.05', '0.25', '0.25'],
  },
  {
    // 9.99 * 0.6667 = 6.660333; tax 1.6983
    title: 'a third off',
    lines: [['1', '9.99', '33.33', 'S 25.5']],
    taxes: ['S 25.5 6.66 1.70'],
    sums: ['6.66', '1.70', '8.36', '8.36'],
  },
  {
    // 100 * 0.99995 = 99.995, half goes up: 100.00
    title: 'the smallest discount that counts',
    lines: [['1', '100', '0.005', 'S 10']],
    taxes: ['S 10 100.00 10.00'],
    sums: ['100.00', '10.00', '110.00', '110.00'],
  },
  {
    // Tax 254999999.99745
    title: 'a billion less a cent',
    lines: [['1', '999999999.99', '0', 'S 25.5']],
    taxes: ['S 25.5 999999999.99 255000000.00'],
    sums: ['999999999.99', '255000000.00', '1254999999.99', '1254999999.99'],
  },
  {
    // 0.99999 is 1.00; tax 0.255
    title: 'a thousandth of a piece',
    lines: [['0.001', '999.99', '0', 'S 25.5']],
    taxes: ['S 25.5 1.00 0.26'],
    sums: ['1.00', '0.26', '1.26', '1.26'],
  },
  {
    // 9.99 * 25.5 / 125.5 = 2.0298
    title: 'one price with tax that does not divide',
    terms: { inclusive: true },
    lines: [['1', '9.99', '0', 'S 25.5']],
    taxes: ['S 25.5 7.96 2.03'],
    sums: ['7.96', '2.03', '9.99', '9.99'],
  },
  {
    // 19.90 * 25.5 / 125.5 = 4.0434; 11.90 * 13.5 / 113.5 = 1.4154; 5.97 * 10 / 110 = 0.5427
    title: 'prices with tax at three rates',
    terms: { inclusive: true },
    lines: [
      ['1', '19.90', '0', 'S 25.5'],
      ['2', '5.95', '0', 'S 13.5'],
      ['3', '1.99', '0', 'S 10'],
    ],
    taxes: ['S 25.5 15.86 4.04', 'S 13.5 10.48 1.42', 'S 10 5.43 0.54'],
    sums: ['31.77', '6.00', '37.77', '37.77'],
  },
  {
    title: 'prices with tax where there is none',
    terms: { inclusive: true },
    lines: [['4', '12.50', '0', 'AE 0']],
    taxes: ['AE 0 50.00 0.00'],
    sums: ['50.00', '0.00', '50.00', '50.00'],
  },
  {
    // Freight 7.85 shared by 62.75 and 55: 4.18333 and 3.66667, the cent left goes to the second.
    // Tax of 62.75 and 4.18: 12.75 and 0.8493; of 55 and 3.67: 5.00 and 0.3336
    title: 'prices with tax and freight over two rates, line by line',
    terms: { inclusive: true, rounding: 'line' },
    lines: [
      ['1', '62.75', '0', 'S 25.5'],
      ['1', '55', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'charge', amount: '7.85' }],
    taxes: ['S 25.5 53.33 13.60', 'S 10 53.34 5.33'],
    sums: ['106.67', '18.93', '125.60', '125.60'],
  },
  {
    title: 'all four Finnish rates',
    lines: [
      ['1', '100', '0', 'S 25.5'],
      ['1', '100', '0', 'S 13.5'],
      ['1', '100', '0', 'S 10'],
      ['1', '100', '0', 'Z 0'],
    ],
    taxes: ['S 25.5 100.00 25.50', 'S 13.5 100.00 13.50', 'S 10 100.00 10.00', 'Z 0 100.00 0.00'],
    sums: ['400.00', '49.00', '449.00', '449.00'],
  },
  {
    title: 'one rate, written in two ways',
    lines: [
      ['1', '10', '0', 'S 25.5'],
      ['1', '10', '0', 'S 25.50'],
    ],
    taxes: ['S 25.5 20.00 5.10'],
    sums: ['20.00', '5.10', '25.10', '25.10'],
  },
  {
    title: 'no tax for three reasons',
    lines: [
      ['1', '10.10', '0', 'K 0'],
      ['1', '20.20', '0', 'G 0'],
      ['1', '30.30', '0', 'E 0'],
    ],
    taxes: ['K 0 10.10 0.00', 'G 0 20.20 0.00', 'E 0 30.30 0.00'],
    sums: ['60.60', '0.00', '60.60', '60.60'],
  },
  {
    // 5 %: 40 and 10; 190 * 25.5 % = 48.45
    title: 'reverse charge beside goods that are taxed, one discount',
    lines: [
      ['1', '800', '0', 'AE 0'],
      ['1', '200', '0', 'S 25.5'],
    ],
    adjustments: [{ kind: 'discount', percent: '5' }],
    taxes: ['AE 0 760.00 0.00', 'S 25.5 190.00 48.45'],
    sums: ['950.00', '48.45', '998.45', '998.45'],
  },
  {
    // 99.90 less 10 % = 89.91, less 3 % (2.6973) = 87.21; tax 22.23855
    title: 'a discount on line and document',
    lines: [['3', '33.30', '10', 'S 25.5']],
    adjustments: [{ kind: 'discount', percent: '3' }],
    taxes: ['S 25.5 87.21 22.24'],
    sums: ['87.21', '22.24', '109.45', '109.45'],
  },
  {
    title: 'a document that is given away',
    lines: [
      ['1', '49.90', '0', 'S 25.5'],
      ['1', '9.90', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'discount', percent: '100' }],
    taxes: ['S 25.5 0.00 0.00', 'S 10 0.00 0.00'],
    sums: ['0.00', '0.00', '0.00', '0.00'],
  },
  {
    // 90.90 + 23.18 (23.1795) - 14.08
    title: 'an amount off after tax',
    lines: [['2', '45.45', '0', 'S 25.5']],
    adjustments: [{ kind: 'discount', amount: '14.08', afterTax: true }],
    taxes: ['S 25.5 90.90 23.18'],
    sums: ['90.90', '23.18', '114.08', '100.00'],
  },
  {
    // A third of a cent each: the first gets it.
    title: 'a discount of a cent over three rates',
    lines: [
      ['1', '10', '0', 'S 25.5'],
      ['1', '10', '0', 'S 13.5'],
      ['1', '10', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'discount', amount: '0.01' }],
    taxes: ['S 25.5 9.99 2.55', 'S 13.5 10.00 1.35', 'S 10 10.00 1.00'],
    sums: ['29.99', '4.90', '34.89', '34.89'],
  },
  {
    // 24.975 is 24.98, three times
    title: 'kronor, tax rounded line by line',
    terms: { rounding: 'line' },
    lines: times(3, ['1', '99.90', '0', 'S 25']),
    taxes: ['S 25 299.70 74.94'],
    sums: ['299.70', '74.94', '374.64', '374.64'],
  },
  {
    // 99.90 + 24.98 = 124.88
    title: 'kronor, paid in whole ones',
    terms: { step: '1' },
    lines: [['1', '99.90', '0', 'S 25']],
    taxes: ['S 25 99.90 24.98'],
    sums: ['99.90', '24.98', '124.88', '125.00'],
  },
  {
    // 50.5
    title: 'yen, half a yen of tax',
    terms: { digits: 0 },
    lines: [['5', '101', '0', 'S 10']],
    taxes: ['S 10 505 51'],
    sums: ['505', '51', '556', '556'],
  },
  {
    // 239.76
    title: 'Icelandic krónur',
    terms: { digits: 0 },
    lines: [['1', '999', '0', 'S 24']],
    taxes: ['S 24 999 240'],
    sums: ['999', '240', '1239', '1239'],
  },
  {
    // 0.81162; 10.83
    title: 'Swiss francs, up to the next five Rappen',
    terms: { step: '0.05' },
    lines: [['1', '10.02', '0', 'S 8.1']],
    taxes: ['S 8.1 10.02 0.81'],
    sums: ['10.02', '0.81', '10.83', '10.85'],
  },
  {
    // 0.0005 is 0.001
    title: 'dinars, half a fils of tax',
    terms: { digits: 3 },
    lines: [['1', '0.010', '0', 'S 5']],
    taxes: ['S 5 0.010 0.001'],
    sums: ['0.010', '0.001', '0.011', '0.011'],
  },
  {
    // -59.97 * 0.875 = -52.47375; tax -13.37985
    title: 'credit of three of ten, with their discount',
    lines: [['-3', '19.99', '12.5', 'S 25.5']],
    taxes: ['S 25.5 -52.47 -13.38'],
    sums: ['-52.47', '-13.38', '-65.85', '-65.85'],
  },
  {
    // Shares of -12: -9.60 and -2.40, as the invoice had them
    title: 'credit of the freight and a piece',
    lines: [
      ['-1', '80', '0', 'S 25.5'],
      ['-1', '20', '0', 'S 10'],
    ],
    adjustments: [{ kind: 'charge', amount: '-12' }],
    taxes: ['S 25.5 -89.60 -22.85', 'S 10 -22.40 -2.24'],
    sums: ['-112.00', '-25.09', '-137.09', '-137.09'],
  },
  {
    // 15 * 25.5 % = 3.825; 35 * 13.5 % = 4.725
    title: 'a thousand lines at two rates, rounded once',
    lines: [...times(500, ['1', '0.03', '0', 'S 25.5']), ...times(500, ['1', '0.07', '0', 'S 13.5'])],
    taxes: ['S 25.5 15.00 3.83', 'S 13.5 35.00 4.73'],
    sums: ['50.00', '8.56', '58.56', '58.56'],
  },
  {
    // 0.00765 is 0.01, 0.00945 is 0.01
    title: 'a thousand lines at two rates, rounded for each',
    terms: { rounding: 'line' },
    lines: [...times(500, ['1', '0.03', '0', 'S 25.5']), ...times(500, ['1', '0.07', '0', 'S 13.5'])],
    taxes: ['S 25.5 15.00 5.00', 'S 13.5 35.00 5.00'],
    sums: ['50.00', '10.00', '60.00', '60.00'],
  },
  {
    // 9990 * 25.5 / 125.5 = 2029.8406
    title: 'a thousand prices with tax',
    terms: { inclusive: true },
    lines: times(1000, ['1', '9.99', '0', 'S 25.5']),
    taxes: ['S 25.5 7960.16 2029.84'],
    sums: ['7960.16', '2029.84', '9990.00', '9990.00'],
  },
];
