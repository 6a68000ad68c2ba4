// UN/CEFACT Cross Industry Invoice D16B after the binding of CEN/TS 16931-3-3: XRechnung, and the XML inside Factur-X / ZUGFeRD.

import { childrenOf, element, type XmlElement } from '../../engine/index.ts';
import { attribute, content, type Form, fixed, group, leaf, list, type Part, readParts, spread, within, writeParts } from './codec.ts';
import type * as model from './model.ts';
import { compactDay, labelled, looksLikeIban, reductions, says } from './shared-parts.ts';

const STANDARD = 'urn:un:unece:uncefact:data:standard';
const RSM = `${STANDARD}:CrossIndustryInvoice:100`;
const RAM = `${STANDARD}:ReusableAggregateBusinessInformationEntity:100`;
const UDT = `${STANDARD}:UnqualifiedDataType:100`;
const QDT = `${STANDARD}:QualifiedDataType:100`;

export const ciiPrefixes = { [RSM]: 'rsm', [RAM]: 'ram', [UDT]: 'udt', [QDT]: 'qdt' };

const day = compactDay({ format: '102' });

/** BT-8 is a code of UNTDID 2005 in the norm and one of UNTDID 2475 here. */
const pointCodes: Readonly<Record<string, string>> = { 3: '5', 35: '29', 432: '72' };
const pointCode: Form = {
  write: (known) => pointCodes[known] ?? known,
  read: (found) => Object.keys(pointCodes).find((known) => pointCodes[known] === found) ?? found,
};

const identifier: Part<model.Identifier>[] = [content('id'), attribute('schemeID', 'scheme')];
const quantityBase: Part<model.Price>[] = [content('baseQuantity'), attribute('unitCode', 'baseUnit')];

const address: Part<model.Address>[] = [
  leaf('ram:PostcodeCode', 'postcode'),
  leaf('ram:LineOne', 'street'),
  leaf('ram:LineTwo', 'street2'),
  leaf('ram:LineThree', 'line'),
  leaf('ram:CityName', 'city'),
  leaf('ram:CountryID', 'country'),
  leaf('ram:CountrySubDivisionName', 'region'),
];

const contact: Part<model.Contact>[] = [
  leaf('ram:PersonName', 'name'),
  within('ram:TelephoneUniversalCommunication', [leaf('ram:CompleteNumber', 'phone')]),
  within('ram:EmailURIUniversalCommunication', [leaf('ram:URIID', 'email')]),
];

const period: Part<model.Period>[] = [
  within('ram:StartDateTime', [leaf('udt:DateTimeString', 'start', day)]),
  within('ram:EndDateTime', [leaf('udt:DateTimeString', 'end', day)]),
];

/** What has a scheme stands as a global identifier, after what has none. */
const partyIds: Part<model.Party> = {
  write({ ids }, into, scope) {
    const [plain, global] = [ids.filter(({ scheme }) => !scheme), ids.filter(({ scheme }) => scheme)];
    const named = [
      list<model.Party, 'ids'>('ram:ID', 'ids', identifier),
      list<model.Party, 'ids'>('ram:GlobalID', 'ids', identifier),
    ] as const;
    const wrote = [plain, global].map((some, index) => named[index as 0 | 1].write({ ids: some } as unknown as model.Party, into, scope));
    return wrote.includes(true);
  },
  read(from, value) {
    value.ids = ['ram:ID', 'ram:GlobalID'].flatMap((name) =>
      childrenOf(from, name).map((node) => readParts(identifier, node, {} as model.Identifier)),
    );
  },
};

const party: Part<model.Party>[] = [
  partyIds,
  leaf('ram:Name', 'name'),
  leaf('ram:Description', 'legalForm'),
  within('ram:SpecifiedLegalOrganization', [group('ram:ID', 'registration', identifier), leaf('ram:TradingBusinessName', 'tradingName')]),
  group('ram:DefinedTradeContact', 'contact', contact),
  group('ram:PostalTradeAddress', 'address', address),
  within('ram:URIUniversalCommunication', [group('ram:URIID', 'endpoint', identifier)]),
  taxRegistration('vatId', 'VA'),
  taxRegistration('taxId', 'FC'),
];

