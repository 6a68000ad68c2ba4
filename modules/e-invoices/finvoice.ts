// Finvoice 3.0 of Finance Finland, as its correlation table with EN 16931 binds it.

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
  type Scope,
  spread,
  within,
  writeParts,
} from './codec.ts';
import type * as model from './model.ts';
import { notes } from './notes.ts';
import { reversed } from './reversed.ts';
import { compactDay, labelled, looksLikeIban } from './shared-parts.ts';

/** Stands where the schema demands a text of two characters at least and there is none. */
const NONE = '--';
/** ISO 20022's word for an account that is not given; the schema demands one even of what is paid by card. */
const NO_ACCOUNT = 'NOTPROVIDED';

const comma: Form = { write: (point) => point.replace('.', ','), read: (text) => text.replace(/\s/g, '').replace(',', '.') };
/** Two to five decimals, or none at all. */
const inCurrency = (of: (scope: Scope) => string): Form => ({
  ...comma,
  write: (point) => comma.write(point).replace(/,\d$/, '$&0'),
  attributes: (scope) => ({ AmountCurrencyIdentifier: of(scope) }),
});
const amount = inCurrency(({ currency }) => currency);
const accounted = inCurrency(({ vatCurrency, currency }) => vatCurrency ?? currency);
const day = compactDay({ Format: 'CCYYMMDD' });

const identifier: Part<model.Identifier>[] = [content('id'), attribute('SchemeID', 'scheme')];

function address(prefix: string): Part<model.Address>[] {
  return [
    streets(`${prefix}StreetName`),
    demanded(`${prefix}TownName`, 'city'),
    demanded(`${prefix}PostCodeIdentifier`, 'postcode'),
    leaf(`${prefix}CountrySubdivision`, 'region'),
    leaf('CountryCode', 'country'),
  ];
}

/** Up to three lines, of which the first must be there. */
function streets(name: string): Part<model.Address> {
  return {
    write({ street, street2, line }, into) {
      const filled = [street, street2, line];
      const last = filled.findLastIndex((text) => text !== undefined);
      for (const text of filled.slice(0, Math.max(1, last + 1))) into.children.push(element(name, {}, text ?? NONE));
      return last >= 0;
    },
    read(from, value) {
      for (const [index, { text }] of childrenOf(from, name).entries()) {
        const key = (['street', 'street2', 'line'] as const)[index];
        if (key && text !== '' && text !== NONE) value[key] = text;
      }
    },
  };
}

function demanded<T>(name: string, key: Parameters<typeof leaf<T>>[1]): Part<T> {
  const known = leaf<T>(name, key);
  return {
    write(value, into, scope) {
      const wrote = known.write(value, into, scope);
      if (!wrote) into.children.push(element(name, {}, NONE));
      return wrote;
    },
    read(from, value) {
      if (childrenOf(from, name)[0]?.text !== NONE) known.read(from, value);
    },
  };
}

function party(prefix: 'Seller' | 'Buyer'): Part<model.Party>[] {
  return [
    group(`${prefix}PartyIdentifier`, 'registration', identifier),
    leaf(`${prefix}OrganisationName`, 'name'),
    leaf(`${prefix}OrganisationTradingName`, 'tradingName'),
    leaf(`${prefix}OrganisationTaxCode`, 'vatId'),
    list(`${prefix}Code`, 'ids', identifier),
    group(`${prefix}PostalAddressDetails`, 'address', address(prefix)),
  ];
}

function contact(prefix: 'Seller' | 'Buyer'): Part<model.Party>[] {
  return [
    endpoint(`${prefix}OrganisationUnitNumber`),
    spread('contact', [
      leaf(`${prefix}ContactPersonName`, 'name'),
      within(`${prefix}CommunicationDetails`, [
        leaf(`${prefix}PhoneNumberIdentifier`, 'phone'),
        leaf(`${prefix}EmailaddressIdentifier`, 'email'),
      ]),
    ]),
  ];
}

