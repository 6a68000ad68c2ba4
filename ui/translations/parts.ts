// Which areas of the translations the first screen speaks: the frame, sign-in, a list and what opens over it at once.
// The others come after it (i18n.ts), so that nobody waits for the words of screens he has not opened.

export const firstAreas: ReadonlySet<string> = new Set([
  'analysis',
  'asOf',
  'bank',
  'board',
  'bulk',
  'calendar',
  'commands',
  'errors',
  'expenses',
  'field',
  'filter',
  'help',
  'keys',
  'list',
  'notifications',
  'peek',
  'problem',
  'reports',
  'search',
  'shell',
  'signIn',
  'today',
  'views',
]);

/** What of the words for nouns belongs to the part: what a list is made of are labels; sentences explain fields in forms. */
export function wordsOfPart(words: Readonly<Record<string, string>>, part: 'first' | 'rest'): Record<string, string> {
  return Object.fromEntries(Object.entries(words).filter(([original]) => /[.?!]$/.test(original) === (part === 'rest')));
}

/** What of a language's texts belongs to the part. */
export function partOf(texts: Readonly<Record<string, unknown>>, part: 'first' | 'rest'): Record<string, unknown> {
  return Object.fromEntries(Object.entries(texts).filter(([area]) => firstAreas.has(area) === (part === 'first')));
}
