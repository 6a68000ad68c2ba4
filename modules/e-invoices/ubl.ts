// UBL 2.1 after the binding of CEN/TS 16931-3-2: invoice and credit note, as Peppol BIS Billing 3 and XRechnung use them.

import { childrenOf, element, type XmlElement } from '../../engine/index.ts';
import {
  attribute,
  content,
  type Form,
  fixed,
  group,
  leaf,
  list,
  type Part,
  readParts,
  spread,
  textAt,
  within,
  writeParts,
} from './codec.ts';
import type * as model from './model.ts';
import { notes } from './notes.ts';
import { labelled, reductions, says } from './shared-parts.ts';

const INVOICE = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';
const CREDIT_NOTE = 'urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2';
const CAC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2';
const CBC = 'urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2';

export const ublPrefixes = { [INVOICE]: '', [CREDIT_NOTE]: '', [CAC]: 'cac', [CBC]: 'cbc' };

/** Types that travel as CreditNote: the list of Peppol BIS Billing 3. */
export const CREDIT_TYPES: ReadonlySet<string> = new Set(['381', '396', '81', '83', '532']);

const amount: Form = { ...labelled({}), attributes: ({ currency }) => ({ currencyID: currency }) };
const accounted: Form = { ...amount, attributes: ({ vatCurrency, currency }) => ({ currencyID: vatCurrency ?? currency }) };

const identifier: Part<model.Identifier>[] = [content('id'), attribute('schemeID', 'scheme')];

const address: Part<model.Address>[] = [
  leaf('cbc:StreetName', 'street'),
  leaf('cbc:AdditionalStreetName', 'street2'),
  leaf('cbc:CityName', 'city'),
  leaf('cbc:PostalZone', 'postcode'),
  leaf('cbc:CountrySubentity', 'region'),
  within('cac:AddressLine', [leaf('cbc:Line', 'line')]),
  within('cac:Country', [leaf('cbc:IdentificationCode', 'country')]),
];

const contact: Part<model.Contact>[] = [leaf('cbc:Name', 'name'), leaf('cbc:Telephone', 'phone'), leaf('cbc:ElectronicMail', 'email')];

const period: Part<model.Period>[] = [leaf('cbc:StartDate', 'start'), leaf('cbc:EndDate', 'end')];

const party: Part<model.Party>[] = [
  group('cbc:EndpointID', 'endpoint', identifier),
  list('cac:PartyIdentification', 'ids', [within('cbc:ID', identifier)]),
  within('cac:PartyName', [leaf('cbc:Name', 'tradingName')]),
  group('cac:PostalAddress', 'address', address),
  taxScheme('vatId', 'VAT'),
  taxScheme('taxId', 'TAX'),
  within('cac:PartyLegalEntity', [
    leaf('cbc:RegistrationName', 'name'),
    group('cbc:CompanyID', 'registration', identifier),
    leaf('cbc:CompanyLegalForm', 'legalForm'),
  ]),
  group('cac:Contact', 'contact', contact),
];

const payee: Part<model.Payee>[] = [
  within('cac:PartyIdentification', [group('cbc:ID', 'id', identifier)]),
  within('cac:PartyName', [leaf('cbc:Name', 'name')]),
  within('cac:PartyLegalEntity', [group('cbc:CompanyID', 'registration', identifier)]),
];

const representative: Part<model.TaxRepresentative>[] = [
  within('cac:PartyName', [leaf('cbc:Name', 'name')]),
  group('cac:PostalAddress', 'address', address),
  taxScheme('vatId', 'VAT'),
];

const delivery: Part<model.Delivery>[] = [
  leaf('cbc:ActualDeliveryDate', 'date'),
  within('cac:DeliveryLocation', [group('cbc:ID', 'location', identifier), group('cac:Address', 'address', address)]),
  within('cac:DeliveryParty', [within('cac:PartyName', [leaf('cbc:Name', 'name')])]),
];

