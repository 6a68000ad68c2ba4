// What the server minds about a workflow, for the step and the field that it is about.

import type { Problems } from '../form/problems.ts';

export interface StepProblems {
  /** Of a part of the step: `subject`, `assign.0.value`. */
  at(part: string): string | undefined;
  /** Those no control of the step speaks of. */
  readonly others: readonly string[];
}

/** `spoken`: parts that the step shows what is wrong with. */
export function problemsOfStep(problems: Problems, step: number, spoken: readonly string[]): StepProblems {
  const prefix = `steps.${step}.`;
  const own = Object.entries(problems).flatMap(([path, text]) =>
    path.startsWith(prefix) ? [[path.slice(prefix.length), text] as const] : [],
  );
  const byPart = new Map(own);
  const isSpoken = (part: string) => spoken.some((one) => part === one || part.startsWith(`${one}.`));
  return {
    at: (part) => byPart.get(part),
    others: [
      ...own.filter(([part]) => !isSpoken(part)).map(([, text]) => text),
      ...(problems[`steps.${step}`] ? [problems[`steps.${step}`]!] : []),
    ],
  };
}

/** Of the workflow as a whole: what no control speaks of. */
export function looseProblems(problems: Problems, spoken: readonly string[]): readonly string[] {
  return Object.entries(problems).flatMap(([path, text]) => (/^steps\.\d+/.test(path) || spoken.includes(path) ? [] : [text]));
}
