// References and account numbers: published examples, and what must not pass.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { normalBic, normalIban, printedIban } from './iban.ts';
import { finnishReference, isFinnishReference, isRfReference, printedReference, referenceKey, rfReference } from './reference.ts';

it('gives references their check digits', () => {
  expect(rfReference('539007547034')).toBe('RF18539007547034');
  expect(rfReference('2348 236')).toBe('RF332348236');
  expect(finnishReference('123456')).toBe('1234561');
  expect(finnishReference(1234)).toBe('12344');
  expect(() => finnishReference('12')).toThrow(RangeError);
  expect(() => rfReference('Ä')).toThrow(RangeError);
});

it.each(['RF18 5390 0754 7034', 'rf332348236', 'RF471234567890'])('takes %s', (text) => expect(isRfReference(text)).toBe(true));
it.each(['RF19539007547034', 'RF18', 'RF18 5390 0754 7043', '539007547034', ''])('refuses %s', (text) =>
  expect(isRfReference(text)).toBe(false),
);
it.each(['1234561', '0000 1234561', '12344'])('takes the Finnish %s', (text) => expect(isFinnishReference(text)).toBe(true));
it.each(['1234562', '123', '', '12345678901234567890123', '12A44'])('refuses the Finnish %s', (text) =>
  expect(isFinnishReference(text)).toBe(false),
);

it('finds every digit that was mistyped, and prints what it reads', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[1-9]\d{2,18}$/), fc.nat(18), fc.integer({ min: 1, max: 9 }), (base, at, change) => {
      const whole = finnishReference(base);
      const rf = rfReference(whole);
      const index = at % whole.length;
      const wrong = whole.slice(0, index) + ((Number(whole[index]) + change) % 10) + whole.slice(index + 1);
      expect([isFinnishReference(whole), isRfReference(rf)]).toEqual([true, true]);
      expect(isRfReference(rf.slice(0, 4) + wrong)).toBe(false);
      expect(referenceKey(rf)).toBe(referenceKey(`000${whole}`));
      expect(printedReference(whole).replaceAll(' ', '')).toBe(whole);
    }),
  );
  expect(printedReference('1234561')).toBe('12 34561');
  expect(printedReference('RF18539007547034')).toBe('RF18 5390 0754 7034');
});

it('checks account numbers', () => {
  expect(normalIban('fi21 1234 5600 0007 85')).toBe('FI2112345600000785');
  expect(normalIban('FI21 1234 5600 0007 86')).toBeNull();
  expect(normalIban('FI21 1234 5600 0007 8')).toBeNull();
  expect(printedIban('FI2112345600000785')).toBe('FI21 1234 5600 0007 85');
  expect([normalBic('ndeafihh'), normalBic('NDEAFIHHXXX'), normalBic('NDEA')]).toEqual(['NDEAFIHH', 'NDEAFIHHXXX', null]);
});
