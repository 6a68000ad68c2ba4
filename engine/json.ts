// JSON that came from our own database, typed as unknown instead of any.

export function parseJson(text: string): unknown {
  return JSON.parse(text) as unknown;
}