const category: Part<model.VatCategory>[] = [leaf('cbc:ID', 'category'), leaf('cbc:Percent', 'rate'), fixed('cac:TaxScheme/cbc:ID', 'VAT')];

const allowance: Part<model.Allowance>[] = [
  leaf('cbc:AllowanceChargeReasonCode', 'reasonCode'),
  leaf('cbc:AllowanceChargeReason', 'reason'),
  leaf('cbc:MultiplierFactorNumeric', 'percent'),
  leaf('cbc:Amount', 'amount', amount),
  leaf('cbc:BaseAmount', 'base', amount),
];
const documentAllowance: Part<model.DocumentAllowance>[] = [...allowance, group('cac:TaxCategory', 'vat', category)];

const breakdown: Part<model.VatBreakdown>[] = [
  leaf('cbc:TaxableAmount', 'taxable', amount),
  leaf('cbc:TaxAmount', 'tax', amount),
  within('cac:TaxCategory', [
    leaf('cbc:ID', 'category'),
    leaf('cbc:Percent', 'rate'),
    leaf('cbc:TaxExemptionReasonCode', 'exemptionCode'),
    leaf('cbc:TaxExemptionReason', 'exemption'),
    fixed('cac:TaxScheme/cbc:ID', 'VAT'),
  ]),
];

const totals: Part<model.Totals>[] = [
  leaf('cbc:LineExtensionAmount', 'lines', amount),
  leaf('cbc:TaxExclusiveAmount', 'withoutVat', amount),
  leaf('cbc:TaxInclusiveAmount', 'withVat', amount),
  leaf('cbc:AllowanceTotalAmount', 'allowances', amount),
  leaf('cbc:ChargeTotalAmount', 'charges', amount),
  leaf('cbc:PrepaidAmount', 'paid', amount),
  leaf('cbc:PayableRoundingAmount', 'rounding', amount),
  leaf('cbc:PayableAmount', 'due', amount),
];

const file: Part<NonNullable<model.Attachment['file']>>[] = [
  content('content'),
  attribute('mimeCode', 'mime'),
  attribute('filename', 'name'),
];

const attachment: Part<model.Attachment>[] = [
  leaf('cbc:ID', 'id'),
  leaf('cbc:DocumentDescription', 'description'),
  within('cac:Attachment', [
    group('cbc:EmbeddedDocumentBinaryObject', 'file', file),
    within('cac:ExternalReference', [leaf('cbc:URI', 'url')]),
  ]),
];

const item: Part<model.Item>[] = [
  leaf('cbc:Description', 'description'),
  leaf('cbc:Name', 'name'),
  within('cac:BuyersItemIdentification', [leaf('cbc:ID', 'buyerId')]),
  within('cac:SellersItemIdentification', [leaf('cbc:ID', 'sellerId')]),
  within('cac:StandardItemIdentification', [group('cbc:ID', 'standardId', identifier)]),
  within('cac:OriginCountry', [leaf('cbc:IdentificationCode', 'origin')]),
  list('cac:CommodityClassification', 'classifications', [
    within('cbc:ItemClassificationCode', [content('id'), attribute('listID', 'scheme'), attribute('listVersionID', 'version')]),
  ]),
];

const attributes = list<model.Item, 'attributes'>('cac:AdditionalItemProperty', 'attributes', [
  leaf('cbc:Name', 'name'),
  leaf('cbc:Value', 'value'),
]);

const price: Part<model.Price>[] = [
  leaf('cbc:PriceAmount', 'net', amount),
  within('cbc:BaseQuantity', [content('baseQuantity'), attribute('unitCode', 'baseUnit')]),
  within('cac:AllowanceCharge', [
    fixed('cbc:ChargeIndicator', 'false'),
    leaf('cbc:Amount', 'discount', amount),
    leaf('cbc:BaseAmount', 'gross', amount),
  ]),
];

