// One HTTP call: address, headers, body, and errors in one shape.

import { KontorError } from './error.ts';

export interface ClientOptions {
  /** Origin of the server, e.g. `https://crm.example.com`; empty in a browser that was served from it. */
  readonly baseUrl?: string;
  readonly workspace: string;
  /** API key (`ktr_...`); a browser uses its session cookie instead. */
  readonly key?: string;
  /** BCP 47 tag; labels and messages come back in this language where there is one. */
  readonly language?: () => string | undefined;
  readonly fetch?: typeof fetch;
}

/** Lists are joined by commas; undefined and empty text are left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | undefined>>;

/** What goes along with a request: at most one of `json` and `form` is sent as its body. */
export interface Call {
  readonly query?: Query;
  readonly json?: unknown;
  readonly form?: FormData;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

export interface Transport {
  url(path: string, query?: Query): string;
  /** The response as it is; throws only where none came. */
  raw(method: string, path: string, call?: Call): Promise<Response>;
  /** The answer's JSON (undefined where there is none); throws KontorError for every status from 400. */
  send<T>(method: string, path: string, call?: Call): Promise<T>;
}

/** Every path is below `/{workspace}/api/v1/`. */
export function createTransport(options: ClientOptions): Transport {
  const doFetch = options.fetch ?? fetch;
  const base = `${(options.baseUrl ?? '').replace(/\/$/, '')}/${encodeURIComponent(options.workspace)}/api/v1/`;

  const url = (path: string, query: Query = {}) => {
    const search = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) {
      if (value === undefined || value === '') continue;
      search.set(name, typeof value === 'object' ? value.join(',') : String(value));
    }
    const text = search.toString();
    return base + path + (text && `?${text}`);
  };

  const raw = async (method: string, path: string, call: Call = {}) => {
    const headers: Record<string, string> = { accept: 'application/json', ...call.headers };
    const language = options.language?.();
    if (language) headers['accept-language'] = language;
    if (options.key) headers.authorization = `Bearer ${options.key}`;
    if (call.json !== undefined) headers['content-type'] = 'application/json';
    const init: RequestInit = { method, headers, credentials: 'same-origin' };
    if (call.json !== undefined) init.body = JSON.stringify(call.json);
    else if (call.form) init.body = call.form;
    if (call.signal) init.signal = call.signal;
    try {
      return await doFetch(url(path, call.query), init);
    } catch (cause) {
      if (call.signal?.aborted) throw cause;
      throw new KontorError(0, { code: 'offline', title: 'The server cannot be reached' }, null, cause);
    }
  };

  const send = async <T>(method: string, path: string, call: Call = {}): Promise<T> => {
    const response = await raw(method, path, call);
    if (!response.ok) throw await KontorError.from(response);
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };

  return { url, raw, send };
}

/** Joins path segments, each escaped. */
export function path(...segments: string[]): string {
  return segments.map(encodeURIComponent).join('/');
}