const payee: Part<model.Payee>[] = [
  eitherId('id'),
  leaf('ram:Name', 'name'),
  within('ram:SpecifiedLegalOrganization', [group('ram:ID', 'registration', identifier)]),
];

const representative: Part<model.TaxRepresentative>[] = [
  leaf('ram:Name', 'name'),
  group('ram:PostalTradeAddress', 'address', address),
  taxRegistration('vatId', 'VA'),
];

const shipTo: Part<model.Delivery>[] = [
  eitherId('location'),
  leaf('ram:Name', 'name'),
  group('ram:PostalTradeAddress', 'address', address),
];

const category: Part<model.VatCategory>[] = [
  fixed('ram:TypeCode', 'VAT'),
  leaf('ram:CategoryCode', 'category'),
  leaf('ram:RateApplicablePercent', 'rate'),
];

const allowance: Part<model.Allowance>[] = [
  leaf('ram:CalculationPercent', 'percent'),
  leaf('ram:BasisAmount', 'base'),
  leaf('ram:ActualAmount', 'amount'),
  leaf('ram:ReasonCode', 'reasonCode'),
  leaf('ram:Reason', 'reason'),
];
const documentAllowance: Part<model.DocumentAllowance>[] = [...allowance, group('ram:CategoryTradeTax', 'vat', category)];

const object: Part<model.Identifier>[] = [
  leaf('ram:IssuerAssignedID', 'id'),
  fixed('ram:TypeCode', '130'),
  leaf('ram:ReferenceTypeCode', 'scheme'),
];

const attachment: Part<model.Attachment>[] = [
  leaf('ram:IssuerAssignedID', 'id'),
  leaf('ram:URIID', 'url'),
  fixed('ram:TypeCode', '916'),
  leaf('ram:Name', 'description'),
  group('ram:AttachmentBinaryObject', 'file', [content('content'), attribute('mimeCode', 'mime'), attribute('filename', 'name')]),
];

const item: Part<model.Item>[] = [
  group('ram:GlobalID', 'standardId', identifier),
  leaf('ram:SellerAssignedID', 'sellerId'),
  leaf('ram:BuyerAssignedID', 'buyerId'),
  leaf('ram:Name', 'name'),
  leaf('ram:Description', 'description'),
  list('ram:ApplicableProductCharacteristic', 'attributes', [leaf('ram:Description', 'name'), leaf('ram:Value', 'value')]),
  list('ram:DesignatedProductClassification', 'classifications', [
    within('ram:ClassCode', [content('id'), attribute('listID', 'scheme'), attribute('listVersionID', 'version')]),
  ]),
  within('ram:OriginTradeCountry', [leaf('ram:ID', 'origin')]),
];

const price: Part<model.Price>[] = [
  within('ram:GrossPriceProductTradePrice', [
    leaf('ram:ChargeAmount', 'gross'),
    within('ram:AppliedTradeAllowanceCharge', [fixed('ram:ChargeIndicator/udt:Indicator', 'false'), leaf('ram:ActualAmount', 'discount')]),
  ]),
  within('ram:NetPriceProductTradePrice', [leaf('ram:ChargeAmount', 'net'), within('ram:BasisQuantity', quantityBase)]),
];

const line: Part<model.Line>[] = [
  within('ram:AssociatedDocumentLineDocument', [leaf('ram:LineID', 'id'), within('ram:IncludedNote', [leaf('ram:Content', 'note')])]),
  group('ram:SpecifiedTradeProduct', 'item', item),
  within('ram:SpecifiedLineTradeAgreement', [
    within('ram:BuyerOrderReferencedDocument', [leaf('ram:LineID', 'orderLine')]),
    spread('price', price),
  ]),
  within('ram:SpecifiedLineTradeDelivery', [within('ram:BilledQuantity', [content('quantity'), attribute('unitCode', 'unit')])]),
  within('ram:SpecifiedLineTradeSettlement', [
    group('ram:ApplicableTradeTax', 'vat', category),
    group('ram:BillingSpecifiedPeriod', 'period', period),
    ...allowances(allowance),
    within('ram:SpecifiedTradeSettlementLineMonetarySummation', [leaf('ram:LineTotalAmount', 'net')]),
    group('ram:AdditionalReferencedDocument', 'object', object),
    within('ram:ReceivableSpecifiedTradeAccountingAccount', [leaf('ram:ID', 'accounting')]),
  ]),
];