function line(quantity: string): Part<model.Line>[] {
  return [
    leaf('cbc:ID', 'id'),
    leaf('cbc:Note', 'note'),
    within(quantity, [content('quantity'), attribute('unitCode', 'unit')]),
    leaf('cbc:LineExtensionAmount', 'net', amount),
    leaf('cbc:AccountingCost', 'accounting'),
    group('cac:InvoicePeriod', 'period', period),
    within('cac:OrderLineReference', [leaf('cbc:LineID', 'orderLine')]),
    within('cac:DocumentReference', [group('cbc:ID', 'object', identifier), fixed('cbc:DocumentTypeCode', '130')]),
    ...allowances(allowance),
    within('cac:Item', [spread('item', item), group('cac:ClassifiedTaxCategory', 'vat', category), spread('item', [attributes])]),
    group('cac:Price', 'price', price),
  ];
}

/** The invoice's elements in the order that its schema demands. */
function documentParts(credit: boolean): Part<model.Invoice>[] {
  const typeCode = leaf<model.Invoice>(credit ? 'cbc:CreditNoteTypeCode' : 'cbc:InvoiceTypeCode', 'type');
  const taxPoint = leaf<model.Invoice>('cbc:TaxPointDate', 'vatDate');
  const contract = within<model.Invoice>('cac:ContractDocumentReference', [leaf('cbc:ID', 'contract')]);
  const tender = within<model.Invoice>('cac:OriginatorDocumentReference', [leaf('cbc:ID', 'tender')]);
  return [
    leaf('cbc:ID', 'number'),
    leaf('cbc:IssueDate', 'issuedOn'),
    ...(credit ? [taxPoint, typeCode] : [leaf<model.Invoice>('cbc:DueDate', 'dueOn'), typeCode]),
    notes('cbc:Note'),
    ...(credit ? [] : [taxPoint]),
    leaf('cbc:DocumentCurrencyCode', 'currency'),
    leaf('cbc:TaxCurrencyCode', 'vatCurrency'),
    leaf('cbc:AccountingCost', 'accounting'),
    leaf('cbc:BuyerReference', 'buyerReference'),
    within('cac:InvoicePeriod', [spread('period', period), leaf('cbc:DescriptionCode', 'vatDateCode')]),
    orderReference,
    list('cac:BillingReference', 'preceding', [
      within('cac:InvoiceDocumentReference', [leaf('cbc:ID', 'number'), leaf('cbc:IssueDate', 'issuedOn')]),
    ]),
    within('cac:DespatchDocumentReference', [leaf('cbc:ID', 'despatchAdvice')]),
    within('cac:ReceiptDocumentReference', [leaf('cbc:ID', 'receivingAdvice')]),
    ...(credit ? [] : [tender]),
    contract,
    within('cac:AdditionalDocumentReference', [group('cbc:ID', 'object', identifier), fixed('cbc:DocumentTypeCode', '130')], {
      where: documentOf('130'),
    }),
    ...(credit ? [projectOfCreditNote] : []),
    list('cac:AdditionalDocumentReference', 'attachments', attachment, { where: (node) => !documentOf('130', '50')(node) }),
    ...(credit ? [tender] : [within<model.Invoice>('cac:ProjectReference', [leaf('cbc:ID', 'project')])]),
    within('cac:AccountingSupplierParty', [group('cac:Party', 'seller', party)]),
    within('cac:AccountingCustomerParty', [group('cac:Party', 'buyer', party)]),
    group('cac:PayeeParty', 'payee', payee),
    group('cac:TaxRepresentativeParty', 'taxRepresentative', representative),
    group('cac:Delivery', 'delivery', delivery),
    paymentMeans(credit),
    within('cac:PaymentTerms', [leaf('cbc:Note', 'paymentTerms')]),
    ...allowances(documentAllowance),
    taxTotals,
    group('cac:LegalMonetaryTotal', 'totals', totals),
    list(credit ? 'cac:CreditNoteLine' : 'cac:InvoiceLine', 'lines', line(credit ? 'cbc:CreditedQuantity' : 'cbc:InvoicedQuantity')),
  ];
}

