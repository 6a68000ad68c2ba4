// Folding of text.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fold } from './fold.ts';

it.each([
  ['Ångström', 'angstrom'],
  ['STRASSE', 'strasse'],
  ['Straße', 'strasse'],
  ['ẞ', 'ss'],
  ['Œuvre Łódź Ærø Đà', 'oeuvre lodz aero da'],
  ['İstanbul ısı', 'istanbul isi'],
  ['ΟΔΥΣΣΕΎΣ', 'οδυσσευσ'],
  ['Ёлка и Йод', 'елка и иод'],
  ['東京 ガ', '東京 カ\u3099'],
])('folds %s to %s', (text, folded) => expect(fold(text)).toBe(folded));

it('changes nothing that is folded', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => fold(fold(text)) === fold(text)));
});
