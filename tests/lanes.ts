const LANES = 6;

/** Does the work of all of them, a few at a time; answers what came of each, in their order. */
export async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const left = items.map((item, i) => [i, item] as const);
  const results: R[] = [];
  const lane = async () => {
    for (let next = left.pop(); next; next = left.pop()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: LANES }, lane));
  return results;
}