export function toUbl(invoice: model.Invoice, customization: string, process: string): XmlElement {
  const credit = CREDIT_TYPES.has(invoice.type);
  const root = element(credit ? 'CreditNote' : 'Invoice', {
    xmlns: credit ? CREDIT_NOTE : INVOICE,
    'xmlns:cac': CAC,
    'xmlns:cbc': CBC,
  });
  root.children.push(element('cbc:CustomizationID', {}, customization), element('cbc:ProfileID', {}, invoice.process ?? process));
  writeParts(documentParts(credit), withCreditorAsId(invoice), root, invoice);
  return root;
}

/** `process` is what the file says; whoever knows the profile leaves out what goes without saying. */
export function fromUbl(root: XmlElement): model.Invoice {
  const invoice = {} as model.Invoice;
  leaf<model.Invoice>('cbc:ProfileID', 'process').read(root, invoice);
  readParts(documentParts(root.name === 'CreditNote'), root, invoice);
  return withIdAsCreditor(invoice);
}

/** BT-90 is an identification of the payee, or of the seller where there is none, with the scheme SEPA. */
function withCreditorAsId(invoice: model.Invoice): model.Invoice {
  const creditor = invoice.payment?.debit?.creditor;
  if (creditor === undefined) return invoice;
  return { ...invoice, seller: { ...invoice.seller, ids: [...invoice.seller.ids, { id: creditor, scheme: 'SEPA' }] } };
}

function withIdAsCreditor(invoice: model.Invoice): model.Invoice {
  const creditor = invoice.seller?.ids.find(({ scheme }) => scheme === 'SEPA');
  if (!creditor) return invoice;
  invoice.seller.ids = invoice.seller.ids.filter((id) => id !== creditor);
  if (invoice.payment) invoice.payment.debit = { ...invoice.payment.debit, creditor: creditor.id };
  return invoice;
}

/** The schema demands the buyer's number as soon as there is the seller's; Peppol says NA where there is none. */
const orderReference: Part<model.Invoice> = {
  write({ purchaseOrder, salesOrder }, into, scope) {
    const order = { purchaseOrder: purchaseOrder ?? (salesOrder === undefined ? undefined : 'NA'), salesOrder };
    return within<Partial<model.Invoice>>('cac:OrderReference', orderNumbers).write(order as Partial<model.Invoice>, into, scope);
  },
  read(from, value) {
    within<Partial<model.Invoice>>('cac:OrderReference', orderNumbers).read(from, value);
    if (value.purchaseOrder === 'NA') delete value.purchaseOrder;
  },
};
const orderNumbers: Part<Partial<model.Invoice>>[] = [leaf('cbc:ID', 'purchaseOrder'), leaf('cbc:SalesOrderID', 'salesOrder')];

const projectOfCreditNote = within<model.Invoice>(
  'cac:AdditionalDocumentReference',
  [leaf('cbc:ID', 'project'), fixed('cbc:DocumentTypeCode', '50')],
  { where: documentOf('50') },
);

/** BT-110 stands with the breakdown, BT-111 alone in a second total. */
const taxTotals: Part<model.Invoice> = {
  write(value, into, scope) {
    const first = element('cac:TaxTotal');
    leaf<model.Totals>('cbc:TaxAmount', 'vat', amount).write(value.totals, first, scope);
    list<model.Invoice, 'vat'>('cac:TaxSubtotal', 'vat', breakdown).write(value, first, scope);
    into.children.push(first);
    const second = element('cac:TaxTotal');
    if (leaf<model.Totals>('cbc:TaxAmount', 'vatInAccounting', accounted).write(value.totals, second, scope)) into.children.push(second);
    return true;
  },
  read(from, value) {
    const all = childrenOf(from, 'cac:TaxTotal');
    const first = all.find((node) => childrenOf(node, 'cac:TaxSubtotal').length > 0) ?? all[0];
    value.vat = [];
    value.totals = {} as model.Totals;
    if (first) {
      leaf<model.Totals>('cbc:TaxAmount', 'vat').read(first, value.totals);
      list<model.Invoice, 'vat'>('cac:TaxSubtotal', 'vat', breakdown).read(first, value);
    }
    const second = all.find((node) => node !== first);
    if (second) leaf<model.Totals>('cbc:TaxAmount', 'vatInAccounting').read(second, value.totals);
  },
};