/** ISO 6523 scheme of the OVT number, by which Finnish parties are addressed. */
const OVT = '0216';

/** Operators put the address here when they deliver; the frame, where there is one, says it with its scheme. */
function endpoint(name: string): Part<model.Party> {
  return {
    write: (value, into, scope) => within<model.Party>(name, [spread('endpoint', [content('id')])]).write(value, into, scope),
    read(from, value) {
      const [found] = childrenOf(from, name);
      if (found && found.text !== '') value.endpoint ??= { id: found.text, scheme: OVT };
    },
  };
}

const frameOf = (side: 'From' | 'To'): Part<model.Party>[] => [
  group(`${side}Identifier`, 'endpoint', identifier),
  leaf(`${side}Intermediator`, 'operator'),
];

/** The frame names both operators or is left out. */
const frame: Part<model.Invoice> = {
  write({ seller, buyer, number, issuedOn }, into, scope) {
    if (!(seller.endpoint && seller.operator && buyer.endpoint && buyer.operator)) return false;
    const node = element('MessageTransmissionDetails');
    within('MessageSenderDetails', frameOf('From')).write(seller, node, scope);
    within('MessageReceiverDetails', frameOf('To')).write(buyer, node, scope);
    const details = element('MessageDetails');
    for (const [name, text] of [
      ['MessageIdentifier', number.padStart(2, '0')],
      ['MessageTimeStamp', `${issuedOn}T12:00:00Z`],
      ['SpecificationIdentifier', 'EN16931'],
    ] as const) {
      fixed(name, text).write(number, details, scope);
    }
    node.children.push(details);
    into.children.push(node);
    return true;
  },
  read: within<model.Invoice>('MessageTransmissionDetails', [
    within('MessageSenderDetails', [spread('seller', frameOf('From'))]),
    within('MessageReceiverDetails', [spread('buyer', frameOf('To'))]),
  ]).read,
};

const sellerInformation: Part<model.Invoice> = within('SellerInformationDetails', [
  spread('seller', [leaf('SellerTaxRegistrationText', 'taxId'), leaf('SellerAdditionalLegalInfo', 'legalForm')]),
  {
    // The first account stands in the payment order at the end.
    write({ payment }, into, scope) {
      const further = payment?.accounts.slice(1) ?? [];
      for (const one of further) within('SellerAccountDetails', furtherAccount).write(one, into, scope);
      return further.length > 0;
    },
    read(from, value) {
      const found = childrenOf(from, 'SellerAccountDetails').map((node) => readParts(furtherAccount, node, {} as model.BankAccount));
      if (found.length > 0) value.payment = { ...(value.payment as model.Payment), accounts: found };
    },
  },
]);

const BIC = labelled({ IdentificationSchemeName: 'BIC' });
const IBAN = labelled({ IdentificationSchemeName: 'IBAN' });
const furtherAccount: Part<model.BankAccount>[] = [
  accountNumber('SellerAccountID'),
  leaf('SellerBic', 'bic', BIC),
  leaf('SellerAccountName', 'name'),
];

function accountNumber<T extends { id?: string }>(name: string): Part<T> {
  return {
    write({ id }, into) {
      const kind = { IdentificationSchemeName: looksLikeIban(id ?? '') ? 'IBAN' : 'BBAN' };
      into.children.push(element(name, kind, id ?? NO_ACCOUNT));
      return id !== undefined;
    },
    read(from, value) {
      const found = childrenOf(from, name)[0]?.text.replace(/\s/g, '');
      if (found && found !== NO_ACCOUNT) value.id = found;
    },
  };
}

const delivered: Part<model.Delivery>[] = [
  demanded('DeliveryOrganisationName', 'name'),
  group('DeliveryCode', 'location', identifier),
  group('DeliveryPostalAddressDetails', 'address', address('Delivery')),
];