const totals: Part<model.Totals>[] = [
  leaf('ram:LineTotalAmount', 'lines'),
  leaf('ram:ChargeTotalAmount', 'charges'),
  leaf('ram:AllowanceTotalAmount', 'allowances'),
  leaf('ram:TaxBasisTotalAmount', 'withoutVat'),
];
const totalsAfterVat: Part<model.Totals>[] = [
  leaf('ram:RoundingAmount', 'rounding'),
  leaf('ram:GrandTotalAmount', 'withVat'),
  leaf('ram:TotalPrepaidAmount', 'paid'),
  leaf('ram:DuePayableAmount', 'due'),
];

/** BT-110 and BT-111 differ by their currency only. */
const taxTotals: Part<model.Invoice> = {
  write({ totals: { vat, vatInAccounting }, currency, vatCurrency }, into) {
    const add = (amount: string | undefined, currencyID: string): void => {
      if (amount !== undefined) into.children.push(element('ram:TaxTotalAmount', { currencyID }, amount));
    };
    add(vat, currency);
    add(vatInAccounting, vatCurrency ?? currency);
    return true;
  },
  read(from, value) {
    for (const { attributes, text } of childrenOf(from, 'ram:TaxTotalAmount')) {
      const accounting = value.vatCurrency !== undefined && attributes['currencyID'] === value.vatCurrency;
      value.totals[accounting && value.vatCurrency !== value.currency ? 'vatInAccounting' : 'vat'] = text;
    }
  },
};

type Point = Partial<Pick<model.Invoice, 'vatDate' | 'vatDateCode'>>;

const breakdown: Part<model.VatBreakdown & Point>[] = [
  leaf('ram:CalculatedAmount', 'tax'),
  fixed('ram:TypeCode', 'VAT'),
  leaf('ram:ExemptionReason', 'exemption'),
  leaf('ram:BasisAmount', 'taxable'),
  leaf('ram:CategoryCode', 'category'),
  leaf('ram:ExemptionReasonCode', 'exemptionCode'),
  within('ram:TaxPointDate', [leaf('udt:DateString', 'vatDate', day)]),
  leaf('ram:DueDateTypeCode', 'vatDateCode', pointCode),
  leaf('ram:RateApplicablePercent', 'rate'),
];

/** When VAT falls due is said of the whole invoice, yet stands with the first category. */
const taxes: Part<model.Invoice> = {
  write({ vat, vatDate, vatDateCode }, into, scope) {
    const point = { ...(vatDate === undefined ? {} : { vatDate }), ...(vatDateCode === undefined ? {} : { vatDateCode }) };
    for (const [index, one] of vat.entries()) {
      within('ram:ApplicableTradeTax', breakdown).write(index === 0 ? { ...one, ...point } : one, into, scope);
    }
    return vat.length > 0;
  },
  read(from, value) {
    value.vat = childrenOf(from, 'ram:ApplicableTradeTax').map((node) => {
      const { vatDate, vatDateCode, ...one } = readParts(breakdown, node, {} as model.VatBreakdown & Point);
      if (vatDate !== undefined) value.vatDate ??= vatDate;
      if (vatDateCode !== undefined) value.vatDateCode ??= vatDateCode;
      return one;
    });
  },
};

interface Means extends Omit<model.Payment, 'accounts'> {
  account?: model.BankAccount;
}

const accountNumber: Part<model.BankAccount> = {
  write({ id, name }, into) {
    const iban = looksLikeIban(id);
    if (iban) into.children.push(element('ram:IBANID', {}, id));
    if (name !== undefined) into.children.push(element('ram:AccountName', {}, name));
    if (!iban) into.children.push(element('ram:ProprietaryID', {}, id));
    return true;
  },
  read(from, value) {
    for (const part of [leaf<model.BankAccount>('ram:IBANID', 'id'), leaf<model.BankAccount>('ram:AccountName', 'name')])
      part.read(from, value);
    if (value.id === undefined) leaf<model.BankAccount>('ram:ProprietaryID', 'id').read(from, value);
  },
};

