// Tells single-byte encodings apart: decodes the same bytes in each and sees which one reads like words of a language.

import { analyse } from 'chardet';
import iconv from 'iconv-lite';
import type { EncodingGuess } from './encoding.ts';

/** Single-byte encodings in order of preference; earlier wins a tie. */
const CANDIDATES: readonly { readonly encoding: string; readonly languages: readonly string[] }[] = [
  { encoding: 'windows-1252', languages: ['western'] },
  { encoding: 'windows-1251', languages: ['cyrillic'] },
  { encoding: 'iso-8859-15', languages: ['western'] },
  { encoding: 'windows-1250', languages: ['central'] },
  { encoding: 'iso-8859-2', languages: ['central'] },
  { encoding: 'windows-1254', languages: ['turkish'] },
  { encoding: 'windows-1257', languages: ['baltic'] },
  { encoding: 'koi8-r', languages: ['cyrillic'] },
  { encoding: 'iso-8859-5', languages: ['cyrillic'] },
  { encoding: 'cp866', languages: ['cyrillic'] },
  { encoding: 'maccyrillic', languages: ['cyrillic'] },
  { encoding: 'windows-1253', languages: ['greek'] },
  { encoding: 'iso-8859-7', languages: ['greek'] },
  { encoding: 'cp850', languages: ['western'] },
  { encoding: 'macintosh', languages: ['western'] },
];

/** The letters beyond ASCII of one language each. A right reading has words whose letters all belong to one language. */
const LETTERS: Readonly<Record<string, readonly string[]>> = {
  western: ['äöåéüšž', 'äöüß', 'æøåéö', 'àâçéèêëîïôùûœ', 'áéíóúüñ', 'áâãàçéêíóôõú', 'àèéìòù', 'áðéíóúýþæö', 'äöüõšž', 'áàéèíóòúüïç'],
  central: ['ąćęłńóśźż', 'áčďéěíňóřšťúůýž', 'áäčďéíĺľňóôŕšťúýž', 'áéíóöőúüű', 'čćđšž', 'ăâîșțşţ', 'äöüß'],
  turkish: ['çğıöşüâîû'],
  baltic: ['āčēģīķļņšūž', 'ąčęėįšųūž', 'äöüõšž'],
  cyrillic: [
    'абвгдежзийклмнопрстуфхцчшщъыьэюяё',
    'абвгґдеєжзиіїйклмнопрстуфхцчшщьюя',
    'абвгдђежзијклљмнњопрстћуфхцчџш',
    'абвгдеёжзійклмнопрстуўфхцчшыьэюя',
  ],
  greek: ['αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋΐΰ'],
};

/** The commonest letters of Russian and its neighbours: other Cyrillic encodings turn them into rare ones. */
const COMMON_CYRILLIC = 'оеаинтсрвлкмдпуі';

/** Chinese, Japanese and Korean encodings are told by chardet alone, and only when it is sure. */
const WIDE: Readonly<Record<string, string>> = {
  Shift_JIS: 'shift_jis',
  'EUC-JP': 'euc-jp',
  'EUC-KR': 'euc-kr',
  Big5: 'big5',
  GB18030: 'gb18030',
};

/** Decodes the sample in every encoding and takes the one that reads most like words. */
export function weigh(sample: Buffer): EncodingGuess {
  const opinions = analyse(sample);
  const asian = opinions[0] && opinions[0].confidence >= 40 ? WIDE[opinions[0].name] : undefined;
  if (asian) return { encoding: asian, mark: false, confidence: 0.7, broken: 0 };
  const scored = CANDIDATES.map((candidate, order) => {
    const text = iconv.decode(sample, candidate.encoding);
    const opinion = opinions.find(({ name }) => sameEncoding(name.toLowerCase(), candidate.encoding))?.confidence ?? 0;
    return { encoding: candidate.encoding, score: plausibility(text, candidate.languages) + opinion / 400 - order / 200, text };
  }).sort((left, right) => right.score - left.score);
  const best = scored[0] as (typeof scored)[number];
  const rival = scored.find((other) => other.text !== best.text) ?? best;
  return {
    encoding: best.encoding,
    mark: false,
    confidence: Math.max(0.1, Math.min(0.95, 0.5 + (best.score - rival.score) / 4)),
    broken: best.text.split('\ufffd').length - 1,
  };
}

