// Transactions that do the same at the same time, as one: where many write a record of a kind each, PostgreSQL writes many records.

import { isDeepStrictEqual } from 'node:util';
import type { Rows, Statement } from './pool.ts';

type Transaction = { readonly statements: readonly Statement[] };

export interface Joined {
  readonly statements: readonly Statement[];
  /** What each transaction hears, of what the statements answered. */
  readonly answersOf: (results: readonly Rows[]) => Rows[][];
}

/** An array stands for ten rows in a kept plan, so one for fewer would be planned anew each time. */
const KEEP_PLANS: Statement = {
  text: "select set_config('plan_cache_mode', 'force_generic_plan', true)",
  values: [],
  name: 'keep_plans',
};

/** Null where no two of them are alike. */
export function joinAll(transactions: readonly Transaction[]): Joined | null {
  if (transactions.length < 2) return null;
  const alike: Transaction[][] = [];
  for (const one of transactions) {
    const others = alike.find(([first]) => areAlike(first!, one));
    if (others) others.push(one);
    else alike.push([one]);
  }
  if (alike.length === transactions.length) return null;
  const parts = alike.map((those) => (those.length > 1 ? joinAlike(those) : null) ?? apart(those));
  // Plans of the others are none of our business: they go first.
  const inOrder = [...parts.filter(({ isJoint }) => !isJoint), KEPT, ...parts.filter(({ isJoint }) => isJoint)];
  if (!parts.some(({ isJoint }) => isJoint)) return null;
  return {
    statements: inOrder.flatMap(({ statements }) => statements),
    answersOf(results) {
      const answers = new Map<Transaction, Rows[]>();
      let from = 0;
      for (const { statements, deliver } of inOrder) {
        deliver(results.slice(from, from + statements.length), answers);
        from += statements.length;
      }
      return transactions.map((one) => answers.get(one)!);
    },
  };
}

interface Part {
  readonly isJoint: boolean;
  readonly statements: readonly Statement[];
  readonly deliver: (results: readonly Rows[], into: Map<Transaction, Rows[]>) => void;
}

const KEPT: Part = { isJoint: false, statements: [KEEP_PLANS], deliver: () => {} };

function apart(transactions: readonly Transaction[]): Part {
  return {
    isJoint: false,
    statements: transactions.flatMap(({ statements }) => statements),
    deliver(results, into) {
      let from = 0;
      for (const one of transactions) {
        into.set(one, results.slice(from, from + one.statements.length));
        from += one.statements.length;
      }
    },
  };
}

function areAlike({ statements: some }: Transaction, { statements: others }: Transaction): boolean {
  return some.length === others.length && some.every((one, i) => isLike(one.joint, others[i]!.joint));
}

function isLike(one: Statement['joint'], other: Statement['joint']): boolean {
  return one !== undefined && one.key === other?.key && isDeepStrictEqual(one.shared, other.shared);
}

/** The first statements of all as one, then the second ones, and so on; null where one of them refuses. */
function joinAlike(transactions: readonly Transaction[]): Part | null {
  const statements: Statement[] = [];
  for (const i of transactions[0]!.statements.keys()) {
    const joint = transactions[0]!.statements[i]!.joint!.join(transactions.flatMap((one) => one.statements[i]!.joint!.rows));
    if (!joint) return null;
    statements.push(joint);
  }
  return {
    isJoint: true,
    statements,
    deliver(results, into) {
      const answers = results.map((answer, i) => split(answer, transactions, i));
      for (const [at, one] of transactions.entries())
        into.set(
          one,
          answers.map((those) => those[at]!),
        );
    },
  };
}

const NOTHING: Rows = { rows: [], count: 0 };

function split({ rows }: Rows, transactions: readonly Transaction[], i: number): Rows[] {
  const joints = transactions.map(({ statements }) => statements[i]!.joint!);
  if (!joints[0]!.answers) return joints.map(() => NOTHING);
  const whose = joints.flatMap((joint, at) => joint.rows.map(() => at));
  const answers = joints.map((): Rows['rows'] => []);
  for (const [place, ...cells] of rows) answers[whose[Number(place) - 1]!]!.push(cells);
  return answers.map((own) => ({ rows: own, count: own.length }));
}
