// A menu names what is there: modules of the menu, pages of the program, addresses that a browser opens without running anything.

import type { BoundContext, Context, Draft } from '../../engine/index.ts';
import { nearest } from '../../schema/index.ts';

/** Screens of their own that stand in the menu. */
const PAGES = ['today', 'calendar', 'analysis', 'reports'];

const MOST = { headers: 40, items: 200, title: 60, url: 500 };

export async function checkMenu(draft: Draft, context: Context): Promise<void> {
  const { headers, put_away: putAway } = draft.values;
  const { entities } = (context as BoundContext).space.state.schema;
  const modules = Object.values(entities).flatMap(({ name, menu }) => (menu ? [name] : []));
  const check = new MenuCheck(modules, (field, code, message) => draft.refuse(field, code, message));
  if (headers !== null && headers !== undefined) check.headers(headers);
  if (putAway !== null && putAway !== undefined) check.names(putAway);
  if (draft.changed.has('headers')) await checkSets(draft, context, check.sets);
}

async function checkSets(draft: Draft, context: Context, ids: ReadonlySet<string>): Promise<void> {
  const { records } = await context
    .system('looks whether sets in a menu are there')
    .records.list('permission_sets', { fields: ['id'], limit: 500 });
  const known = new Set(records.map(({ id }) => id));
  for (const id of ids) if (!known.has(id)) draft.refuse('headers', 'unknown_reference', `There is no permission set ${id}.`);
}

class MenuCheck {
  readonly sets = new Set<string>();
  readonly #modules: readonly string[];
  readonly #refuse: (field: string, code: string, message: string) => void;
  readonly #seen = new Set<string>();

  constructor(modules: readonly string[], refuse: (field: string, code: string, message: string) => void) {
    this.#modules = modules;
    this.#refuse = refuse;
  }

  headers(value: unknown): void {
    if (!Array.isArray(value) || value.length > MOST.headers) {
      this.#wrong(`a list of at most ${MOST.headers} headers.`);
      return;
    }
    for (const header of value as unknown[]) {
      if (!isObject(header, ['title', 'sets', 'items']) || !Array.isArray(header.items) || header.items.length > MOST.items) {
        this.#wrong(`of headers with a list of at most ${MOST.items} “items”.`);
        return;
      }
      if (!isTitle(header.title)) this.#wrong(`with titles of at most ${MOST.title} characters.`);
      this.#holders(header.sets);
      for (const item of header.items) this.#item(item);
    }
  }

  names(value: unknown): void {
    if (!Array.isArray(value)) {
      this.#refuse('put_away', 'type', 'is a list of names.');
      return;
    }
    for (const name of value) this.#name('put_away', name, [...this.#modules, ...PAGES]);
  }

  #item(item: unknown): void {
    if (!isObject(item, ['module', 'page', 'url', 'title', 'new_tab', 'sets'])) {
      this.#wrong('of items: {module}, {page} or {title, url}.');
      return;
    }
    const { module, page, url, title, new_tab: newTab, sets } = item;
    if ([module, page, url].filter((one) => one !== undefined).length !== 1) {
      this.#wrong('of items that are a module, a page or an address.');
      return;
    }
    if (!isTitle(title) || (newTab !== undefined && typeof newTab !== 'boolean'))
      this.#wrong('of items whose “title” is text and “new_tab” true or false.');
    this.#holders(sets);
    if (module !== undefined) this.#name('headers', module, this.#modules);
    if (page !== undefined) this.#name('headers', page, PAGES);
    if (url !== undefined && (!isAddress(url) || !title))
      this.#refuse('headers', 'address', 'A link has a title, and an address that begins with https://, http:// or a single /.');
  }

  #name(field: string, name: unknown, known: readonly string[]): void {
    if (typeof name !== 'string' || !known.includes(name)) {
      this.#refuse(field, 'unknown', `“${String(name)}” is nothing of the menu; did you mean ${nearest(String(name), known)}?`);
      return;
    }
    if (this.#seen.has(name)) this.#refuse(field, 'twice', `“${name}” stands in it twice.`);
    this.#seen.add(name);
  }

  #holders(value: unknown): void {
    if (value === undefined) return;
    if (!Array.isArray(value) || value.some((id) => typeof id !== 'string')) {
      this.#wrong('whose “sets” are ids of permission sets.');
      return;
    }
    for (const id of value) this.sets.add(id);
  }

  #wrong(message: string): void {
    this.#refuse('headers', 'malformed', `A menu is ${message}`);
  }
}

function isObject(value: unknown, keys: readonly string[]): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).every((key) => keys.includes(key));
}

function isTitle(value: unknown): boolean {
  return value === undefined || (typeof value === 'string' && value.length <= MOST.title);
}

/** `//` would be another host. */
function isAddress(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > MOST.url) return false;
  if (/^\/(?![/\\])/.test(value)) return true;
  return /^https?:\/\//.test(value) && URL.canParse(value);
}