const payee: Part<model.Payee>[] = [
  group('AnyPartyIdentifier', 'registration', identifier),
  leaf('AnyPartyOrganisationName', 'name'),
  group('AnyPartyCode', 'id', identifier),
];
const representative: Part<model.TaxRepresentative>[] = [
  leaf('AnyPartyOrganisationName', 'name'),
  leaf('AnyPartyOrganisationTaxCode', 'vatId'),
  group('AnyPartyPostalAddressDetails', 'address', address('AnyParty')),
];

/** UNTDID 3035: PE payee, LC party declaring the VAT. */
function anyParty<K extends 'payee' | 'taxRepresentative'>(
  key: K,
  code: string,
  title: string,
  parts: readonly Part<NonNullable<model.Invoice[K]>>[],
): Part<model.Invoice> {
  const role: Part<unknown> = {
    write(_, into) {
      into.children.push(element('AnyPartyText', { AnyPartyCode: code }, title));
      return false;
    },
    read() {},
  };
  return group<model.Invoice, K>('AnyPartyDetails', key, [role, ...parts] as never, {
    where: (node) => childrenOf(node, 'AnyPartyText')[0]?.attributes['AnyPartyCode'] === code,
  });
}

const totals: Part<model.Totals>[] = [
  leaf('RowsTotalVatExcludedAmount', 'lines', amount),
  leaf('DiscountsTotalVatExcludedAmount', 'allowances', amount),
  leaf('ChargesTotalVatExcludedAmount', 'charges', amount),
  leaf('InvoiceTotalVatExcludedAmount', 'withoutVat', amount),
  leaf('InvoiceTotalVatAmount', 'vat', amount),
  leaf('InvoiceTotalVatAccountingAmount', 'vatInAccounting', accounted),
  leaf('InvoiceTotalVatIncludedAmount', 'withVat', amount),
  leaf('InvoiceTotalRoundoffAmount', 'rounding', amount),
  leaf('InvoicePaidAmount', 'paid', amount),
];

/** The currencies of an invoice are those of its totals. */
const currencies: Part<model.Invoice> = {
  write: () => false,
  read(from, value) {
    const of = (name: string) => childrenOf(from, name)[0]?.attributes['AmountCurrencyIdentifier'];
    const [currency, vatCurrency] = [of('InvoiceTotalVatIncludedAmount'), of('InvoiceTotalVatAccountingAmount')];
    if (currency !== undefined) value.currency = currency;
    if (vatCurrency !== undefined) value.vatCurrency = vatCurrency;
  },
};

const breakdown: Part<model.VatBreakdown>[] = [
  leaf('VatBaseAmount', 'taxable', amount),
  leaf('VatRatePercent', 'rate', comma),
  leaf('VatCode', 'category'),
  leaf('VatRateAmount', 'tax', amount),
  leaf('VatFreeText', 'exemption'),
  leaf('VatExemptionReasonCode', 'exemptionCode'),
];

function allowance(reason: string): Part<model.Allowance>[] {
  return [
    leaf(reason, 'reason'),
    leaf('ReasonCode', 'reasonCode'),
    leaf('Percent', 'percent', comma),
    leaf('Amount', 'amount', amount),
    leaf('BaseAmount', 'base', amount),
  ];
}

function documentAllowance(reason: string): Part<model.DocumentAllowance>[] {
  return [...allowance(reason), spread('vat', [leaf('VatCategoryCode', 'category'), leaf('VatRatePercent', 'rate', comma)])];
}

const reference: Part<model.Invoice['preceding'][number]>[] = [leaf('InvoiceNumber', 'number'), leaf('InvoiceDate', 'issuedOn', day)];

