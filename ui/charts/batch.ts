// Questions of charts that are asked at about the same time go in one request.

import { type AggregateAnswer, type AggregateQuery, KontorError } from '../../client/index.ts';
import { client } from '../workspace.ts';

type Question = AggregateQuery & { readonly entity: string };

interface Waiting {
  readonly question: Question;
  readonly resolve: (answer: AggregateAnswer) => void;
  readonly reject: (error: unknown) => void;
}

/** Long enough for all widgets of a screen to have asked, too short to be noticed. */
const GATHER = 8;
/** The server takes 50; a few requests side by side let the first charts stand before the last are counted. */
const MOST = 12;
let waiting: Waiting[] = [];

export function askTogether(questions: readonly Question[]): Promise<AggregateAnswer[]> {
  if (waiting.length === 0 && questions.length > 0) setTimeout(send, GATHER);
  const answers = questions.map(
    (question) => new Promise<AggregateAnswer>((resolve, reject) => waiting.push({ question, resolve, reject })),
  );
  return Promise.all(answers);
}

function send(): void {
  const all = waiting;
  waiting = [];
  for (let at = 0; at < all.length; at += MOST) void sendSome(all.slice(at, at + MOST));
}

async function sendSome(some: readonly Waiting[]): Promise<void> {
  // Two widgets may ask the same.
  const questions = new Map(some.map(({ question }) => [JSON.stringify(question), question]));
  const places = new Map([...questions.keys()].map((key, at) => [key, at]));
  try {
    const { answers } = await client.aggregates([...questions.values()]);
    for (const { question, resolve, reject } of some) {
      const answer = answers[places.get(JSON.stringify(question)) ?? -1];
      if (!answer) reject(new KontorError(500, { detail: 'No answer.' }));
      else if ('problem' in answer) reject(new KontorError(answer.problem.status, answer.problem));
      else resolve(answer);
    }
  } catch (error) {
    for (const { reject } of some) reject(error);
  }
}
