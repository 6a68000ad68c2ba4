// Random invoices that are right: every sum is what EN 16931 says it is, so the official rule sets must accept them, too.

import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import type { FormatName } from '../../modules/e-invoices/formats.ts';
import type {
  Address,
  Allowance,
  Attachment,
  Contact,
  Delivery,
  DocumentAllowance,
  Identifier,
  Invoice,
  Item,
  Line,
  Party,
  Payment,
  Period,
  VatBreakdown,
  VatCategory,
} from '../../modules/e-invoices/model.ts';

type Pick<T> = fc.Arbitrary<T>;

const ODD = ['Ärger & Söhne', 'Åbo <Turku>', 'Ёлки "палки"', "O'Hara", ']]>', '&amp;', 'a\nb', '𝔘𝔫𝔦'];
const text: Pick<string> = fc.oneof(
  fc.constantFrom(...ODD),
  fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
    // What XML cannot hold at all, and what would be read as a subject code.
    .map((raw) => raw.replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]|#/gu, '').trim())
    .map((clean) => clean || 'x'),
);
const code: Pick<string> = fc.stringMatching(/^[A-Z0-9][A-Z0-9-]{0,18}[A-Z0-9]$/);
const day: Pick<string> = fc.integer({ min: 0, max: 4000 }).map((days) => new Date(Date.UTC(2020, 0, 1 + days)).toISOString().slice(0, 10));
const country: Pick<string> = fc.constantFrom('FI', 'DE', 'FR', 'EE');
const cents = (max: number): Pick<Decimal> => fc.integer({ min: 1, max }).map((number) => new Decimal(number).div(100));
const maybe = <T>(arbitrary: Pick<T>): Pick<T | undefined> => fc.option(arbitrary, { nil: undefined });
const gln: Pick<string> = fc.stringMatching(/^[0-9]{12}$/).map((digits) => digits + checkDigit(digits));

/** Without the keys that have no value: absent and undefined are the same to a file. */
function record<T extends object>(fields: { [K in keyof T]-?: Pick<T[K] | undefined> }): Pick<T> {
  return fc
    .record(fields as unknown as { [key: string]: Pick<unknown> })
    .map((made) => Object.fromEntries(Object.entries(made).filter(([, value]) => value !== undefined)) as T);
}

const identifier: Pick<Identifier> = fc.record({ id: gln, scheme: fc.constant('0088') });
const address: Pick<Address> = record<Address>({
  street: text,
  street2: maybe(text),
  line: maybe(text),
  city: text,
  postcode: code,
  region: maybe(text),
  country,
});
const contact: Pick<Contact> = record<Contact>({
  name: text,
  phone: fc.constant('+358 9 123 456'),
  email: fc.constant('invoices@example.com'),
});
const period: Pick<Period> = fc
  .tuple(day, day)
  .map(([one, other]) => ({ start: one < other ? one : other, end: one < other ? other : one }));

function party(seller: boolean, taxed: boolean): Pick<Party> {
  return record<Party>({
    name: text,
    tradingName: maybe(text),
    ids: seller ? fc.array(identifier, { maxLength: 2 }) : fc.array(identifier, { maxLength: 1 }),
    registration: seller && !taxed ? identifier : maybe(identifier),
    vatId: taxed ? fc.constantFrom('FI01120389', 'DE123456789', 'SE556036079301') : fc.constant(undefined),
    taxId: seller && taxed ? maybe(code) : fc.constant(undefined),
    legalForm: seller ? maybe(text) : fc.constant(undefined),
    endpoint: fc.record({ id: gln, scheme: fc.constant('0088') }),
    operator: fc.constant(undefined),
    address,
    contact: seller ? contact : maybe(contact),
  });
}

const allowance: Pick<Allowance> = fc.tuple(cents(9_999), fc.boolean(), text, fc.boolean()).map(([amount, percent, reason, coded]) => ({
  ...(percent ? { amount: amount.toFixed(2), base: amount.mul(10).toFixed(2), percent: '10' } : { amount: amount.toFixed(2) }),
  reason,
  ...(coded ? { reasonCode: '95' } : {}),
}));
const charge: Pick<Allowance> = allowance.map((one) => (one.reasonCode ? { ...one, reasonCode: 'FC' } : one));

const item: Pick<Item> = record<Item>({
  name: text,
  description: maybe(text),
  sellerId: maybe(code),
  buyerId: maybe(code),
  standardId: maybe(fc.record({ id: gln, scheme: fc.constant('0160') })),
  classifications: fc.array(
    record<Item['classifications'][number]>({
      id: fc.constant('44101503'),
      scheme: fc.constant('TST'),
      version: maybe(fc.constant('19.05.01')),
    }),
    {
      maxLength: 2,
    },
  ),
  origin: maybe(country),
  attributes: fc.array(fc.record({ name: text, value: text }), { maxLength: 2 }),
});

