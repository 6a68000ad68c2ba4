// An electronic invoice after the semantic model of EN 16931-1:2017, whatever file it travels in.
//
// BT-n and BG-n are the business terms and groups of the norm. Amounts, quantities and rates are exact decimals in text
// ('12.50'), days are ISO ('2026-03-01'), so that what was read is what is written. Lists are empty, never absent.

export interface Identifier {
  id: string;
  /** ISO/IEC 6523 or, for electronic addresses, the EAS list of CEF. */
  scheme?: string;
}

/** BG-5, BG-8, BG-12, BG-15 */
export interface Address {
  street?: string;
  street2?: string;
  line?: string;
  city?: string;
  postcode?: string;
  region?: string;
  /** ISO 3166-1 alpha-2 */
  country: string;
}

/** BG-6, BG-9 */
export interface Contact {
  name?: string;
  phone?: string;
  email?: string;
}

/** BG-4 seller, BG-7 buyer */
export interface Party {
  /** BT-27, BT-44 */
  name: string;
  /** BT-28, BT-45 */
  tradingName?: string;
  /** BT-29, BT-46; the buyer has at most one */
  ids: Identifier[];
  /** BT-30, BT-47 */
  registration?: Identifier;
  /** BT-31, BT-48 */
  vatId?: string;
  /** BT-32, the seller's only */
  taxId?: string;
  /** BT-33, the seller's only */
  legalForm?: string;
  /** BT-34, BT-49: where electronic messages go */
  endpoint?: Identifier;
  /** Finvoice only: who carries messages to the endpoint (the intermediator's address, e.g. a bank's BIC) */
  operator?: string;
  address: Address;
  contact?: Contact;
}

/** BG-10 */
export interface Payee {
  name: string;
  id?: Identifier;
  registration?: Identifier;
}

/** BG-11 */
export interface TaxRepresentative {
  name: string;
  vatId: string;
  address: Address;
}

/** BG-13 */
export interface Delivery {
  name?: string;
  location?: Identifier;
  date?: string;
  address?: Address;
}

/** BG-14, BG-26 */
export interface Period {
  start?: string;
  end?: string;
}

/** BG-17 */
export interface BankAccount {
  /** BT-84: IBAN, or a national number */
  id: string;
  name?: string;
  bic?: string;
}

/** BG-16 */
export interface Payment {
  /** BT-81, a code of UNTDID 4461: 30 credit transfer, 58 SEPA, 48 card, 59 SEPA direct debit */
  means: string;
  meansText?: string;
  /** BT-83: what the payer must quote */
  reference?: string;
  accounts: BankAccount[];
  /** BG-18 */
  card?: { number: string; holder?: string };
  /** BG-19 */
  debit?: { mandate?: string; creditor?: string; account?: string };
}

/** BT-95 and BT-96, BT-102 and BT-103, BT-151 and BT-152 */
export interface VatCategory {
  /** A code of UNTDID 5305 */
  category: string;
  /** Percent; absent for what is not subject to VAT (O) */
  rate?: string;
}

/** BG-27, BG-28; with `vat` BG-20, BG-21 */
export interface Allowance {
  amount: string;
  base?: string;
  percent?: string;
  reason?: string;
  reasonCode?: string;
}

export interface DocumentAllowance extends Allowance {
  vat: VatCategory;
}

/** BG-22 */
export interface Totals {
  /** BT-106 */
  lines: string;
  /** BT-107 */
  allowances?: string;
  /** BT-108 */
  charges?: string;
  /** BT-109 */
  withoutVat: string;
  /** BT-110 */
  vat?: string;
  /** BT-111, in `vatCurrency` */
  vatInAccounting?: string;
  /** BT-112 */
  withVat: string;
  /** BT-113 */
  paid?: string;
  /** BT-114 */
  rounding?: string;
  /** BT-115 */
  due: string;
}

/** BG-23 */
export interface VatBreakdown extends VatCategory {
  taxable: string;
  tax: string;
  exemption?: string;
  exemptionCode?: string;
}

/** BG-24 */
export interface Attachment {
  id: string;
  description?: string;
  url?: string;
  /** BT-125; `content` is base64 */
  file?: { name: string; mime: string; content: string };
}

/** BG-29 */
export interface Price {
  net: string;
  discount?: string;
  gross?: string;
  baseQuantity?: string;
  baseUnit?: string;
}

/** BG-31, BG-32 */
export interface Item {
  name: string;
  description?: string;
  sellerId?: string;
  buyerId?: string;
  standardId?: Identifier;
  classifications: { id: string; scheme: string; version?: string }[];
  origin?: string;
  attributes: { name: string; value: string }[];
}

/** BG-25 */
export interface Line {
  id: string;
  note?: string;
  object?: Identifier;
  quantity: string;
  /** BT-130: UN/ECE Recommendation 20 with 21 */
  unit: string;
  /** BT-131 */
  net: string;
  orderLine?: string;
  accounting?: string;
  period?: Period;
  allowances: Allowance[];
  charges: Allowance[];
  price: Price;
  vat: VatCategory;
  item: Item;
}

export interface Invoice {
  /** BT-1 */
  number: string;
  /** BT-2 */
  issuedOn: string;
  /** BT-3, a code of UNTDID 1001: 380 invoice, 381 credit note, 384 corrected invoice */
  type: string;
  /** BT-5 */
  currency: string;
  /** BT-6 */
  vatCurrency?: string;
  /** BT-7 */
  vatDate?: string;
  /** BT-8, a code of UNTDID 2005: 3 issue, 35 delivery, 432 payment */
  vatDateCode?: string;
  /** BT-9 */
  dueOn?: string;
  /** BT-10: in Germany the Leitweg-ID */
  buyerReference?: string;
  /** BT-11 */
  project?: string;
  /** BT-12 */
  contract?: string;
  /** BT-13 */
  purchaseOrder?: string;
  /** BT-14 */
  salesOrder?: string;
  /** BT-15 */
  receivingAdvice?: string;
  /** BT-16 */
  despatchAdvice?: string;
  /** BT-17 */
  tender?: string;
  /** BT-18 */
  object?: Identifier;
  /** BT-19 */
  accounting?: string;
  /** BT-20 */
  paymentTerms?: string;
  /** BG-1; `subject` is a code of UNTDID 4451 */
  notes: { subject?: string; text: string }[];
  /** BT-23; absent for what the profile says by itself */
  process?: string;
  /** BG-3 */
  preceding: { number: string; issuedOn?: string }[];
  seller: Party;
  buyer: Party;
  payee?: Payee;
  taxRepresentative?: TaxRepresentative;
  delivery?: Delivery;
  /** BG-14 */
  period?: Period;
  payment?: Payment;
  allowances: DocumentAllowance[];
  charges: DocumentAllowance[];
  totals: Totals;
  vat: VatBreakdown[];
  attachments: Attachment[];
  lines: Line[];
}
