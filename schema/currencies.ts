// Currencies in use: ISO 4217 codes with the digits of their minor unit. State of January 2026.

/** Of amounts that come without a currency, unless the field says another. */
export const DEFAULT_CURRENCY = 'EUR';

/** Digits of the minor unit where they are not two. */
const DIGITS: readonly [digits: number, codes: string][] = [
  [0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'],
  [3, 'BHD IQD JOD KWD LYD OMR TND'],
  [4, 'CLF UYW'],
];

const TWO_DIGITS =
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP ' +
  'CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD ' +
  'KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR ' +
  'PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU ' +
  'UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG';

/** Withdrawn in recent years: old records and imported books still hold them. */
const WITHDRAWN = 'ANG BGN CUC HRK SLL ZWL';

const minorDigitsOf: ReadonlyMap<string, number> = new Map([
  ...`${TWO_DIGITS} ${WITHDRAWN}`.split(' ').map((code): [string, number] => [code, 2]),
  ...DIGITS.flatMap(([digits, codes]) => codes.split(' ').map((code): [string, number] => [code, digits])),
]);

/** Signs people write instead of codes. The first currency is meant unless the context says another of the list. */
export const currencySigns: Readonly<Record<string, readonly string[]>> = {
  '€': ['EUR'],
  $: ['USD', 'CAD', 'AUD', 'NZD', 'SGD', 'HKD', 'MXN'],
  '£': ['GBP'],
  '¥': ['JPY', 'CNY'],
  '₽': ['RUB'],
  'руб.': ['RUB'],
  руб: ['RUB'],
  kr: ['SEK', 'NOK', 'DKK', 'ISK'],
  'kr.': ['DKK', 'NOK', 'SEK', 'ISK'],
  zł: ['PLN'],
  Kč: ['CZK'],
  Ft: ['HUF'],
  '₴': ['UAH'],
  '₹': ['INR'],
  '₺': ['TRY'],
  '₩': ['KRW'],
  '₪': ['ILS'],
  R$: ['BRL'],
  'Fr.': ['CHF'],
};

/** ISO 4217, in the order of the alphabet, recently withdrawn ones among them. */
export const currencyCodes: readonly string[] = [...minorDigitsOf.keys()].sort();

/** Whether it is such a code, in capitals. */
export function isCurrency(code: string): boolean {
  return minorDigitsOf.has(code);
}

/** Digits after the point that an amount has at least; 2 for what is no currency. */
export function minorDigits(code: string): number {
  return minorDigitsOf.get(code) ?? 2;
}
