import { afterEach, expect, it } from 'vitest';
import { fromLocalInput, toLocalInput, usualInstants } from './as-of/instants.ts';
import { localToday } from './fields/date-text.ts';
import { formatDateTime } from './fields/format.ts';
import { clockOf, currentZone, instantAt, setZone } from './zone.ts';

const computer = currentZone();
afterEach(() => setZone(null));

it('tells and takes times by the clocks of the user’s zone, on every screen [CS-099]', () => {
  setZone('Asia/Tokyo');
  const at = '2026-03-04T16:30:00Z';
  expect(localToday(new Date(at))).toBe('2026-03-05');
  expect(formatDateTime(at, 'fi').replace(/\s/g, ' ')).toBe('05.03.2026 klo 01.30');
  expect(toLocalInput(at)).toBe('2026-03-05T01:30');
  expect(fromLocalInput('2026-03-05T01:30')).toBe('2026-03-04T16:30:00.000Z');
  expect(usualInstants(new Date('2026-03-31T20:00:00Z')).find(({ key }) => key === 'month')?.at).toBe('2026-03-31T15:00:00.000Z');
  setZone('Europe/Helsinki');
  // An hour that a change of the clocks leaves out.
  expect(clockOf(instantAt('2026-03-29T03:30'))).toBe('2026-03-29T04:30');
});

it.each([null, '', 'Mars/Olympus'])('goes by this computer where the zone is %j', (zone) => {
  setZone('Asia/Tokyo');
  setZone(zone);
  expect(currentZone()).toBe(computer);
});
