// Text without case and accents, as texts are compared and sorted. The same as kontor.fold() in db/fold.ts, bit for bit.

const ASCII = /^[\0-\x7f]*$/;
const MARKS = /[\u0300-\u036f]/g;
const LETTERS = /[ßæœøđłıς]/g;

/** Letters that have no decomposition in Unicode but are typed without their stroke, or as two letters. */
export const FOLDED_LETTERS: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ł: 'l',
  ı: 'i',
  ς: 'σ',
};

/** `Ångström` and `ANGSTROM` fold to the same text. Folding folded text changes nothing. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (ASCII.test(lower)) return lower;
  return lower
    .normalize('NFD')
    .replace(MARKS, '')
    .replace(LETTERS, (letter) => FOLDED_LETTERS[letter] ?? letter);
}
