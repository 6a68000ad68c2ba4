// Units of lines and their codes of UN/ECE Recommendation 20.

const CODES: Readonly<Record<string, string>> = {
  pcs: 'C62',
  hour: 'HUR',
  day: 'DAY',
  month: 'MON',
  year: 'ANN',
  kg: 'KGM',
  m: 'MTR',
};

/** A unit of one's own that is no code counts as "one". */
export function unitCode(unit: unknown): string {
  const written = String(unit ?? '');
  return CODES[written] ?? (/^[A-Z0-9]{2,3}$/.test(written) ? written : 'C62');
}

export function unitName(code: string): string {
  return Object.keys(CODES).find((name) => CODES[name] === code) ?? code;
}