/** Before 3.0 there was room for one earlier invoice only, and senders still use it. */
const preceding: Part<model.Invoice> = {
  write: list<model.Invoice, 'preceding'>('OriginalInvoiceReference', 'preceding', reference).write,
  read(from, value) {
    list<model.Invoice, 'preceding'>('OriginalInvoiceReference', 'preceding', reference).read(from, value);
    if (value.preceding.length > 0) return;
    const single = readParts<model.Invoice['preceding'][number]>(
      [leaf('OriginalInvoiceNumber', 'number'), leaf('OriginalInvoiceDate', 'issuedOn', day)],
      from,
      { number: '' },
    );
    if (single.number !== '') value.preceding = [single];
  },
};

const details: Part<model.Invoice>[] = [
  {
    write({ type }, into) {
      const credit = type === CREDIT_NOTE;
      into.children.push(
        element('InvoiceTypeCode', {}, credit ? 'INV02' : 'INV01'),
        element('InvoiceTypeCodeUN', {}, type),
        element('InvoiceTypeText', {}, credit ? 'CREDIT NOTE' : 'INVOICE'),
        element('OriginCode', {}, 'Original'),
      );
      return true;
    },
    read(from, value) {
      const [finnish, code] = ['InvoiceTypeCode', 'InvoiceTypeCodeUN'].map((name) => childrenOf(from, name)[0]?.text);
      value.type = code || (finnish === 'INV02' ? CREDIT_NOTE : '380');
    },
  },
  group('InvoicedObjectID', 'object', identifier),
  leaf('InvoiceNumber', 'number'),
  leaf('InvoiceDate', 'issuedOn', day),
  preceding,
  spread('period', [
    leaf<model.Period>('InvoicingPeriodStartDate', 'start', day),
    leaf<model.Period>('InvoicingPeriodEndDate', 'end', day),
  ]),
  leaf('OrderIdentifier', 'purchaseOrder'),
  leaf('OrderConfirmationIdentifier', 'salesOrder'),
  leaf('AgreementIdentifier', 'contract'),
  leaf('NotificationIdentifier', 'receivingAdvice'),
  leaf('BuyerReferenceIdentifier', 'buyerReference'),
  leaf('ProjectReferenceIdentifier', 'project'),
  spread('totals', totals),
  currencies,
  leaf('AccountDimensionText', 'accounting'),
  within('VatPoint', [leaf('VatPointDate', 'vatDate', day), leaf('VatPointDateCode', 'vatDateCode')]),
  list('VatSpecificationDetails', 'vat', breakdown),
  notes('InvoiceFreeText'),
  within('PaymentTermsDetails', [leaf('PaymentTermsFreeText', 'paymentTerms'), leaf('InvoiceDueDate', 'dueOn', day)]),
  list('DiscountDetails', 'allowances', documentAllowance('FreeText')),
  list('ChargeDetails', 'charges', documentAllowance('ReasonText')),
  leaf('TenderReference', 'tender'),
];

const discount: Part<model.Allowance>[] = [
  leaf('RowDiscountPercent', 'percent', comma),
  leaf('RowDiscountAmount', 'amount', amount),
  leaf('RowDiscountBaseAmount', 'base', amount),
  leaf('RowDiscountTypeCode', 'reasonCode'),
  leaf('RowDiscountTypeText', 'reason'),
];

/** One discount stands in the row itself, several in groups of their own. */
const discounts: Part<model.Line> = {
  write(value, into, scope) {
    const [only, ...others] = value.allowances;
    if (only && others.length === 0) return writeParts(discount, only, into, scope);
    return list<model.Line, 'allowances'>('RowProgressiveDiscountDetails', 'allowances', discount).write(value, into, scope);
  },
  read(from, value) {
    list<model.Line, 'allowances'>('RowProgressiveDiscountDetails', 'allowances', discount).read(from, value);
    const own = readParts(discount, from, {} as model.Allowance);
    if (own.amount !== undefined && value.allowances.length === 0) value.allowances = [own];
  },
};

