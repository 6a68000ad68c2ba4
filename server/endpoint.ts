// What an endpoint is: one declared value, from which the router, the checks of input, OpenAPI and the rule test all come.

import type { Context as Request } from 'hono';
import type { z } from 'zod';
import type { Actor, Engine, Workspace } from '../engine/index.ts';
import type { Origin } from './origin.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/**
 * Who may call. `public`: anybody. `session`: whoever is signed in. `records`: whoever is signed in, and what they reach
 * is decided by the engine's access rules. A feature: whoever is granted it.
 */
export type Rule = 'public' | 'session' | 'records' | { readonly feature: string };

/** How the caller proved who they are; `id` is the session's or key's. */
export type Credential =
  | {
      readonly kind: 'session';
      readonly id: string;
      readonly user: string;
      /** Milliseconds since 1970. */
      readonly began: number;
      /** An administrator who sees the program as this user, and until when. */
      readonly seeing?: { readonly seer: string; readonly until: number };
    }
  | { readonly kind: 'key'; readonly id: string; readonly user: string; readonly perMinute: number | null };

/** Who looks through the eyes of the caller. */
export function seerOf(credential: Credential | null): string | null {
  return credential?.kind === 'session' ? (credential.seeing?.seer ?? null) : null;
}

/** What a handler gets: checked input and contexts bound to the caller. */
export interface Call<Params = Readonly<Record<string, string>>, Query = Readonly<Record<string, unknown>>, Body = unknown> {
  readonly engine: Engine;
  readonly workspace: Workspace;
  /** The caller's rights; asking for them in a `public` endpoint is a fault. */
  readonly actor: Actor;
  readonly context: ReturnType<Engine['context']>;
  readonly credential: Credential | null;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  readonly http: Request;
  readonly requestId: string;
  readonly origin: Origin;
}

/** What a handler answers: JSON, or a finished response (streams, files, pages). */
export type Answer = { readonly status?: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown } | Response;

type Names<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;
export type ParamsOf<Path extends string> = Readonly<Record<Names<Path>, string>>;

export interface Definition<Path extends string, Query extends z.ZodObject, Body extends z.ZodType> {
  readonly method: Method;
  /** Below `/{workspace}/api/v1`, e.g. `/records/{entity}/{id}`. */
  readonly path: Path;
  readonly summary: string;
  readonly description?: string;
  /** Group in the documentation. */
  readonly tag: string;
  readonly rule: Rule;
  /** With the rule `session`: API keys with rights of their own may call it, too. */
  readonly keys?: true;
  /** Parameters after the question mark; absent: there are none, and any is an error. */
  readonly query?: Query;
  /** Somebody else writes the address: parameters that are not named here pass. */
  readonly openQuery?: boolean;
  /** JSON body. Absent: none is read, and one that is sent is an error. */
  readonly body?: Body;
  /** Bytes a JSON body may have; default 1 MB. */
  readonly bodyLimit?: number;
  /** Somebody else says what the body is: it is taken as it was sent, at most so many bytes. */
  readonly rawBody?: number;
  /** The handler reads the body itself, as a stream of this content type. Beside `body`: either may be sent. */
  readonly upload?: 'multipart/form-data';
  /** Names of the form's fields before the file. */
  readonly uploadFields?: readonly string[];
  /** Honours `Idempotency-Key`: a repeat within 24 hours answers the first result. */
  readonly idempotent?: boolean;
  /** For whoever sees the program as somebody else; by default GET is allowed, and all else refused. */
  readonly whileSeeing?: 'allowed' | 'refused';
  /** Answers from what is in memory: the rights are compared with the database first. */
  readonly unread?: boolean;
  /** Success answers by status: a schema, `null` for no content, or a content type for streams. */
  readonly answers: Readonly<Record<number, z.ZodType | null | string>>;
  /** Left out of OpenAPI where paths of their own say it better, e.g. one an entity. */
  readonly hidden?: boolean;
  handler(call: Call<ParamsOf<Path>, z.output<Query>, z.output<Body>>): Answer | Promise<Answer>;
}

/** A definition with its types folded away, as the registry keeps it. */
export type Endpoint = Omit<Definition<string, z.ZodObject, z.ZodType>, 'handler'> & {
  handler(call: Call): Answer | Promise<Answer>;
};

export function endpoint<
  const Path extends string,
  Query extends z.ZodObject = z.ZodObject<Record<never, never>>,
  Body extends z.ZodType = z.ZodUndefined,
>(definition: Definition<Path, Query, Body>): Endpoint {
  return definition as Endpoint;
}

/** `{entity}` of OpenAPI is `:entity` of the router. */
export function routePath(path: string): string {
  return path.replace(/\{(\w+)\}/g, ':$1');
}
