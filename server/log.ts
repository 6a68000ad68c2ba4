// Structured log lines on standard output, without personal data: no query strings, no bodies, no names, no addresses.

import { type Logger, pino } from 'pino';

export type { Logger };

/** Lines are written in lots of this many bytes, or after so many milliseconds: one write a request was a twentieth of its cost. */
const LOT = { minLength: 4096, periodicFlush: 100 };

/** One line of JSON each, on standard output. @param level `info` unless `KONTOR_LOG` says another */
export function createLogger(level: string = process.env.KONTOR_LOG ?? 'info'): Logger {
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: printError },
    },
    // What is left when the process ends is written then.
    pino.destination({ dest: 1, sync: false, ...LOT }),
  );
}

/** Message and stack, but never a value: PostgreSQL quotes those in its detail, and for data it cannot take (class 22) in the message. */
export function printError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack = '', code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  const quotesData = typeof code === 'string' && /^22[0-9A-Z]{3}$/.test(code);
  const at = stack.slice(stack.indexOf('\n    at ') + 1);
  return { name, message: quotesData ? 'a value that does not fit' : message, code, constraint, stack: at, ...causeOf(error) };
}

function causeOf({ cause }: Error): object {
  return cause === undefined ? {} : { cause: printError(cause) };
}
