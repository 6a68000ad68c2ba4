// Every screen, for everybody, on both sizes; the main ones in every language. Not each with each: every screen once for each
// person, size, colour and language that it is asked for.

import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { axeFaultsOf } from './axe.ts';
import { type House, missing, openHouse, setUp } from './house.ts';
import { type Watcher, watcher } from './watcher.ts';

const password = 'correct horse battery';

type Texts = { readonly [name: string]: Texts | string };
const textsOf = (language: string): Texts =>
  JSON.parse(readFileSync(new URL(`../../ui/translations/${language}.json`, import.meta.url), 'utf8'));
const english = textsOf('en');
/** What a text looks like that has no translation: its key. In brackets it is a tag of a template. */
const key = new RegExp(`(?<![\\w/@.[-])(${Object.keys(english).join('|')})(\\.[a-zA-Z]\\w*)+(?![\\w/@])`, 'g');

const sizes = {
  desktop: { viewport: { width: 1280, height: 900 }, colorScheme: 'dark' },
  phone: { viewport: { width: 360, height: 740 }, colorScheme: 'light' },
} as const;

/** The screen, and what stands there once it is more than a frame. Words that begin with $ are records. */
type Screen = readonly [path: string, ready: string];

/** Rows, which are cards on a phone. */
const LIST = '[role=grid], [role=list], ul';

const everyday: readonly Screen[] = [
  ['/', 'h1'],
  ['/home/management', 'svg'],
  ['/today', 'h1'],
  ['/calendar', 'h1'],
  ['/contacts', LIST],
  ['/deals?face=board', '[data-column], section, ul'],
  ['/deals?group=stage', LIST],
  ['/deals/$deal', 'article h1, h1'],
  ['/deals/$deal?edit=1', 'form'],
  ['/accounts/new', 'form'],
  ['/activities/new', 'form'],
  ['/deals?face=calendar', '[data-date]'],
  ['/deals?face=chart', 'canvas, svg, table'],
  ['/contacts/$contact', 'article h1, h1'],
  ['/reports', 'h1'],
  ['/reports/files', 'h1'],
  ['/reports/$report', '[role=table]'],
  ['/reports/$report/edit', 'h1'],
  ['/analysis', 'table'],
  ['/import/deals', 'h1, h2'],
  ['/jobs', 'h1'],
  ['/log', 'ol'],
  ['/account', 'h1'],
  ['/duplicates/accounts', 'h1'],
  ['/merge/accounts?ids=$account,$other', 'h1, h2'],
  ['/users/$me', 'h1'],
];

const administration: readonly Screen[] = [
  ['/settings', 'h1'],
  ['/settings/fields/deals', 'h1'],
  ['/settings/cards/deals', 'h1'],
  ['/settings/data/accounts', 'h1'],
  ['/settings/staff', 'h1'],
  ['/settings/protection', 'h1'],
  ['/settings/addresses', 'h1'],
  ['/settings/modules', 'h1'],
  ['/settings/words/accounts', 'h1'],
  ['/settings/menu', 'h1'],
  ['/settings/numbers', 'h1'],
  ['/settings/phone', 'h1'],
  ['/settings/report-scope', 'h1'],
  ['/workflows', 'h1'],
  ['/workflows/new', 'h1'],
  ['/workflows/$workflow', 'h1'],
  ['/workflows/runs', 'h1'],
  ['/contacts/$contact/personal-data', 'h1'],
  ['/settings/general_settings', 'form'],
  ['/settings/mail_settings', 'form'],
  ['/data_settings', LIST],
  ['/permission_sets', LIST],
  ['/departments/new', 'form'],
];

const everything = [...everyday, ...administration];

/** What the addresses of each screen look like: `/settings/fields/{-$entity}` may end with a noun or not. */
const routes = [...readFileSync(new URL('../../ui/routes.tsx', import.meta.url), 'utf8').matchAll(/^ {2}path: '(.+)'/gm)].map(
  ([, path = '']) => new RegExp(`^${path.replace(/\/\{-\$\w+\}/g, '(/[^/]+)?').replace(/\$\w+/g, '[^/]+')}$`),
);

