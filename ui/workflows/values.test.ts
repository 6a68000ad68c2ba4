import { describe, expect, it } from 'vitest';
import type { FieldDescription } from '../../client/index.ts';
import { parse } from '../../schema/index.ts';
import { provideWidgets } from '../fields/lookup.ts';
import type { ComparedAs, Widget } from '../fields/widget.ts';
import { daysIn, daysText, expressionOf, literalIn, literalText, read, templateOf, wayOf } from './values.ts';

const widget = (comparedAs?: ComparedAs) =>
  ({ text: String, Show: () => null, Edit: () => null, ...(comparedAs ? { comparedAs } : {}) }) as Widget;
provideWidgets({
  ...{ text: widget(), integer: widget('number'), money: widget('number'), date: widget('date'), checkbox: widget('boolean') },
  ...{ multi_picklist: widget('option'), reference: widget('record') },
});

const field = (type: string): FieldDescription => ({ name: type, type, to: [], options: [] }) as unknown as FieldDescription;

describe('values of fields in a workflow [CS-262]', () => {
  it.each([
    ['text', '"Call them"', 'fixed'],
    ['text', '"Call " & account.name', 'fixed'],
    ['text', 'upper(name)', 'expression'],
    ['text', 'name', 'field'],
    ['text', '', 'fixed'],
    ['integer', '-3', 'fixed'],
    ['money', 'amount * 2', 'expression'],
    ['date', 'today() + 7', 'days'],
    ['date', '"2026-06-30"', 'fixed'],
    ['date', 'closing_date', 'field'],
    ['checkbox', 'true', 'fixed'],
    ['multi_picklist', '"red"', 'expression'],
    ['multi_picklist', '', 'field'],
    ['reference', 'empty', 'empty'],
    ['text', 'half a (sentence', 'expression'],
  ])('offers a %s of %s as %s', (type, text, way) => {
    expect(wayOf(text, field(type))).toBe(way);
  });

  it.each(['Call {{account.name}}', '{{name}}', '{{name}} and {{account.name}}!', 'say "hi"', 'a {{ b', ''])(
    'keeps the text %s',
    (text) => {
      const expression = expressionOf(text);
      if (text === '') expect(expression).toBe('');
      else expect(templateOf(parse(expression))).toBe(text);
    },
  );

  it.each([0, 14, -1])('says %i days from now and reads it again', (days) => {
    expect(daysIn(read(daysText(days)))).toBe(days);
  });

  it('writes what widgets give as the language has it', () => {
    expect(literalText(field('integer'), 5)).toBe('5');
    expect(literalText(field('text'), '5')).toBe('"5"');
    expect(literalText(field('checkbox'), false)).toBe('false');
    expect(literalText(field('reference'), { id: 'a-1', title: 'A' })).toBe('"a-1"');
    expect(literalText(field('date'), null)).toBe('');
    expect(literalIn(read('-2.5'))).toBe('-2.5');
  });
});
