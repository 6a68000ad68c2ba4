// What an error leaves in the log: enough to find it, and nobody's data.

import { expect, it } from 'vitest';
import { printError } from './log.ts';

it('keeps message, place and causes of a fault', () => {
  const error = new Error('broken', { cause: new TypeError('deeper') });
  expect(printError(error)).toMatchObject({
    name: 'Error',
    message: 'broken',
    stack: expect.stringMatching(/^ {4}at /),
    cause: { name: 'TypeError', message: 'deeper' },
  });
  expect(printError('Anna')).toEqual({ message: 'string' });
});

it('drops what PostgreSQL quotes', () => {
  const error = Object.assign(new Error('invalid input syntax for type integer: "Anna"'), {
    code: '22P02',
    detail: 'Key (email)=(anna@example.com)',
  });
  const printed = JSON.stringify(printError(error));
  expect(printed).toContain('22P02');
  expect(printed).not.toMatch(/anna/i);
});