/** chardet says iso-8859-1 of what the world calls windows-1252. */
function sameEncoding(opinion: string, encoding: string): boolean {
  return (
    opinion === encoding ||
    (opinion === 'iso-8859-1' && encoding === 'windows-1252') ||
    (opinion === 'iso-8859-9' && encoding === 'windows-1254')
  );
}

/** How much a text reads like words: about 3 where all words belong to one language, below 0 where signs stand inside words. */
function plausibility(text: string, families: readonly string[]): number {
  const words = text.match(WORDS) ?? [];
  if (words.length === 0) return 0;
  const languages = families.flatMap((family) => LETTERS[family] ?? []);
  const covered = languages.map(() => 0);
  let sum = 0;
  for (const word of words) {
    const letters = [...word.toLowerCase()].filter((letter) => letter > '\x7f' && /\p{L}/u.test(letter));
    const fits = languages.map((language) => letters.length > 0 && letters.every((letter) => language.includes(letter)));
    for (const [index, fit] of fits.entries()) if (fit) covered[index] = (covered[index] as number) + 1;
    sum += letters.length === 0 ? (USUAL_SIGNS.test(word) ? 2 : 0) : fits.includes(true) ? (word.length === 1 ? 1 : 2) : -1;
    sum += strangeness(word, families);
  }
  return (sum + Math.max(...covered)) / words.length;
}

const WORDS = /[^\s,;|"<>()/\\:]*\P{ASCII}[^\s,;|"<>()/\\:]*/gu;

const USUAL_SIGNS = /^[\p{ASCII}€£°§²“”„‘’–—…•«»№©®™\u00a0]+$/u;

/** Below zero for signs and mixtures that no word has; a little above for letters that are common. */
function strangeness(word: string, families: readonly string[]): number {
  const latin = !families.includes('cyrillic') && !families.includes('greek');
  let points = 0;
  if (/[\u0080-\u009f\ufffd\u2500-\u25ff]/.test(word)) points -= 5;
  if (/\p{L}[^\p{L}\p{N}\p{M}\p{ASCII}’‘´\u00ad\u00a0]\p{L}/u.test(word)) points -= 3;
  if (/\p{L}[¤¦¬¯¸¹³±¼½¾¿¡¨‰ˆ˜†‡ºª×÷]|[¤¦¬¯¸¹³¼½¾¨‰ˆ˜†‡ºª×÷]\p{L}/u.test(word)) points -= 3;
  if (/[¤¦¬¯¨¸ˆ˜]/.test(word)) points -= 1;
  if (!latin && /[a-z]\P{ASCII}|\P{ASCII}[a-z]/iu.test(word)) points -= 4;
  // No language in Latin letters writes three beyond ASCII in a row.
  if (latin && /[\p{L}--\p{ASCII}]{3}/v.test(word)) points -= 3;
  // Capitals after small letters: a Cyrillic text read in the wrong Cyrillic encoding.
  if (/[\p{Ll}--\p{ASCII}]\p{Lu}|\p{Ll}[\p{Lu}--\p{ASCII}]/v.test(word)) points -= 3;
  if (families.includes('cyrillic')) {
    const letters = [...word.toLowerCase()].filter((letter) => letter > '\x7f');
    if (letters.length > 1) points += letters.filter((letter) => COMMON_CYRILLIC.includes(letter)).length / letters.length - 0.3;
    else points -= 0.5;
  }
  return points;
}
