// Countries are written as people write them; an electronic invoice has their codes (ISO 3166-1 alpha-2).

const LANGUAGES = ['en', 'fi', 'sv', 'de', 'ru'];

let known: ReadonlyMap<string, string> | null = null;

/** `Finland`, `suomi`, `FI` -> `FI`; empty where it is none of them. */
export function countryCode(text: unknown): string {
  const written = String(text ?? '').trim();
  if (/^[A-Za-z]{2}$/.test(written)) return written.toUpperCase();
  known ??= readNames();
  return known.get(written.toLowerCase()) ?? '';
}

function readNames(): Map<string, string> {
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  const codes = letters.flatMap((first) => letters.map((second) => first + second));
  const names = new Map<string, string>();
  for (const language of LANGUAGES) {
    const regions = new Intl.DisplayNames(language, { type: 'region', fallback: 'none' });
    for (const code of codes) {
      const name = regions.of(code);
      if (name) names.set(name.toLowerCase(), code);
    }
  }
  return names;
}
