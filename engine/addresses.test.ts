import { expect, it } from 'vitest';
import { isWithin, networkOf, normalRange } from './addresses.ts';
import { addressKey } from './failures.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:0:1::5', '2001:db8:0:1'],
  ['2001:db8::5', '2001:db8:0:0'],
  ['2001:db8::6:7', '2001:db8:0:0'],
  ['::1', '0:0:0:0'],
  ['unknown', 'unknown'],
])('%s is of the network %s', (address, network) => expect(networkOf(address)).toBe(network));

it('counts failures from all addresses of one network together, however they are written', () => {
  expect(addressKey('2001:db8::5')).toBe(addressKey('2001:db8:0:0:ffff::1'));
  expect(addressKey('2001:db8::5')).not.toBe(addressKey('2001:db8:0:1::5'));
});

it.each([
  ['10.1.2.3/8', '10.0.0.0/8'],
  ['192.0.2.7', '192.0.2.7'],
  ['2001:db8::1/32', '2001:db8::/32'],
  ['010.0.0.1', null],
  ['10.0.0.0/33', null],
])('%s is the range %s', (text, range) => expect(normalRange(text)).toBe(range));

it('knows an address of v4 that came over a v6 socket', () => {
  expect(isWithin('::ffff:10.1.2.3', '10.0.0.0/8')).toBe(true);
  expect(isWithin('2001:db8::1', '10.0.0.0/8')).toBe(false);
});
