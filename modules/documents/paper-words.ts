// Words of printed documents, in the languages of their readers.

import type { Values } from '../../engine/index.ts';

export interface PaperWords {
  readonly quotes: string;
  readonly sales_orders: string;
  readonly purchase_orders: string;
  readonly invoices: string;
  readonly credit_invoices: string;
  readonly date: string;
  readonly due: string;
  readonly validUntil: string;
  readonly delivery: string;
  readonly period: string;
  readonly theirReference: string;
  readonly vatNumber: string;
  readonly businessId: string;
  readonly credits: string;
  readonly description: string;
  readonly quantity: string;
  readonly price: string;
  readonly discount: string;
  readonly tax: string;
  readonly amount: string;
  readonly subtotal: string;
  readonly subtotalHere: string;
  readonly freight: string;
  readonly net: string;
  readonly taxOf: string;
  readonly total: string;
  readonly rounding: string;
  readonly payable: string;
  readonly inclusive: string;
  readonly payment: string;
  readonly reference: string;
  readonly draft: string;
  readonly page: string;
  /** Of units as they are stored. */
  readonly units: Readonly<Record<string, string>>;
}

const en: PaperWords = {
  ...{
    quotes: 'Quote',
    purchase_orders: 'Purchase order',
    sales_orders: 'Order confirmation',
    invoices: 'Invoice',
    credit_invoices: 'Credit invoice',
  },
  ...{ date: 'Date', due: 'Due date', validUntil: 'Valid until', delivery: 'Delivery date', theirReference: 'Your reference' },
  period: 'Period',
  units: {},
  ...{ vatNumber: 'VAT number', businessId: 'Business ID', credits: 'Credits invoice' },
  ...{ description: 'Description', quantity: 'Quantity', price: 'Price', discount: 'Discount', tax: 'VAT', amount: 'Amount' },
  ...{
    subtotal: 'Sum of lines',
    subtotalHere: 'Sub-total',
    freight: 'Freight and charges',
    net: 'Without VAT',
    taxOf: 'VAT {rate} of {base}',
  },
  ...{ total: 'Total', rounding: 'Rounding', payable: 'To be paid', inclusive: 'Prices include VAT' },
  ...{ payment: 'Payment', reference: 'Reference', draft: 'Draft', page: 'Page {page} of {pages}' },
};