/** axe looks where everything is there: on a dark desktop and on a light phone. */
const visits: readonly (readonly [who: string, size: keyof typeof sizes, language: string, screens: readonly Screen[], axe: boolean])[] = [
  ['salesperson', 'desktop', 'en', everyday, false],
  ['salesperson', 'phone', 'ru', everyday, false],
  ['manager', 'desktop', 'sv', everyday, false],
  ['manager', 'phone', 'de', everyday, false],
  ['administrator', 'desktop', 'de', everything, true],
  ['administrator', 'phone', 'fi', everything, true],
];

describe.skipIf(missing)(`every screen for everybody${missing ? ` (skipped: ${missing})` : ''}`, () => {
  let house: House;
  const ids: Record<string, string> = {};

  setUp(async () => {
    house = await openHouse();
    const { records } = house.system;
    const department = await house.idOf('departments');
    for (const [login, set] of [
      ['salesperson', 'Agent'],
      ['manager', 'Manager'],
      ['administrator', 'Administrator'],
    ] as const) {
      const permission_sets = [await house.idOf('permission_sets', `name = "${set}"`)];
      ids[login] = String((await records.create('users', { login, name: `Анна ${login}`, password, department, permission_sets })).id);
    }
    // The salesperson's own: all three may see it.
    const owner = ids.salesperson;
    const make = async (entity: string, values: Record<string, unknown>) => String((await records.create(entity, { owner, ...values })).id);
    ids.account = await make('accounts', { name: `Öljy & Kumppanit ${'pitkä nimi '.repeat(9)}`, city: 'Turku' });
    ids.other = await make('accounts', { name: 'Öljy & Kumppanit Oy', city: 'Turku' });
    await records.update('data_settings', await house.idOf('data_settings', 'entity = "accounts"'), { merge: true });
    const lines = [{ description: 'Gateway', quantity: '2', unit_price: { amount: '123456789012', currency: 'EUR' } }];
    ids.deal = await make('deals', { name: 'Шлюзы', account: ids.account, lines, closing_date: '2026-06-30' });
    ids.contact = await make('contacts', { last_name: 'Щербаков', account: ids.account, next_action_on: '2020-01-01' });
    await make('activities', { subject: 'X-100', due_on: '2020-01-01', related_to: { entity: 'deals', id: ids.deal } });
    const columns = [
      { id: 'c1', level: 0, value: 'name' },
      { id: 'c2', level: 0, value: 'amount', totals: ['sum'] },
    ];
    const definition = { entity: 'deals', links: [], columns, groups: [{ level: 0, value: 'stage' }] };
    const steps = [{ kind: 'notify', to: 'owner', subject: 'Шлюзы: {{name}}' }];
    ids.workflow = String((await records.create('workflows', { name: 'Шлюзы', entity: 'deals', event: 'created', steps })).id);
    ids.report = await make('reports', { name: 'Шлюзы по этапам', folder: 'Ö', shared: 'everybody', definition });
  });

  it.each(visits)(
    '%s, %s, %s: nothing refused, no error, no key in place of a word, nothing wider than the screen, nothing axe minds [CS-041] [CS-289]',
    async (who, size, locale, screens, axe) => {
      const page = await house.open('/jobs', { as: { login: who, password }, ...sizes[size], locale });
      const watch = watcher(page);
      const found = await walk(page, watch, who, screens, axe);
      await page.keyboard.press('F1');
      await page.getByRole('dialog').locator('input').waitFor();
      await watch.quiet();
      const help = [...watch.taken(), ...(await faultsOf(page)), ...(axe ? await axeFaultsOf(page) : [])];
      if (help.length > 0) found.push({ screen: 'help', faults: help });
      expect({ found, lang: await page.evaluate(() => document.documentElement.lang) }).toEqual({ found: [], lang: locale });
      expect(house.faults).toEqual([]);
      await page.context().close();
    },
  );

  it.each([1, 2])('every noun there is, half %i of them [CS-041]', async (half) => {
    const page = await openForNouns();
    const watch = watcher(page);
    const screens = (await nounScreens(page)).filter((_, at) => at % 2 === half - 1);
    expect(screens.length).toBeGreaterThan(20);
    expect({ found: await walk(page, watch, 'administrator', screens, false), faults: house.faults }).toEqual({ found: [], faults: [] });
    await page.context().close();
  });

  it('leaves out no address of the application [CS-041]', async () => {
    const page = await openForNouns();
    const walked = [...everything, ...(await nounScreens(page))].map(([path]) => path.split('?')[0] ?? '');
    expect(routes.filter((route) => !walked.some((path) => route.test(path))).map(String)).toEqual([]);
    await page.context().close();
  });

  const openForNouns = () => house.open('/jobs', { as: { login: 'administrator', password }, ...sizes.desktop, locale: 'ru' });

  /** Screen after screen as links open them: the application is loaded once. @returns what is wrong, by screen */
  async function walk(page: Page, watch: Watcher, who: string, screens: readonly Screen[], axe: boolean): Promise<object[]> {
    const found: object[] = [];
    for (const screen of screens) {
      const path = screen[0].replace(/\$(\w+)/g, (_, name: string) => ids[name === 'me' ? who : name] ?? name);
      await page.evaluate((to) => history.pushState({}, '', to), house.address + path);
      const stands = await page
        .locator('#content')
        .locator(screen[1])
        .first()
        .waitFor()
        .then(() => true)
        .catch(() => false);
      await watch.quiet();
      const faults = [...(stands ? [] : [`never shows ${screen[1]}`]), ...watch.taken(), ...(await faultsOf(page))];
      if (axe) faults.push(...(await axeFaultsOf(page)));
      if (faults.length > 0) found.push({ screen: path, faults });
    }
    return found;
  }
});

