// Dates, instants and times: strict on the wire, forgiving in files, exact in the database's text.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { date, datetime, time } from '../builders.ts';

describe('date', () => {
  const day = singleField(date());

  it.each<[unknown, unknown]>([
    ['2026-06-30', '2026-06-30'],
    [' 2026-06-30 ', '2026-06-30'],
    ['2024-02-29', '2024-02-29'],
    ['0001-01-01', '0001-01-01'],
    ['9999-12-31', '9999-12-31'],
    ['2023-02-29', '!not_a_date'],
    ['1900-02-29', '!not_a_date'],
    ['2000-02-29', '2000-02-29'],
    ['2026-04-31', '!not_a_date'],
    ['0000-01-01', '!not_a_date'],
    ['2026-6-3', '!not_a_date'],
    ['30.6.2026', '!not_a_date'],
    ['2026-06-30T00:00:00Z', '!not_a_date'],
    ['today', '!not_a_date'],
    [20260630, '!type'],
    ['', null],
    [null, null],
  ])('check(%j) is %j', (input, expected) => {
    expect(day.check(input)).toEqual(expected);
  });

  it('keeps its limits', () => {
    const limited = singleField(date({ min: '2020-01-01', max: '2029-12-31' }));
    expect(limited.check('2019-12-31')).toBe('!too_small');
    expect(limited.message('2030-01-01')).toBe('must not be after 2029-12-31');
  });

  it.each<[string, string | undefined, unknown]>([
    ['2026-06-30', undefined, '2026-06-30'],
    ['30.6.2026', 'D.M.YYYY', '2026-06-30'],
    ['30.06.2026', 'DD.MM.YYYY', '2026-06-30'],
    ['3.6.2026', 'DD.MM.YYYY', '2026-06-03'],
    ['6/30/2026', 'M/D/YYYY', '2026-06-30'],
    ['30-06-2026', 'DD-MM-YYYY', '2026-06-30'],
    ['20260630', 'YYYYMMDD', '2026-06-30'],
    ['30.6.26', 'D.M.YY', '2026-06-30'],
    ['30.6.85', 'D.M.YY', '1985-06-30'],
    ['30 Jun 2026', 'D MMM YYYY', '2026-06-30'],
    ['30. Juni 2026', 'D. MMMM YYYY', '2026-06-30'],
    ['30. kesäkuuta 2026', 'D. MMMM YYYY', '2026-06-30'],
    ['30 июня 2026', 'D MMMM YYYY', '2026-06-30'],
    ['3 sept. 2026', 'D MMM YYYY', '2026-09-03'],
    ['JUNE 30, 2026', 'MMMM D, YYYY', '2026-06-30'],
    ['5 mars 2026', 'D MMMM YYYY', '2026-03-05'],
    ['45000', 'excel', '2023-03-15'],
    ['60', 'excel', '1900-02-28'],
    ['1', 'excel', '1900-01-01'],
    ['61', 'excel', '1900-03-01'],
    ['2026-06-30', 'excel', '2026-06-30'],
    ['2026-06-30', 'DD.MM.YYYY', '2026-06-30'],
    ['2026-06-30 00:00:00', undefined, '2026-06-30'],
    ['2026-06-30 10:00', undefined, '!not_a_date'],
    ['30.06.2026 10:00', 'DD.MM.YYYY HH:mm', '2026-06-30'],
    ['30.06.2026', 'DD.MM.YYYY HH:mm', '2026-06-30'],
    ['31.06.2026', 'DD.MM.YYYY', '!not_a_date'],
    ['06/30/2026', 'DD/MM/YYYY', '!not_a_date'],
    ['30 foo 2026', 'D MMM YYYY', '!not_a_date'],
    ['soon', undefined, '!not_a_date'],
  ])('parse(%j) by %s is %j', (given, pattern, expected) => {
    expect(day.parse(given, pattern === undefined ? {} : { date: pattern })).toEqual(expected);
  });
});