const item: Part<model.Item>[] = [
  leaf('ArticleIdentifier', 'sellerId'),
  list('ArticleGroupIdentifier', 'classifications', [
    content('id'),
    attribute('SchemeID', 'scheme'),
    attribute('SchemeVersion', 'version'),
  ]),
  leaf('ArticleName', 'name'),
  leaf('ArticleDescription', 'description'),
  leaf('BuyerArticleIdentifier', 'buyerId'),
  group('EanCode', 'standardId', identifier),
  list('RowDefinitionDetails', 'attributes', [leaf('RowDefinitionHeaderText', 'name'), leaf('RowDefinitionValue', 'value')]),
];

const price: Part<model.Price>[] = [
  leaf('UnitPriceAmount', 'gross', amount),
  leaf('UnitPriceDiscountAmount', 'discount', amount),
  leaf('UnitPriceNetAmount', 'net', amount),
  within('UnitPriceBaseQuantity', [content('baseQuantity', comma), attribute('QuantityUnitCodeUN', 'baseUnit')]),
];

const row: Part<model.Line>[] = [
  group('InvoicedObjectID', 'object', identifier),
  spread('item', item),
  within('InvoicedQuantity', [content('quantity', comma), attribute('QuantityUnitCodeUN', 'unit')]),
  spread('period', [leaf<model.Period>('StartDate', 'start', day), leaf<model.Period>('EndDate', 'end', day)]),
  spread('price', price),
  leaf('RowOrderPositionIdentifier', 'orderLine'),
  leaf('RowPositionIdentifier', 'id'),
  within('RowDeliveryDetails', [spread('item', [leaf<model.Item>('RowCountryOfOrigin', 'origin')])]),
  leaf('RowAccountDimensionText', 'accounting'),
  leaf('RowFreeText', 'note'),
  discounts,
  list('RowChargeDetails', 'charges', allowance('ReasonText')),
  spread('vat', [leaf('RowVatRatePercent', 'rate', comma), leaf('RowVatCode', 'category')]),
  leaf('RowVatExcludedAmount', 'net', amount),
];

type Order = { id?: string; name?: string; bic?: string };

/** The payment order: what a payer's bank takes over. Its parts are demanded even where nothing is to be paid. */
const order: Part<model.Invoice> = {
  write({ issuedOn, dueOn, payment, totals }, into, scope) {
    const account: Order = payment?.accounts[0] ?? {};
    const node = element('EpiDetails');
    const identification = element('EpiIdentificationDetails');
    leaf<model.Invoice>('EpiDate', 'issuedOn', day).write({ issuedOn } as model.Invoice, identification, scope);
    fixed('EpiReference', payment?.reference ?? '').write(payment, identification, scope);
    const bank = element('EpiBfiPartyDetails');
    leaf<Order>('EpiBfiIdentifier', 'bic', BIC).write(account, bank, scope);
    const beneficiary = element('EpiBeneficiaryPartyDetails');
    writeParts<Order>([leaf('EpiNameAddressDetails', 'name'), accountNumber('EpiAccountID')], account, beneficiary, scope);
    const parties = element('EpiPartyDetails');
    parties.children.push(bank, beneficiary);
    const instruction = element('EpiPaymentInstructionDetails');
    instruction.children.push(...remittance(payment?.reference));
    leaf<model.Totals>('EpiInstructedAmount', 'due', amount).write(totals, instruction, scope);
    instruction.children.push(element('EpiCharge', { ChargeOption: 'SLEV' }, 'SLEV'));
    leaf<model.Invoice>('EpiDateOptionDate', 'dueOn', day).write({ dueOn: dueOn ?? issuedOn } as model.Invoice, instruction, scope);
    if (payment) writeParts(wayToPay, payment, instruction, scope);
    node.children.push(identification, parties, instruction);
    into.children.push(node);
    return true;
  },
  read(from, value) {
    const [node] = childrenOf(from, 'EpiDetails');
    if (!node) return;
    const account = readParts<Order>(
      [
        within('EpiPartyDetails', [
          within('EpiBfiPartyDetails', [leaf('EpiBfiIdentifier', 'bic', BIC)]),
          within('EpiBeneficiaryPartyDetails', [leaf('EpiNameAddressDetails', 'name'), accountNumber('EpiAccountID')]),
        ]),
      ],
      node,
      {},
    );
    const payment = readParts(
      [
        within<model.Payment>('EpiIdentificationDetails', [leaf('EpiReference', 'reference')]),
        within<model.Payment>('EpiPaymentInstructionDetails', [leaf('EpiRemittanceInfoIdentifier', 'reference'), ...wayToPay]),
      ],
      node,
      {} as model.Payment,
    );
    within<model.Invoice>('EpiPaymentInstructionDetails', [
      spread('totals', [leaf<model.Totals>('EpiInstructedAmount', 'due', amount)]),
    ]).read(node, value);
    const { id } = account;
    const first = id === undefined ? [] : [{ ...account, id }];
    if (first.length === 0 && Object.keys(payment).length === 0) return;
    // Before 3.0 the way to pay was not said: an order is a credit transfer.
    value.payment = {
      ...value.payment,
      ...payment,
      means: payment.means ?? '30',
      accounts: [...first, ...(value.payment?.accounts ?? [])],
    };
  },
};

