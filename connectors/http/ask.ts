// One question to another program by HTTP, with patience and a limit; what goes wrong on the way is said in words.

const PATIENCE = 20_000;

export interface Asked {
  readonly status: number;
  readonly text: string;
}

/** @param fail makes the connector's own error of the words */
export async function ask(
  address: string,
  init: RequestInit,
  most: number,
  fail: (words: string, cause: unknown) => Error,
): Promise<Asked> {
  try {
    const answer = await fetch(address, { redirect: 'error', ...init, signal: AbortSignal.timeout(PATIENCE) });
    const text = await answer.text();
    if (text.length > most) throw new Error('The answer is much longer than it should be.');
    return { status: answer.status, text };
  } catch (error) {
    const { message, cause } = error as Error;
    throw fail(cause instanceof Error && cause.message ? cause.message : message, error);
  }
}