/** Which VAT categories may stand together, and what they ask of the invoice. */
const regimes = {
  domestic: [
    { category: 'S', rate: '25.5' },
    { category: 'S', rate: '14' },
    { category: 'S', rate: '10.00' },
    { category: 'Z', rate: '0' },
    { category: 'E', rate: '0' },
  ],
  reverse: [{ category: 'AE', rate: '0' }],
  community: [{ category: 'K', rate: '0' }],
  export: [{ category: 'G', rate: '0' }],
  outside: [{ category: 'O' }],
} as const satisfies Record<string, readonly VatCategory[]>;

const reasons: Readonly<Record<string, Partial<VatBreakdown>>> = {
  E: { exemption: 'Exempt' },
  AE: { exemption: 'Reverse charge', exemptionCode: 'VATEX-EU-AE' },
  K: { exemption: 'Intra-community supply', exemptionCode: 'VATEX-EU-IC' },
  G: { exemption: 'Export', exemptionCode: 'VATEX-EU-G' },
  O: { exemption: 'Not subject to VAT', exemptionCode: 'VATEX-EU-O' },
};

function line(vat: readonly VatCategory[]): Pick<Line> {
  return fc
    .record({
      quantity: fc.integer({ min: 1, max: 5000 }).map((number) => new Decimal(number).div(number % 3 ? 1 : 10)),
      price: fc.integer({ min: 0, max: 9_999_999 }).map((number) => new Decimal(number).div(10_000)),
      base: fc.constantFrom(undefined, '1', '10'),
      discount: maybe(cents(5_000)),
      allowances: fc.array(allowance, { maxLength: 2 }),
      charges: fc.array(charge, { maxLength: 2 }),
      vat: fc.constantFrom(...vat),
      unit: fc.constantFrom('C62', 'HUR', 'KGM', 'XPP'),
      rest: record<Partial<Line>>({
        note: maybe(text),
        object: maybe(fc.record({ id: code, scheme: fc.constant('AAA') })),
        orderLine: maybe(code),
        accounting: maybe(text),
        period: maybe(period),
      } as never),
      item,
    })
    .map(({ quantity, price, base, discount, allowances, charges, vat, unit, rest, item }) => {
      const gross = quantity.mul(price).div(base ?? 1);
      const net = gross.toDecimalPlaces(2, Decimal.ROUND_HALF_UP).minus(sum(allowances)).plus(sum(charges));
      return {
        ...rest,
        id: '0',
        quantity: quantity.toFixed(),
        unit,
        net: net.toFixed(2),
        allowances,
        charges,
        price: {
          net: price.toFixed(),
          ...(discount ? { discount: discount.toFixed(2), gross: price.plus(discount).toFixed() } : {}),
          ...(base ? { baseQuantity: base, baseUnit: unit } : {}),
        },
        vat: { ...vat },
        item,
      };
    });
}

const attachment: Pick<Attachment> = fc.oneof(
  record<Attachment>({
    id: code,
    description: maybe(text),
    url: fc.constant('https://example.com/a?b=1&c=2'),
    file: fc.constant(undefined),
  }),
  fc.record({
    id: fc.uuid(),
    file: fc.record({
      name: fc.uuid().map((id) => `${id}.pdf`),
      mime: fc.constant('application/pdf'),
      content: fc.uint8Array({ minLength: 3, maxLength: 30 }).map((bytes) => Buffer.from(bytes).toString('base64')),
    }),
  }),
);

function payment(): Pick<Payment> {
  const account = record<Payment['accounts'][number]>({
    id: fc.constantFrom('FI2112345600000785', 'DE89370400440532013000'),
    name: maybe(text),
    bic: maybe(fc.constant('NDEAFIHH')),
  });
  const common = { reference: maybe(code), meansText: maybe(text) };
  return fc.oneof(
    record<Payment>({
      means: fc.constantFrom('30', '58'),
      ...common,
      accounts: fc.array(account, { minLength: 1, maxLength: 2 }),
      card: fc.constant(undefined),
      debit: fc.constant(undefined),
    }),
    record<Payment>({
      means: fc.constant('48'),
      ...common,
      accounts: fc.constant([]),
      card: record<NonNullable<Payment['card']>>({ number: fc.constant('1234'), holder: maybe(text) }),
      debit: fc.constant(undefined),
    }),
    record<Payment>({
      means: fc.constant('59'),
      ...common,
      accounts: fc.constant([]),
      card: fc.constant(undefined),
      debit: fc.record({ mandate: code, creditor: fc.constant('DE98ZZZ09999999999'), account: fc.constant('FI2112345600000785') }),
    }),
  );
}