const wayToPay: Part<model.Payment>[] = [leaf('EpiPaymentMeansCode', 'means'), leaf('EpiPaymentMeansText', 'meansText')];

/** Finnish (SPY) and international (ISO) references; any other is a mere text. */
function remittance(text = ''): XmlElement[] {
  const scheme = /^[0-9]{2,20}$/.test(text) ? 'SPY' : /^RF[0-9]{2}[0-9A-Za-z]{1,21}$/.test(text) ? 'ISO' : null;
  return scheme ? [element('EpiRemittanceInfoIdentifier', { IdentificationSchemeName: scheme }, text)] : [];
}

const CREDIT_NOTE = '381';

const documentParts: Part<model.Invoice>[] = [
  frame,
  within('SellerPartyDetails', [spread('seller', party('Seller'))]),
  spread('seller', contact('Seller')),
  sellerInformation,
  within('BuyerPartyDetails', [spread('buyer', party('Buyer'))]),
  spread('buyer', contact('Buyer')),
  within('DeliveryPartyDetails', [spread('delivery', delivered)]),
  within('DeliveryDetails', [spread('delivery', [leaf('DeliveryDate', 'date', day)]), leaf('DeliveryNoteIdentifier', 'despatchAdvice')]),
  anyParty('payee', 'PE', 'PAYEE', payee),
  anyParty('taxRepresentative', 'LC', 'TAX REPRESENTATIVE', representative),
  within('InvoiceDetails', details),
  within('PaymentCardInfo', [
    spread('payment', [spread('card', [leaf('PrimaryAccountNumber', 'number'), leaf('CardHolderName', 'holder')])]),
  ]),
  within('DirectDebitInfo', [
    spread('payment', [
      spread('debit', [
        leaf('MandateReference', 'mandate'),
        leaf('CreditorIdentifier', 'creditor'),
        leaf('DebitedAccountID', 'account', IBAN),
      ]),
    ]),
  ]),
  list('InvoiceRow', 'lines', row),
  order,
];

export function toFinvoice(invoice: model.Invoice): XmlElement {
  const root = element('Finvoice', { Version: '3.0' });
  const written = invoice.type === CREDIT_NOTE ? reversed(invoice) : invoice;
  writeParts(documentParts, written, root, invoice);
  return root;
}

export function fromFinvoice(root: XmlElement): model.Invoice {
  const invoice = readParts(documentParts, root, { attachments: [] } as unknown as model.Invoice);
  const isNegative = Number(invoice.totals?.withVat ?? 0) <= 0;
  return invoice.type === CREDIT_NOTE && isNegative ? reversed(invoice) : invoice;
}
