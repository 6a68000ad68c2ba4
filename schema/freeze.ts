// Deep freezing: what requests share, nobody changes.

/** Freezes plain data in place. What is frozen already is taken for done. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
  return value;
}