interface Means extends Omit<model.Payment, 'accounts'> {
  account?: model.BankAccount;
  dueOn?: string;
}

const account: Part<model.BankAccount>[] = [
  leaf('cbc:ID', 'id'),
  leaf('cbc:Name', 'name'),
  within('cac:FinancialInstitutionBranch', [leaf('cbc:ID', 'bic')]),
];

const means: Part<Means>[] = [
  within('cbc:PaymentMeansCode', [content('means'), attribute('name', 'meansText')]),
  leaf('cbc:PaymentDueDate', 'dueOn'),
  leaf('cbc:PaymentID', 'reference'),
  group('cac:CardAccount', 'card', [
    leaf('cbc:PrimaryAccountNumberID', 'number'),
    fixed('cbc:NetworkID', 'NA'),
    leaf('cbc:HolderName', 'holder'),
  ]),
  group('cac:PayeeFinancialAccount', 'account', account),
  group('cac:PaymentMandate', 'debit', [leaf('cbc:ID', 'mandate'), within('cac:PayerFinancialAccount', [leaf('cbc:ID', 'account')])]),
];

/** Code of UNTDID 4461 for a way to pay that is not named. */
const UNNAMED = '1';

/** One element an account, the first with what may be said once; a credit note has its due date in there, too. */
function paymentMeans(credit: boolean): Part<model.Invoice> {
  return {
    write({ payment, dueOn }, into, scope) {
      const due = credit && dueOn !== undefined ? { dueOn } : {};
      if (!payment && due.dueOn === undefined) return false;
      if (!payment) return within('cac:PaymentMeans', means).write({ ...due, means: UNNAMED }, into, scope);
      const { accounts, meansText, ...rest } = payment;
      const once = { ...due, ...(meansText === undefined ? {} : { meansText }) };
      const [first, ...others] = accounts;
      const one: Means = first ? { ...rest, ...once, account: first } : { ...rest, ...once };
      for (const each of [one, ...others.map((other) => ({ ...rest, account: other }))]) {
        within('cac:PaymentMeans', means).write(each, into, scope);
      }
      return true;
    },
    read(from, value) {
      const all = childrenOf(from, 'cac:PaymentMeans').map((node) => readParts(means, node, {} as Means));
      const [first] = all;
      if (!first) return;
      const { account: _, dueOn, ...rest } = first;
      if (dueOn !== undefined && value.dueOn === undefined) value.dueOn = dueOn;
      if (rest.means === UNNAMED && Object.keys(rest).length === 1 && !first.account) return;
      value.payment = { ...rest, accounts: all.flatMap((one) => (one.account ? [one.account] : [])) };
    },
  };
}

function allowances<A extends model.Allowance>(parts: readonly Part<A>[]) {
  return reductions('cac:AllowanceCharge', 'cbc:ChargeIndicator', parts);
}

function taxScheme<T extends { vatId?: string; taxId?: string }>(key: 'vatId' | 'taxId', scheme: string): Part<T> {
  const parts: Part<{ vatId?: string; taxId?: string }>[] = [leaf('cbc:CompanyID', key), fixed('cac:TaxScheme/cbc:ID', scheme)];
  return within('cac:PartyTaxScheme', parts, {
    // XRechnung writes FC, others LOC, where Peppol has TAX.
    where: (node) => (scheme === 'VAT') === (textAt(node, 'cac:TaxScheme/cbc:ID')?.toUpperCase() === 'VAT'),
  });
}

function documentOf(...types: string[]): (node: XmlElement) => boolean {
  return says('cbc:DocumentTypeCode', ...types);
}
