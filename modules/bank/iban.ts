// Account numbers and banks' codes as people type them.

import { electronicFormatIBAN, friendlyFormatIBAN, isValidBIC, isValidIBAN } from 'ibantools';

/** Without blanks, in capitals; null for what is no IBAN. */
export function normalIban(text: string): string | null {
  const compact = electronicFormatIBAN(text);
  return compact !== null && isValidIBAN(compact) ? compact : null;
}

/** In fours, as it is printed. */
export function printedIban(iban: string): string {
  return friendlyFormatIBAN(iban) ?? iban;
}

export function normalBic(text: string): string | null {
  const compact = text.replace(/\s/g, '').toUpperCase();
  return isValidBIC(compact) ? compact : null;
}
