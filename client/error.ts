// What every failed call throws: the server's problem+json as an Error, or a network failure in the same clothes.

/** One complaint about one field, as the server or the engine words it. `field` may be dotted: `lines.2.quantity`. */
export interface FieldProblem {
  readonly field: string;
  readonly code: string;
  readonly message: string;
}

/** The body of an answer from 400 (RFC 9457); of a proxy in between all may be missing. */
export interface ProblemBody {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly code?: string;
  readonly detail?: string;
  readonly errors?: readonly FieldProblem[];
  /** 412: the values the record has now. */
  readonly current?: Readonly<Record<string, unknown>>;
  /** A filter or formula that cannot be read: where in the text, and what was probably meant. */
  readonly at?: readonly [start: number, end: number] | null;
  readonly suggestion?: string | null;
}

export class KontorError extends Error {
  /** HTTP status; 0 when no answer came at all. */
  readonly status: number;
  /** Stable and machine-readable, e.g. `not_valid`; `offline` when no answer came. */
  readonly code: string;
  /** All complaints in the server's order. */
  readonly errors: readonly FieldProblem[];
  /** The answer as it came, with what only some errors carry: `current`, `at`, `suggestion`. */
  readonly body: ProblemBody;
  /** 429 and 503: seconds to wait, when the server said so. */
  readonly retryAfter: number | null;

  constructor(status: number, body: ProblemBody, retryAfter: number | null = null, cause?: unknown) {
    super(body.detail ?? body.title ?? `HTTP ${status}`, cause === undefined ? undefined : { cause });
    this.name = 'KontorError';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : `http_${status}`);
    this.errors = body.errors ?? [];
    this.body = body;
    this.retryAfter = retryAfter;
  }

  /** First message for each field; the empty key holds what concerns the record as a whole. */
  get problems(): Readonly<Record<string, string>> {
    const byField: Record<string, string> = {};
    for (const error of this.errors) byField[error.field] ??= error.message;
    return byField;
  }

  /** Reads the body; one that is no JSON leaves only the status. */
  static async from(response: Response): Promise<KontorError> {
    const wait = Number(response.headers.get('retry-after'));
    const retryAfter = Number.isFinite(wait) && wait > 0 ? wait : null;
    const text = await response.text().catch(() => '');
    try {
      return new KontorError(response.status, JSON.parse(text) as ProblemBody, retryAfter);
    } catch {
      // A proxy's HTML page, or nothing: the status is all we know.
      return new KontorError(response.status, { title: response.statusText || `HTTP ${response.status}` }, retryAfter);
    }
  }
}