const words: Readonly<Record<string, PaperWords>> = {
  en,
  fi: {
    ...{
      quotes: 'Tarjous',
      purchase_orders: 'Ostotilaus',
      sales_orders: 'Tilausvahvistus',
      invoices: 'Lasku',
      credit_invoices: 'Hyvityslasku',
    },
    ...{ date: 'Päiväys', due: 'Eräpäivä', validUntil: 'Voimassa asti', delivery: 'Toimituspäivä', theirReference: 'Viitteenne' },
    period: 'Ajalta',
    units: { pcs: 'kpl', hour: 't', day: 'pv', month: 'kk', year: 'v' },
    ...{ vatNumber: 'ALV-numero', businessId: 'Y-tunnus', credits: 'Hyvittää laskun' },
    ...{ description: 'Kuvaus', quantity: 'Määrä', price: 'Hinta', discount: 'Alennus', tax: 'ALV', amount: 'Summa' },
    ...{
      subtotal: 'Rivit yhteensä',
      subtotalHere: 'Välisumma',
      freight: 'Rahti ja lisät',
      net: 'Veroton yhteensä',
      taxOf: 'ALV {rate}, peruste {base}',
    },
    ...{ total: 'Yhteensä', rounding: 'Pyöristys', payable: 'Maksettava', inclusive: 'Hinnat sisältävät arvonlisäveron' },
    ...{ payment: 'Maksu', reference: 'Viite', draft: 'Luonnos', page: 'Sivu {page}/{pages}' },
  },
  sv: {
    ...{
      quotes: 'Offert',
      purchase_orders: 'Inköpsorder',
      sales_orders: 'Orderbekräftelse',
      invoices: 'Faktura',
      credit_invoices: 'Kreditfaktura',
    },
    ...{ date: 'Datum', due: 'Förfallodag', validUntil: 'Gäller till', delivery: 'Leveransdatum', theirReference: 'Er referens' },
    period: 'Period',
    units: { pcs: 'st', hour: 'tim', day: 'dag', month: 'mån', year: 'år' },
    ...{ vatNumber: 'Momsnummer', businessId: 'Organisationsnummer', credits: 'Krediterar faktura' },
    ...{ description: 'Beskrivning', quantity: 'Antal', price: 'Pris', discount: 'Rabatt', tax: 'Moms', amount: 'Belopp' },
    ...{
      subtotal: 'Radernas summa',
      subtotalHere: 'Delsumma',
      freight: 'Frakt och avgifter',
      net: 'Utan moms',
      taxOf: 'Moms {rate} på {base}',
    },
    ...{ total: 'Totalt', rounding: 'Avrundning', payable: 'Att betala', inclusive: 'Priserna innehåller moms' },
    ...{ payment: 'Betalning', reference: 'Referens', draft: 'Utkast', page: 'Sida {page} av {pages}' },
  },
  de: {
    ...{
      quotes: 'Angebot',
      purchase_orders: 'Bestellung',
      sales_orders: 'Auftragsbestätigung',
      invoices: 'Rechnung',
      credit_invoices: 'Gutschrift',
    },
    ...{ date: 'Datum', due: 'Fällig am', validUntil: 'Gültig bis', delivery: 'Lieferdatum', theirReference: 'Ihr Zeichen' },
    period: 'Zeitraum',
    units: { pcs: 'Stk.', hour: 'Std.', day: 'Tag', month: 'Monat', year: 'Jahr' },
    ...{ vatNumber: 'USt-IdNr.', businessId: 'Handelsregister', credits: 'Gutschrift zur Rechnung' },
    ...{ description: 'Beschreibung', quantity: 'Menge', price: 'Preis', discount: 'Rabatt', tax: 'USt', amount: 'Betrag' },
    ...{
      subtotal: 'Summe der Zeilen',
      subtotalHere: 'Zwischensumme',
      freight: 'Fracht und Zuschläge',
      net: 'Netto',
      taxOf: 'USt {rate} auf {base}',
    },
    ...{ total: 'Gesamtbetrag', rounding: 'Rundung', payable: 'Zu zahlen', inclusive: 'Preise enthalten die Umsatzsteuer' },
    ...{ payment: 'Zahlung', reference: 'Verwendungszweck', draft: 'Entwurf', page: 'Seite {page} von {pages}' },
  },
  ru: {
    ...{
      quotes: 'Предложение',
      purchase_orders: 'Заказ поставщику',
      sales_orders: 'Подтверждение заказа',
      invoices: 'Счёт',
      credit_invoices: 'Кредит-счёт',
    },
    ...{ date: 'Дата', due: 'Срок оплаты', validUntil: 'Действует до', delivery: 'Дата поставки', theirReference: 'Ваша ссылка' },
    period: 'Период',
    units: { pcs: 'шт.', hour: 'ч', day: 'дн.', month: 'мес.', year: 'г.', kg: 'кг', m: 'м' },
    ...{ vatNumber: 'Номер НДС', businessId: 'Регистрационный номер', credits: 'К счёту' },
    ...{ description: 'Наименование', quantity: 'Кол-во', price: 'Цена', discount: 'Скидка', tax: 'НДС', amount: 'Сумма' },
    ...{
      subtotal: 'Сумма строк',
      subtotalHere: 'Промежуточный итог',
      freight: 'Доставка и надбавки',
      net: 'Без НДС',
      taxOf: 'НДС {rate} от {base}',
    },
    ...{ total: 'Итого', rounding: 'Округление', payable: 'К оплате', inclusive: 'Цены включают НДС' },
    ...{ payment: 'Оплата', reference: 'Назначение', draft: 'Черновик', page: 'Страница {page} из {pages}' },
  },
};

export function paperWords(language: unknown): PaperWords {
  return words[String(language ?? 'en')] ?? en;
}

/** `Invoice 2026-00012` */
export function paperTitle({ entity, record, language }: { entity: string; record: Values; language: string }): string {
  const words = paperWords(language);
  const kind = record.type === 'credit_invoice' ? 'credit_invoices' : entity;
  return `${words[kind as keyof PaperWords]} ${record.number ?? words.draft}`;
}

export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