describe('datetime', () => {
  const at = singleField(datetime());

  it.each<[unknown, unknown]>([
    ['2026-06-30T10:00:00Z', '2026-06-30T10:00:00.000Z'],
    ['2026-06-30T10:00Z', '2026-06-30T10:00:00.000Z'],
    ['2026-06-30t10:00:00.5z', '2026-06-30T10:00:00.500Z'],
    ['2026-06-30T10:00:00.123456789Z', '2026-06-30T10:00:00.123Z'],
    ['2026-06-30T12:00:00+02:00', '2026-06-30T10:00:00.000Z'],
    ['2026-06-30T00:30:00+0200', '2026-06-29T22:30:00.000Z'],
    ['2026-12-31T23:00:00-05:00', '2027-01-01T04:00:00.000Z'],
    ['2026-06-30 10:00:00Z', '2026-06-30T10:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
    ['0001-01-01T00:00:00+01:00', '!not_a_datetime'],
    ['9999-12-31T23:59:59-01:00', '!not_a_datetime'],
    ['2026-06-30T10:00:00', '!no_offset'],
    ['2026-06-30T24:00:00Z', '!not_a_datetime'],
    ['2026-06-30T10:60:00Z', '!not_a_datetime'],
    ['2026-02-30T10:00:00Z', '!not_a_datetime'],
    ['2026-06-30T10:00:00+25:00', '!not_a_datetime'],
    ['2026-06-30', '!not_a_datetime'],
    [1782813600000, '!type'],
    ['', null],
  ])('check(%j) is %j', (input, expected) => {
    expect(at.check(input)).toEqual(expected);
  });

  it.each<[string, string, unknown]>([
    ['2026-06-30 10:00:00+00', '', '2026-06-30T10:00:00.000Z'],
    ['2026-06-30 10:00:00.123+00', '', '2026-06-30T10:00:00.123Z'],
    ['2026-06-30 10:00:00.1+00', '', '2026-06-30T10:00:00.100Z'],
    ['2026-06-30 10:00:00.123456+00', '', '2026-06-30T10:00:00.123Z'],
  ])('reads the cell %s', (cell, _, expected) => {
    expect(at.read(cell)).toBe(expected);
  });

  it.each<[string, string, string | undefined, unknown]>([
    ['30.6.2026 10:00', 'D.M.YYYY HH:mm', 'Europe/Helsinki', '2026-06-30T07:00:00.000Z'],
    ['30.1.2026 10:00', 'D.M.YYYY HH:mm', 'Europe/Helsinki', '2026-01-30T08:00:00.000Z'],
    ['6/30/2026 2:05 PM', 'M/D/YYYY h:mm A', 'America/New_York', '2026-06-30T18:05:00.000Z'],
    ['6/30/2026 12:05 AM', 'M/D/YYYY h:mm A', undefined, '2026-06-30T00:05:00.000Z'],
    ['2026-06-30 10:00:05', 'YYYY-MM-DD HH:mm:ss', undefined, '2026-06-30T10:00:05.000Z'],
    ['2026-06-30T10:00:00+02:00', 'D.M.YYYY HH:mm', 'Europe/Helsinki', '2026-06-30T08:00:00.000Z'],
    ['30.6.2026', 'D.M.YYYY HH:mm', 'Europe/Oslo', '2026-06-29T22:00:00.000Z'],
    ['45000.5', 'excel', 'Europe/Oslo', '2023-03-15T11:00:00.000Z'],
    // Clocks go forward at 03:00 to 04:00, back at 04:00 to 03:00.
    ['29.3.2026 03:30', 'D.M.YYYY HH:mm', 'Europe/Helsinki', '2026-03-29T01:30:00.000Z'],
    ['25.10.2026 03:30', 'D.M.YYYY HH:mm', 'Europe/Helsinki', '2026-10-25T00:30:00.000Z'],
    ['25.10.2026 04:30', 'D.M.YYYY HH:mm', 'Europe/Helsinki', '2026-10-25T02:30:00.000Z'],
    ['soon', 'D.M.YYYY HH:mm', undefined, '!not_a_datetime'],
  ])('parse(%j) by %s in %s is %j', (given, pattern, zone, expected) => {
    expect(at.parse(given, { date: pattern, ...(zone ? { zone } : {}) })).toEqual(expected);
  });

  it('keeps limits by the instant, whatever the offset', () => {
    const limited = singleField(datetime({ min: '2026-06-30T12:00:00+02:00' }));
    expect(limited.check('2026-06-30T10:00:00Z')).toBe('2026-06-30T10:00:00.000Z');
    expect(limited.check('2026-06-30T11:59:00+02:00')).toBe('!too_small');
  });

  it('check and parse agree with print on every instant', () => {
    const instant = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true });
    fc.assert(
      fc.property(instant, (moment) => {
        const canonical = moment.toISOString();
        expect(at.check(canonical)).toBe(canonical);
        expect(at.parse(at.print(canonical))).toBe(canonical);
        const dayOnly = singleField(date());
        expect(dayOnly.parse(canonical.slice(0, 10))).toBe(canonical.slice(0, 10));
      }),
    );
  });
});

describe('time', () => {
  const clock = singleField(time());

  it.each<[unknown, unknown]>([
    ['14:30', '14:30'],
    ['14:30:00', '14:30'],
    ['14:30:05', '14:30:05'],
    ['00:00', '00:00'],
    ['24:00', '!not_a_time'],
    ['9:30', '!not_a_time'],
    ['14:60', '!not_a_time'],
    [1430, '!type'],
    ['', null],
  ])('check(%j) is %j', (input, expected) => {
    expect(clock.check(input)).toEqual(expected);
  });

  it.each<[string, unknown]>([
    ['9:30', '09:30'],
    ['9.30', '09:30'],
    ['09:30:15', '09:30:15'],
    ['2:30 pm', '14:30'],
    ['2 pm', '14:00'],
    ['12 am', '00:00'],
    ['13 pm', '!not_a_time'],
    ['25:00', '!not_a_time'],
    ['9', '!not_a_time'],
    ['noon', '!not_a_time'],
  ])('parse(%j) is %j', (given, expected) => {
    expect(clock.parse(given)).toEqual(expected);
  });

  it('reads cells and serial numbers', () => {
    expect(clock.read('14:30:00')).toBe('14:30');
    expect(clock.read('14:30:05')).toBe('14:30:05');
    expect(clock.parse('0.604166666666667', { date: 'excel' })).toBe('14:30');
  });
});
