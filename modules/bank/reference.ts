// References of payments: ISO 11649 (RF) and the Finnish national one, which may travel inside it.

/** At most 21 letters and digits; throws RangeError otherwise. */
export function rfReference(base: string): string {
  const body = compact(base);
  if (!/^[0-9A-Z]{1,21}$/.test(body)) throw new RangeError(`${base} is no base of a reference: 1 to 21 letters and digits`);
  return `RF${String(98n - remainder97(`${body}RF00`)).padStart(2, '0')}${body}`;
}

export function isRfReference(text: string): boolean {
  const body = compact(text);
  return /^RF\d{2}[0-9A-Z]{1,21}$/.test(body) && remainder97(body.slice(4) + body.slice(0, 4)) === 1n;
}

/** The base has 3 to 19 digits, of which leading zeros say nothing; throws RangeError otherwise. */
export function finnishReference(base: string | number): string {
  const digits = compact(String(base)).replace(/^0+/, '');
  if (!/^\d{3,19}$/.test(digits)) throw new RangeError(`${base} is no base of a reference: 3 to 19 digits`);
  return digits + finnishCheckDigit(digits);
}

export function isFinnishReference(text: string): boolean {
  const digits = compact(text).replace(/^0+/, '');
  return /^\d{4,20}$/.test(digits) && finnishCheckDigit(digits.slice(0, -1)) === digits.slice(-1);
}

/** As people read it: Finnish ones in fives from the right, RF in fours from the left. */
export function printedReference(text: string): string {
  const body = compact(text);
  return body.startsWith('RF') ? body.replace(/(.{4})(?=.)/g, '$1 ') : body.replace(/\B(?=(.{5})+$)/g, ' ');
}

/** What two spellings of one reference have in common: RF18 1234 5 is 12345, and leading zeros say nothing. */
export function referenceKey(text: string): string {
  const body = compact(text);
  return (isRfReference(body) ? body.slice(4) : body).replace(/^0+(?=.)/, '');
}

function compact(text: string): string {
  return text.replace(/\s/g, '').toUpperCase();
}

/** Weights 7, 3, 1 from the right; the sum is completed to the next ten. */
function finnishCheckDigit(digits: string): string {
  const sum = [...digits].reverse().reduce((all, digit, index) => all + Number(digit) * ([7, 3, 1][index % 3] ?? 0), 0);
  return String((10 - (sum % 10)) % 10);
}

/** ISO 7064, MOD 97-10: A is 10, Z is 35. */
function remainder97(text: string): bigint {
  return BigInt([...text].map((character) => Number.parseInt(character, 36)).join('')) % 97n;
}