interface Noun {
  readonly name: string;
  readonly single?: boolean;
  readonly bound?: boolean;
  readonly can: { readonly view: boolean; readonly create: boolean };
}

/** List and form of each of them. */
async function nounScreens(page: Page): Promise<Screen[]> {
  const nouns = await nounsOf(page);
  expect(nouns.length).toBeGreaterThan(25);
  return nouns.flatMap(({ name, single, can }): Screen[] =>
    single ? [[`/settings/${name}`, 'h1']] : [[`/${name}`, 'h1'], ...(can.create ? [[`/${name}/new`, 'form, h1'] as const] : [])],
  );
}

/** What the person of this page may look at and has a list of. */
async function nounsOf(page: Page): Promise<Noun[]> {
  const answer = await page.evaluate(async (address) => {
    const response = await fetch(`${address}/api/v1/entities`);
    return response.text();
  }, new URL(page.url()).pathname.split('/').slice(0, 2).join('/'));
  const { entities } = JSON.parse(answer) as { entities: Noun[] };
  return entities.filter(({ can, bound }) => can.view && !bound);
}

/** Keys where words should stand, seen or read aloud, and whether one has to scroll sideways. */
async function faultsOf(page: Page): Promise<string[]> {
  const { words, wide } = await page.evaluate(() => {
    const named = [...document.querySelectorAll('#root [aria-label], [placeholder], [title], [alt]')].flatMap((element) =>
      ['aria-label', 'placeholder', 'title', 'alt'].map((name) => element.getAttribute(name) ?? ''),
    );
    // What lies in a screen may scroll sideways in itself, the screen may not.
    const wide = [
      document.documentElement,
      ...document.querySelectorAll('#content, #content > *, [role=dialog], [role=dialog] > *'),
    ].flatMap((box) => {
      const over = box.scrollWidth - box.clientWidth;
      if (over <= 0) return [];
      const edge = box.getBoundingClientRect().left + box.clientWidth;
      const out = [...box.querySelectorAll('*')].filter((element) => element.getBoundingClientRect().right > edge + 1);
      return [
        `${over} px wider than the screen: ${out
          .map((element) => element.className)
          .slice(0, 3)
          .join(' > ')}`,
      ];
    });
    return { words: [document.body.innerText, ...named].join('\n'), wide };
  });
  const keys = [...new Set(words.match(key))].map((word) => `shows ${word}`);
  return [...keys, ...wide];
}
