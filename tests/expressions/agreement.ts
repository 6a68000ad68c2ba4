// The property: PostgreSQL and evaluate() agree on random expressions over random records.

import fc from 'fast-check';
import type { Queryable } from '../../db/pool.ts';
import { check, type Expression, ExpressionError, print, type Typed } from '../../schema/index.ts';
import { type Kind, randomExpression } from './random.ts';
import { sample } from './sample.ts';
import { askBrowser, askDatabase, type Moment, randomMoment, randomWorld, store } from './world.ts';

const KINDS: readonly Kind[] = ['boolean', 'boolean', 'boolean', 'number', 'number', 'text', 'date', 'datetime', 'account'];

export interface Agreement {
  /** Expressions that type-checked and were compared. */
  compared: number;
  /** Expressions that did not type-check. */
  refused: number;
}

/** Compares `runs` times `each` expressions in a world of four deals. Throws with the smallest disagreement it finds. */
export async function agreement(db: Queryable, runs: number, each: number, seed: number): Promise<Agreement> {
  const counts: Agreement = { compared: 0, refused: 0 };
  const expressions = fc.array(
    fc.constantFrom(...KINDS).chain((kind) => randomExpression(kind)),
    { minLength: 1, maxLength: each, size: 'max' },
  );
  const property = fc.asyncProperty(randomWorld, randomMoment, expressions, async (world, moment, all) => {
    const checked = all.flatMap((expression) => checkedOrNothing(expression, counts));
    if (checked.length === 0) return;
    await store(db, world);
    const typed = checked.map(([, one]) => one);
    const reckoned = askBrowser(world, typed, moment);
    const told = await askDatabase(db, typed, moment).catch((error) => blame(error, db, checked, moment));
    counts.compared += checked.length;
    for (const [i, [expression]] of checked.entries()) {
      for (const [deal, answer] of told.entries()) {
        const ours = reckoned[deal];
        if (Object.is(answer.values[i], ours?.values[i]) && answer.kept[i] === ours?.kept[i]) continue;
        throw new Error(`${print(expression)}\n  for deal ${deal + 1}: PostgreSQL ${show(answer, i)}, evaluate() ${show(ours, i)}`);
      }
    }
  });
  await fc.assert(property, { numRuns: runs, seed, interruptAfterTimeLimit: 3_000_000, markInterruptAsFailure: true, reporter });
  return counts;
}

/** The one expression that fails, when the statement with all of them did. */
async function blame(error: unknown, db: Queryable, checked: readonly (readonly [Expression, Typed])[], moment: Moment): Promise<never> {
  for (const [expression, typed] of checked) {
    await askDatabase(db, [typed], moment).catch((own) => {
      throw new Error(`${print(expression)}\n  PostgreSQL: ${own}`);
    });
  }
  throw error;
}

/** Without the empty fields of the world, of which there are many. */
function reporter<T>(details: fc.RunDetails<T>): void {
  if (!details.failed) return;
  const [world, moment] = Array.isArray(details.counterexample) ? details.counterexample : [];
  const found = JSON.stringify({ moment, world }, (key, value) => (value === null && key !== '' ? undefined : value));
  throw new Error(`${details.errorInstance}\n  seed ${details.seed}, after ${details.numRuns} runs, in ${found}`);
}

function show(answer: { values: unknown[]; kept: boolean[] } | undefined, i: number): string {
  return `${JSON.stringify(answer?.values[i])}${answer?.kept[i] ? ' (kept)' : ''}`;
}

function checkedOrNothing(expression: Expression, counts: Agreement): [Expression, Typed][] {
  try {
    return [[expression, check(expression, sample, 'deals')]];
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    counts.refused++;
    return [];
  }
}