function delivery(needed: boolean): Pick<Delivery | undefined> {
  const whole = record<Delivery>({ name: maybe(text), location: maybe(identifier), date: day, address });
  return needed ? whole : maybe(whole);
}

/** D16B has room for one earlier invoice. */
const isCii = (format: FormatName): boolean => format === 'xrechnung-cii' || format === 'factur-x';

export function randomInvoice(format: FormatName): Pick<Invoice> {
  return format === 'finvoice' ? anyInvoice(format).map(fitFinvoice) : anyInvoice(format);
}

/** What Finvoice has no place for is left out, what it wants is there. */
function fitFinvoice(invoice: Invoice): Invoice {
  const fitted = fitTexts(invoice) as Invoice;
  fitted.attachments = [];
  for (const side of [fitted.seller, fitted.buyer]) {
    if (side.endpoint) side.endpoint.scheme = '0216';
    side.operator = '003723609900';
  }
  if (fitted.delivery?.address) fitted.delivery.name ??= 'Warehouse';
  // A credit note below zero is an invoice.
  if (fitted.type === '381' && Number(fitted.totals.withVat) < 0) fitted.type = '380';
  for (const { price } of fitted.lines) {
    for (const key of ['net', 'gross'] as const) {
      const amount = price[key];
      if (amount !== undefined && new Decimal(amount).decimalPlaces() < 2) price[key] = new Decimal(amount).toFixed(2);
    }
  }
  for (const account of fitted.payment?.accounts ?? []) account.bic = 'NDEAFIHH';
  return fitted;
}

/** Most texts hold 35 characters and not less than two; codes are as they are. */
function fitTexts(value: unknown, key = ''): unknown {
  if (typeof value === 'string') {
    const tooShort = [...value].length === 1 && !['category', 'id', 'vatDateCode', 'quantity', 'baseQuantity', 'rate'].includes(key);
    return tooShort ? `${value === '-' ? 'x' : value}${value}` : [...value].slice(0, 35).join('').trim();
  }
  if (Array.isArray(value)) return value.map((inner) => fitTexts(inner, key));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, fitTexts(inner, name)]));
}

function anyInvoice(format: FormatName): Pick<Invoice> {
  return fc.constantFrom(...(Object.keys(regimes) as (keyof typeof regimes)[])).chain((regime) => {
    const vat: readonly VatCategory[] = regimes[regime];
    const taxed = regime !== 'outside';
    return fc
      .record({
        head: record<Partial<Invoice>>({
          number: code,
          issuedOn: day,
          // Elsewhere a corrected invoice is for Germans only.
          type: format === 'peppol' ? fc.constantFrom('380', '381') : fc.constantFrom('380', '381', '384'),
          currency: fc.constantFrom('EUR', 'SEK'),
          vatCurrency: taxed ? maybe(fc.constant('NOK')) : fc.constant(undefined),
          dueOn: day,
          buyerReference: code,
          project: maybe(code),
          contract: maybe(code),
          // Peppol writes NA where there is none.
          purchaseOrder: maybe(code.filter((text) => text !== 'NA')),
          salesOrder: maybe(code),
          receivingAdvice: maybe(code),
          despatchAdvice: maybe(code),
          tender: maybe(code),
          object: maybe(fc.record({ id: code, scheme: fc.constant('AAA') })),
          accounting: maybe(text),
          paymentTerms: maybe(text),
          notes: fc.array(record<Invoice['notes'][number]>({ subject: maybe(fc.constant('AAI')), text }), {
            maxLength: format === 'peppol' ? 1 : 2,
          }),
          preceding: fc.array(record<Invoice['preceding'][number]>({ number: code, issuedOn: maybe(day) }), {
            minLength: 1,
            maxLength: isCii(format) ? 1 : 2,
          }),
          seller: party(true, taxed),
          buyer: party(false, taxed),
          payee: maybe(fc.record({ name: text.map((name) => `To ${name}`), id: identifier, registration: identifier })),
          taxRepresentative: taxed ? maybe(fc.record({ name: text, vatId: fc.constant('FI01120389'), address })) : fc.constant(undefined),
          delivery: delivery(regime === 'community'),
          payment: payment(),
          attachments: fc.array(attachment, { maxLength: 2 }),
        } as never),
        point: fc.oneof(
          fc.constant({}),
          day.map((vatDate) => ({ vatDate })),
          fc.constantFrom('3', '35', '432').map((vatDateCode) => ({ vatDateCode })),
        ),
        period: maybe(period),
        allowances: fc.array(fc.tuple(allowance, fc.constantFrom(...vat)), { maxLength: 2 }),
        charges: fc.array(fc.tuple(charge, fc.constantFrom(...vat)), { maxLength: 2 }),
        lines: fc.array(line(vat), { minLength: 1, maxLength: 4 }),
        paid: maybe(cents(10_000)),
        rounding: maybe(fc.constantFrom('0.01', '-0.02')),
      })
      .map(({ head, point, period, allowances, charges, lines, paid, rounding }) => {
        const whole = { ...head, ...point, ...(period ? { period } : {}) } as Invoice;
        // The period of a line lies within that of the invoice.
        whole.lines = lines.map((one, index) => ({ ...one, id: String(index + 1), ...(one.period && period ? { period } : {}) }));
        whole.allowances = allowances.map(([one, category]) => ({ ...one, vat: { ...category } }));
        whole.charges = charges.map(([one, category]) => ({ ...one, vat: { ...category } }));
        const made = withSums(whole, paid, rounding);
        // Germany asks for a rate even where none applies.
        const german = format === 'peppol' && made.seller.address.country === 'DE' && made.buyer.address.country === 'DE';
        if (format.startsWith('xrechnung') || german) for (const one of made.vat) one.rate ??= '0';
        return made;
      });
  });
}

