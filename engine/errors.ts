// The one error that reaches people: what was refused, why, and how a client may tell it apart.

import type { Json, Problem } from '../schema/index.ts';

/** HTTP statuses that a refusal can have. */
export type RefusalStatus = 400 | 401 | 403 | 404 | 409 | 412 | 413 | 422 | 429 | 503;

/**
 * Thrown anywhere below the server; the server prints it as RFC 9457 problem+json. Every other error is a bug and reads
 * "500" to the caller, with nothing of its message.
 */
export class Refusal extends Error {
  readonly status: RefusalStatus;
  /** Stable, machine-readable: `not_found`, `stale`, `not_granted` ... */
  readonly code: string;
  /** One a field (or parameter) that is wrong; empty when the whole request is refused. */
  readonly problems: readonly Problem[];
  /** Further members of the problem document, e.g. both values of a stale write. */
  readonly extra: { readonly [key: string]: Json } | undefined;

  constructor(
    status: RefusalStatus,
    code: string,
    message: string,
    problems: readonly Problem[] = [],
    extra?: { readonly [key: string]: Json },
  ) {
    super(message);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
    this.problems = problems;
    this.extra = extra;
  }
}

/** Out of scope and not there answer alike, so that an answer never tells whether a record exists. */
export function notFound(what = 'This record'): Refusal {
  return new Refusal(404, 'not_found', `${what} does not exist, or is not within your reach.`);
}

/** 403: the right is missing altogether; of a record that is out of reach say `notFound`. */
export function notGranted(message: string): Refusal {
  return new Refusal(403, 'not_granted', message);
}

/** What is in a journal stays as it is, whoever asks. */
export function onlyAdded({ plural }: { readonly plural: string }): Refusal {
  return new Refusal(403, 'append_only', `${plural} are only ever added: none is changed or deleted.`);
}

/** Whoever sees the program as somebody else only looks. */
export function readOnly(): Refusal {
  return new Refusal(403, 'read_only', 'You see the program as somebody else: nothing is changed or taken along.');
}

/** 422: what was sent can be read but not be taken. @param problems one a field */
export function invalid(problems: readonly Problem[], message = 'Some values are not valid.'): Refusal {
  return new Refusal(422, 'invalid', message, problems);
}

/** Wrong already by its form: an unknown parameter, a malformed expression, a broken cursor. */
export function malformed(
  message: string,
  problems: readonly Problem[] = [],
  code = 'malformed',
  extra?: { readonly [key: string]: Json },
): Refusal {
  return new Refusal(400, code, message, problems, extra);
}