const means: Part<Means>[] = [
  leaf('ram:TypeCode', 'means'),
  leaf('ram:Information', 'meansText'),
  group('ram:ApplicableTradeSettlementFinancialCard', 'card', [leaf('ram:ID', 'number'), leaf('ram:CardholderName', 'holder')]),
  within('ram:PayerPartyDebtorFinancialAccount', [spread('debit', [leaf('ram:IBANID', 'account')])]),
  group('ram:PayeePartyCreditorFinancialAccount', 'account', [accountNumber]),
  within('ram:PayeeSpecifiedCreditorFinancialInstitution', [spread('account', [leaf('ram:BICID', 'bic')])]),
];

/** One element an account, the first with what may be said once. */
const paymentMeans: Part<model.Invoice> = {
  write({ payment }, into, scope) {
    if (!payment) return false;
    const { accounts, ...rest } = payment;
    const [first, ...others] = accounts;
    const one: Means = first ? { ...rest, account: first } : rest;
    for (const each of [one, ...others.map((account) => ({ means: rest.means, account }))]) {
      within('ram:SpecifiedTradeSettlementPaymentMeans', means).write(each, into, scope);
    }
    return true;
  },
  read(from, value) {
    const all = childrenOf(from, 'ram:SpecifiedTradeSettlementPaymentMeans').map((node) => readParts(means, node, {} as Means));
    const [first] = all;
    if (!first) return;
    const { account: _, debit, ...rest } = first;
    const known = value.payment?.debit;
    value.payment = {
      ...value.payment,
      ...rest,
      ...(debit || known ? { debit: { ...known, ...debit } } : {}),
      accounts: all.flatMap(({ account }) => (account ? [account] : [])),
    };
  },
};

const agreement: Part<model.Invoice>[] = [
  leaf('ram:BuyerReference', 'buyerReference'),
  group('ram:SellerTradeParty', 'seller', party),
  group('ram:BuyerTradeParty', 'buyer', party),
  group('ram:SellerTaxRepresentativeTradeParty', 'taxRepresentative', representative),
  within('ram:SellerOrderReferencedDocument', [leaf('ram:IssuerAssignedID', 'salesOrder')]),
  within('ram:BuyerOrderReferencedDocument', [leaf('ram:IssuerAssignedID', 'purchaseOrder')]),
  within('ram:ContractReferencedDocument', [leaf('ram:IssuerAssignedID', 'contract')]),
  list('ram:AdditionalReferencedDocument', 'attachments', attachment, { where: (node) => !documentOf('50', '130')(node) }),
  within('ram:AdditionalReferencedDocument', [leaf('ram:IssuerAssignedID', 'tender'), fixed('ram:TypeCode', '50')], {
    where: documentOf('50'),
  }),
  group('ram:AdditionalReferencedDocument', 'object', object, { where: documentOf('130') }),
  within('ram:SpecifiedProcuringProject', [leaf('ram:ID', 'project'), fixed('ram:Name', 'Project reference')]),
];

const delivery: Part<model.Invoice>[] = [
  within('ram:ShipToTradeParty', [spread('delivery', shipTo)]),
  within('ram:ActualDeliverySupplyChainEvent', [
    within('ram:OccurrenceDateTime', [spread('delivery', [leaf('udt:DateTimeString', 'date', day)])]),
  ]),
  within('ram:DespatchAdviceReferencedDocument', [leaf('ram:IssuerAssignedID', 'despatchAdvice')]),
  within('ram:ReceivingAdviceReferencedDocument', [leaf('ram:IssuerAssignedID', 'receivingAdvice')]),
];

const settlement: Part<model.Invoice>[] = [
  spread('payment', [spread('debit', [leaf('ram:CreditorReferenceID', 'creditor')]), leaf('ram:PaymentReference', 'reference')]),
  leaf('ram:TaxCurrencyCode', 'vatCurrency'),
  leaf('ram:InvoiceCurrencyCode', 'currency'),
  group('ram:PayeeTradeParty', 'payee', payee),
  paymentMeans,
  taxes,
  group('ram:BillingSpecifiedPeriod', 'period', period),
  ...allowances(documentAllowance),
  within('ram:SpecifiedTradePaymentTerms', [
    leaf('ram:Description', 'paymentTerms'),
    within('ram:DueDateDateTime', [leaf('udt:DateTimeString', 'dueOn', day)]),
    spread('payment', [spread('debit', [leaf('ram:DirectDebitMandateID', 'mandate')])]),
  ]),
  within('ram:SpecifiedTradeSettlementHeaderMonetarySummation', [spread('totals', totals), taxTotals, spread('totals', totalsAfterVat)]),
  list('ram:InvoiceReferencedDocument', 'preceding', [
    leaf('ram:IssuerAssignedID', 'number'),
    within('ram:FormattedIssueDateTime', [leaf('qdt:DateTimeString', 'issuedOn', day)]),
  ]),
  within('ram:ReceivableSpecifiedTradeAccountingAccount', [leaf('ram:ID', 'accounting')]),
];

