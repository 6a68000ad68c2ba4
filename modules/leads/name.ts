// Splits a full name the way it is written in most of Europe: the last word is the family name, particles go with it.

const particles = new Set(['af', 'da', 'de', 'del', 'den', 'der', 'di', 'du', 'la', 'le', 'ten', 'ter', 'van', 'von', 'zu']);

export function splitName(name: string): { first_name: string | null; last_name: string } {
  const words = name.trim().split(/\s+/);
  let start = words.length - 1;
  while (start > 1 && particles.has(words[start - 1]?.toLowerCase() ?? '')) start -= 1;
  return { first_name: words.slice(0, start).join(' ') || null, last_name: words.slice(start).join(' ') };
}
