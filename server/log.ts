// Structured log lines on standard output, without personal data: no query strings, no bodies, no names, no addresses.

import { type Logger, pino } from 'pino';

export type { Logger };

export function createLogger(level: string = process.env.KONTOR_LOG ?? 'info'): Logger {
  return pino({
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
    serializers: { error: printError },
  });
}

/** Message and stack, not the values a database error quotes in its detail (they are somebody's data). */
function printError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: typeof error };
  const { name, message, stack, code, constraint } = error as Error & { code?: unknown; constraint?: unknown };
  return { name, message, code, constraint, stack };
}
