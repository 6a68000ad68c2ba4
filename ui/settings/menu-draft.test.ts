import { expect, it } from 'vitest';
import { addItem, draftOf, moveHeader, moveItem, removeHeader, removeItem, storedOf } from './menu-draft.ts';

const all = [{ page: 'today' }, { module: 'accounts' }, { module: 'deals' }, { module: 'leads' }];
const link = { url: 'https://example.com', title: 'Wiki' };
const draft = () =>
  draftOf(
    all,
    [
      { title: 'A', items: [{ module: 'accounts' }, link] },
      { title: 'B', items: [{ module: 'deals' }, { module: 'gone' }] },
    ],
    ['leads'],
  );
const namesIn = (of: ReturnType<typeof draft>) =>
  storedOf(of).headers.map(({ items }) => items.map(({ module, page, url }) => module ?? page ?? url));

it('puts what is named nowhere at the end, and leaves out what is not there any more [CS-027]', () => {
  expect(namesIn(draft())).toEqual([['accounts', link.url], ['deals'], ['today']]);
  expect(storedOf(draft()).put_away).toEqual(['leads']);
  expect(namesIn(draftOf(all, null, []))).toEqual([['today', 'accounts', 'deals', 'leads']]);
});

it('moves items over the edges of headers, and headers as a whole', () => {
  const given = draft();
  const [a, b] = given.headers;
  expect(namesIn(moveItem(given, a!.items[0]!.key, 1))).toEqual([[link.url, 'accounts'], ['deals'], ['today']]);
  expect(namesIn(moveItem(given, a!.items[1]!.key, 1))).toEqual([['accounts'], [link.url, 'deals'], ['today']]);
  expect(namesIn(moveItem(given, b!.items[0]!.key, -1))).toEqual([['accounts', link.url, 'deals'], [], ['today']]);
  expect(namesIn(moveItem(given, a!.items[0]!.key, -1))).toEqual(namesIn(given));
  expect(namesIn(moveHeader(given, b!.key, -1))).toEqual([['deals'], ['accounts', link.url], ['today']]);
});

it('puts away modules and pages, not links, and shows them again at the end', () => {
  const given = draft();
  const without = removeHeader(given, given.headers[0]!.key);
  expect([namesIn(without), storedOf(without).put_away]).toEqual([
    [['deals'], ['today']],
    ['leads', 'accounts'],
  ]);
  const fewer = removeItem(given, given.headers[2]!.items[0]!.key);
  expect(storedOf(fewer).put_away).toEqual(['leads', 'today']);
  const shown = addItem(fewer, { module: 'leads' });
  expect([namesIn(shown).at(-1), storedOf(shown).put_away]).toEqual([['leads'], ['today']]);
});