const documentParts: Part<model.Invoice>[] = [
  within('rsm:ExchangedDocument', [
    leaf('ram:ID', 'number'),
    leaf('ram:TypeCode', 'type'),
    within('ram:IssueDateTime', [leaf('udt:DateTimeString', 'issuedOn', day)]),
    list('ram:IncludedNote', 'notes', [leaf('ram:Content', 'text'), leaf('ram:SubjectCode', 'subject')]),
  ]),
  within('rsm:SupplyChainTradeTransaction', [
    list('ram:IncludedSupplyChainTradeLineItem', 'lines', line),
    within('ram:ApplicableHeaderTradeAgreement', agreement),
    always('ram:ApplicableHeaderTradeDelivery', delivery),
    within('ram:ApplicableHeaderTradeSettlement', settlement),
  ]),
];

export function toCii(invoice: model.Invoice, guideline: string, process: string): XmlElement {
  const root = element('rsm:CrossIndustryInvoice', { 'xmlns:rsm': RSM, 'xmlns:ram': RAM, 'xmlns:udt': UDT, 'xmlns:qdt': QDT });
  const said = invoice.process ?? process;
  const context = element('rsm:ExchangedDocumentContext');
  if (said) fixed('ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID', said).write(invoice, context, invoice);
  fixed('ram:GuidelineSpecifiedDocumentContextParameter/ram:ID', guideline).write(invoice, context, invoice);
  root.children.push(context);
  writeParts(documentParts, invoice, root, invoice);
  return root;
}

export function fromCii(root: XmlElement): model.Invoice {
  const invoice = {} as model.Invoice;
  within<model.Invoice>('rsm:ExchangedDocumentContext', [
    within('ram:BusinessProcessSpecifiedDocumentContextParameter', [leaf('ram:ID', 'process')]),
  ]).read(root, invoice);
  return readParts(documentParts, root, invoice);
}

/** The schema demands the element, be it empty. */
function always<T>(name: string, parts: readonly Part<T>[]): Part<T> {
  return {
    write(value, into, scope) {
      const node = element(name);
      writeParts(parts, value, node, scope);
      into.children.push(node);
      return true;
    },
    read: within(name, parts).read,
  };
}

function eitherId<K extends 'id' | 'location'>(key: K): Part<{ [key in K]?: model.Identifier }> {
  type Holder = { [key in K]?: model.Identifier };
  const named = (name: string) => group<Holder, K>(name, key, identifier as never);
  return {
    write: (value, into, scope) => named(value[key]?.scheme ? 'ram:GlobalID' : 'ram:ID').write(value, into, scope),
    read(from, value) {
      named('ram:ID').read(from, value);
      named('ram:GlobalID').read(from, value);
    },
  };
}

function taxRegistration(key: 'vatId' | 'taxId', scheme: 'VA' | 'FC'): Part<{ vatId?: string; taxId?: string }> {
  return within('ram:SpecifiedTaxRegistration', [leaf<{ vatId?: string; taxId?: string }>('ram:ID', key, labelled({ schemeID: scheme }))], {
    where: (node) => childrenOf(node, 'ram:ID')[0]?.attributes['schemeID'] === scheme,
  });
}

function allowances<A extends model.Allowance>(parts: readonly Part<A>[]) {
  return reductions('ram:SpecifiedTradeAllowanceCharge', 'ram:ChargeIndicator/udt:Indicator', parts);
}

function documentOf(...types: string[]): (node: XmlElement) => boolean {
  return says('ram:TypeCode', ...types);
}
