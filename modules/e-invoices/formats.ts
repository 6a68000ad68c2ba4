// The formats an invoice can travel in: how each is written, and how a file from outside is told and read.

import { type Prefixes, readXml, unreadable, writeXml, type XmlElement } from '../../engine/index.ts';
import { ciiPrefixes, fromCii, toCii } from './cii.ts';
import { fromFinvoice, toFinvoice } from './finvoice.ts';
import type { Invoice } from './model.ts';
import { fromUbl, toUbl, ublPrefixes } from './ubl.ts';
import { inEnglish, type Say, type Word } from './words.ts';

const EN = 'urn:cen.eu:en16931:2017';
const PEPPOL_PROCESS = 'urn:fdc:peppol.eu:2017:poacc:billing:01:1.0';
const XRECHNUNG = `${EN}#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0`;

interface Syntax {
  write(invoice: Invoice, profile: string, process: string): XmlElement;
  /** Null: the file is of another syntax. */
  read(root: XmlElement): Invoice | null;
}

const ubl: Syntax = {
  write: toUbl,
  read: (root) => (root.name === 'Invoice' || root.name === 'CreditNote' ? fromUbl(root) : null),
};

const cii: Syntax = {
  write: toCii,
  read: (root) => (root.name === 'rsm:CrossIndustryInvoice' ? fromCii(root) : null),
};

const finvoice: Syntax = {
  write: toFinvoice,
  read: (root) => (root.name === 'Finvoice' ? fromFinvoice(root) : null),
};

interface Format {
  readonly syntax: Syntax;
  /** BT-24 */
  readonly profile: string;
  /** BT-23, where the invoice has none of its own */
  readonly process: string;
}

export const formats = {
  peppol: { syntax: ubl, profile: `${EN}#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0`, process: PEPPOL_PROCESS },
  'xrechnung-ubl': { syntax: ubl, profile: XRECHNUNG, process: PEPPOL_PROCESS },
  'xrechnung-cii': { syntax: cii, profile: XRECHNUNG, process: PEPPOL_PROCESS },
  /** The XML inside a PDF/A-3, profile EN 16931 (COMFORT). */
  'factur-x': { syntax: cii, profile: EN, process: '' },
  finvoice: { syntax: finvoice, profile: 'EN16931', process: '' },
} as const satisfies Record<string, Format>;

export type FormatName = keyof typeof formats;

const syntaxes: readonly Syntax[] = [ubl, cii, finvoice];
const prefixes: Prefixes = { ...ublPrefixes, ...ciiPrefixes };

export function writeInvoice(invoice: Invoice, format: FormatName): string {
  const { syntax, profile, process } = formats[format];
  return writeXml(syntax.write(isGerman(invoice, format) ? withRates(invoice) : invoice, profile, process));
}

/** Between two Germans Peppol asks for the same. */
function isGerman({ seller, buyer }: Invoice, format: FormatName): boolean {
  if (format === 'peppol') return seller.address.country === 'DE' && buyer.address.country === 'DE';
  return format === 'xrechnung-ubl' || format === 'xrechnung-cii';
}

/** BR-DE-14: a rate is said even where none applies. */
function withRates(invoice: Invoice): Invoice {
  return { ...invoice, vat: invoice.vat.map((one) => ({ ...one, rate: one.rate ?? '0' })) };
}

/**
 * Reads an invoice in any of the formats; the file itself says in which.
 *
 * @throws Refusal `unreadable_file` with what is wrong with it.
 */
export function readInvoice(text: string, say: Say = inEnglish): Invoice {
  const root = readXml(withoutEnvelope(text), prefixes);
  for (const syntax of syntaxes) {
    const invoice = syntax.read(root);
    if (invoice) return checked(invoice, say);
  }
  throw unreadable(`${say('This is no invoice in UBL, CII or Finvoice; the file begins with')} ${root.name}.`);
}

/** Banks hand over Finvoice behind a SOAP envelope: two documents in one file. */
function withoutEnvelope(text: string): string {
  const start = text.search(/<Finvoice[\s>]/);
  return start > 0 && text.lastIndexOf('Envelope>', start) >= 0 ? text.slice(start) : text;
}

/** What no later step can do without, and what it is called. */
const NEEDED = {
  number: 'number',
  issuedOn: 'date of issue',
  currency: 'currency',
  seller: 'seller',
  buyer: 'buyer',
  totals: 'sums',
} as const satisfies Partial<Record<keyof Invoice, Word>>;

function checked(invoice: Invoice, say: Say): Invoice {
  const missing = (Object.keys(NEEDED) as (keyof typeof NEEDED)[]).filter((key) => invoice[key] === undefined);
  if (missing.length > 0) throw unreadable(`${say('The invoice lacks')}: ${missing.map((key) => say(NEEDED[key])).join(', ')}.`);
  const goesWithoutSaying = Object.values(formats).some(({ process }) => process === invoice.process);
  if (goesWithoutSaying) delete invoice.process;
  return invoice;
}
