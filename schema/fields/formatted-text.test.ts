// HTML is cleaned with an allow-list: what could run or call home is gone, what people format stays.

import { describe, expect, it } from 'vitest';
import { singleField } from '../../tests/fixtures/field.ts';
import { formattedText } from '../builders.ts';

const story = singleField(formattedText());

describe('formatted_text [CS-032]', () => {
  it.each<[string, unknown]>([
    ['<p>Hello <strong>world</strong></p>', '<p>Hello <strong>world</strong></p>'],
    ['<ul><li>one</li></ul>', '<ul><li>one</li></ul>'],
    ['<a href="https://a.fi">a</a>', '<a href="https://a.fi">a</a>'],
    ['<p style="text-align: center; position: fixed">x</p>', '<p style="text-align:center">x</p>'],
    ['<p onclick="x()">x</p>', '<p>x</p>'],
    ['<script>alert(1)</script>', null],
    ['<p>x<script>alert(1)</script></p>', '<p>x</p>'],
    ['<img src="x" onerror="alert(1)">', '<img src="x" />'],
    ['<img src="https://tracker.example/p.gif">', '<img />'],
    ['<img src="data:image/svg+xml;base64,AAAA">', '<img />'],
    ['<img src="data:image/png;base64,AAAA">', '<img src="data:image/png;base64,AAAA" />'],
    ['<a href="javascript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href=" java\tscript:alert(1)">x</a>', '<a>x</a>'],
    ['<a href="//evil.example">x</a>', '<a>x</a>'],
    ['<iframe src="https://a.fi"></iframe>x', 'x'],
    ['<svg><script>x</script></svg>y', 'y'],
    ['<form><input name="q"></form>z', 'z'],
    ['<style>p{}</style>q', 'q'],
    ['a < b & c', 'a &lt; b &amp; c'],
    ['<p></p>', null],
    ['<p><br></p>', null],
    ['', null],
    [' ', null],
  ])('check(%j) is %j', (input, expected) => {
    expect(story.check(input)).toEqual(expected);
  });

  it('opens links of other windows safely', () => {
    expect(story.check('<a href="https://a.fi" target="_top" rel="x">a</a>')).toBe(
      '<a href="https://a.fi" target="_blank" rel="noopener noreferrer">a</a>',
    );
  });

  it('cleans what is clean no further', () => {
    const once = story.check('<p onclick="x">a &lt;script&gt; <b>b</b><br>c</p><table><tr><td colspan="2">d</td></tr></table>');
    expect(story.check(once)).toBe(once);
  });

  it('reads plain text as paragraphs and prints HTML as plain text', () => {
    expect(story.parse('one\ntwo & <three>')).toBe('<p>one</p><p>two &amp; &lt;three&gt;</p>');
    expect(story.parse('<p>one</p>')).toBe('<p>one</p>');
    expect(story.print('<p>one<br />two</p><ul><li>3 &lt; 4 &amp;amp; 5&#233;</li></ul>')).toBe('one\ntwo\n3 < 4 &amp; 5é');
  });

  it('has room for a megabyte', () => {
    expect(story.check('x'.repeat(1_048_577))).toBe('!too_long');
    expect(story.check(5)).toBe('!type');
  });
});