function withSums(invoice: Invoice, paid: Decimal | undefined, rounding: string | undefined): Invoice {
  invoice.vat = breakdownOf(invoice);
  const net = sum(invoice.lines, 'net');
  const [allowances, charges] = [sum(invoice.allowances), sum(invoice.charges)];
  const withoutVat = net.minus(allowances).plus(charges);
  const tax = sum(invoice.vat, 'tax');
  invoice.totals = {
    lines: net.toFixed(2),
    ...(invoice.allowances.length > 0 ? { allowances: allowances.toFixed(2) } : {}),
    ...(invoice.charges.length > 0 ? { charges: charges.toFixed(2) } : {}),
    withoutVat: withoutVat.toFixed(2),
    vat: tax.toFixed(2),
    ...(invoice.vatCurrency ? { vatInAccounting: tax.mul('11.5').toFixed(2) } : {}),
    withVat: withoutVat.plus(tax).toFixed(2),
    ...(paid ? { paid: paid.toFixed(2) } : {}),
    ...(rounding ? { rounding } : {}),
    due: withoutVat
      .plus(tax)
      .minus(paid ?? 0)
      .plus(rounding ?? 0)
      .toFixed(2),
  };
  return invoice;
}

function breakdownOf({ lines, allowances, charges }: Invoice): VatBreakdown[] {
  const found = new Map<string, { vat: VatCategory; taxable: Decimal }>();
  const add = (vat: VatCategory, amount: Decimal): void => {
    const key = `${vat.category} ${Number(vat.rate ?? 0)}`;
    const entry = found.get(key) ?? { vat, taxable: new Decimal(0) };
    found.set(key, { ...entry, taxable: entry.taxable.plus(amount) });
  };
  for (const { vat, net } of lines) add(vat, new Decimal(net));
  for (const { vat, amount } of allowances as DocumentAllowance[]) add(vat, new Decimal(amount).neg());
  for (const { vat, amount } of charges as DocumentAllowance[]) add(vat, new Decimal(amount));
  return [...found.values()].map(({ vat, taxable }) => ({
    ...vat,
    taxable: taxable.toFixed(2),
    tax: taxable
      .mul(vat.rate ?? 0)
      .div(100)
      .toDecimalPlaces(2, Decimal.ROUND_HALF_UP)
      .abs()
      .mul(taxable.isNegative() ? -1 : 1)
      .plus(0)
      .toFixed(2),
    ...reasons[vat.category],
  }));
}

function sum<K extends string>(parts: readonly { [key in K | 'amount']?: unknown }[], key?: K): Decimal {
  return parts.reduce((all, part) => all.plus(String((part as Record<string, unknown>)[key ?? 'amount'])), new Decimal(0));
}

/** GS1, modulo 10 with weights 3 and 1 from the right. */
function checkDigit(digits: string): string {
  const total = [...digits].reverse().reduce((all, digit, index) => all + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return String((10 - (total % 10)) % 10);
}
