// The typed client of one workspace. Runs in browsers and in Node; knows nothing of React.

import { type EventOptions, followEvents } from './events.ts';
import { type LogCalls, logCalls } from './log.ts';
import { type RecordCalls, recordCalls, type Signal } from './records.ts';
import { type ReportCalls, reportCalls } from './reports.ts';
import type { EffectiveRights, ReviewAnswer } from './rights.ts';
import { type ClientOptions, createTransport, path } from './transport.ts';
import type {
  AggregateQuery,
  AggregatesAnswer,
  EntitiesAnswer,
  EntityDescription,
  ImportInspection,
  ImportReading,
  ImportRequest,
  Job,
  JobQuery,
  JobsAnswer,
  KnownDevice,
  OpenSession,
  RecordValues,
  SearchAnswer,
  SecurityOverview,
  SessionUser,
  SignInAnswer,
  UndoAnswer,
  UploadedFile,
  Values,
} from './types.ts';

/** Calls of the API, grouped as its addresses are. Each rejects with KontorError for an answer from 400, or where none came. */
export interface Client {
  readonly workspace: string;
  session: {
    get(options?: Signal): Promise<{ user: SessionUser }>;
    signIn(credentials: { login: string; password: string }): Promise<SignInAnswer>;
    secondFactor(answer: { attempt: string } & ({ code: string } | { response: unknown })): Promise<SignInAnswer>;
    /** What a passkey is to sign as the second step. */
    secondChallenge<T>(attempt: string): Promise<{ options: T }>;
    /** Mails another code; the one before stops working. */
    sendAgain(attempt: string): Promise<void>;
    /** What the sign-in page offers. */
    ways(): Promise<{
      forgotten_password: boolean;
      languages: readonly string[];
      /** The own company, where somebody has said which it is. */
      house: { name: string; lines: readonly string[]; logo: boolean } | null;
    }>;
    /** Asks for a link to choose a new password; answers alike whether there is such an account or not. */
    forgotten(login: string): Promise<unknown>;
    /** Whose mailed link it is. */
    link(token: string): Promise<{ login: string; name: string; purpose: string }>;
    choosePassword(token: string, password: string): Promise<void>;
    signOut(): Promise<void>;
  };
  /** Keys of one's own devices. `challenge` answers what the browser's own functions ask for. */
  passkeys: {
    challenge<T>(purpose: 'sign_in' | 'new'): Promise<{ options: T }>;
    add(name: string, response: unknown): Promise<void>;
    signIn(response: unknown): Promise<{ user: SessionUser }>;
  };
  /** Providers one may sign in with. */
  openId: {
    list(options?: Signal): Promise<{ providers: readonly { readonly id: string; readonly name: string }[] }>;
    /** Answers the address to go to: to sign in, or to link the account there with the own one. */
    start(provider: string, link?: boolean): Promise<{ address: string }>;
  };
  /** Open sessions: the own ones, or, with a user's id, those of somebody one may change. */
  sessions: {
    list(options?: Signal & { user?: string | undefined }): Promise<{ sessions: readonly OpenSession[] }>;
    end(id: string, user?: string): Promise<void>;
    /** All own ones but this, or all of the user. */
    endOthers(user?: string): Promise<void>;
  };
  /** Own browsers in which no second step is asked for any more. */
  devices: {
    list(options?: Signal): Promise<{ devices: readonly KnownDevice[] }>;
    forget(id: string): Promise<void>;
    forgetAll(): Promise<void>;
  };
  /** The rights that hold. Null: the account is not enabled. */
  rights: {
    of(user: string, options?: Signal): Promise<{ rights: EffectiveRights | null }>;
    /** Of all users, page after page; for administrators. */
    review(query?: { filter?: string; after?: string }, options?: Signal): Promise<ReviewAnswer>;
    reviewUrl(filter?: string): string;
  };
  /** The program as another user sees it, to look at only; for administrators. Whoever looks sends `token` as the header `Kontor-Seeing`. */
  seeing: {
    begin(user: string): Promise<{ user: SessionUser; until: string; token: string }>;
    end(): Promise<void>;
  };
  /** What protects this installation, as it is now; for administrators. */
  security(options?: Signal): Promise<SecurityOverview>;
  /** What this actor may see: every noun with its fields and what may be done with it. */
  entities(options?: Signal): Promise<EntitiesAnswer>;
  entity(name: string, options?: Signal): Promise<EntityDescription>;
  records<T extends Values = RecordValues>(entity: string): RecordCalls<T>;
  /** Many questions about many nouns in one request; each answer is rows or what is wrong with the question. */
  aggregates(queries: readonly (AggregateQuery & { readonly entity: string })[], options?: Signal): Promise<AggregatesAnswer>;
  search(q: string, options?: Signal & { limit?: number }): Promise<SearchAnswer>;
  /** What a module does beyond records, e.g. `calendar` or `free_slots`. */
  service<T>(name: string, input: Values, options?: Signal): Promise<T>;
  /** Address of a feed, from the path that its action answered. */
  feedUrl(path: string): string;
  changes: { undo(id: string): Promise<UndoAnswer> };
  /** Who did what and when. */
  log: LogCalls;
  jobs: {
    list(options?: Signal & JobQuery): Promise<JobsAnswer>;
    exportUrl(query: JobQuery): string;
    get(id: string, options?: Signal): Promise<Job>;
    undo(id: string): Promise<{ job?: string }>;
    cancel(id: string): Promise<void>;
    /** CSV of the rows that failed, with the reason beside each. */
    errorsUrl(id: string): string;
  };
  imports: {
    /** A file with all columns, called as in that language, and one row as an example. */
    sampleUrl(entity: string, format: 'csv' | 'xlsx', language: string): string;
    /** Uploads a file and answers what its columns look like. */
    inspect(file: Blob, name: string, entity: string): Promise<ImportInspection>;
    /** The same file with other fields for its columns (by name), or read in another way. */
    inspectAgain(
      file: string,
      options: { entity: string; fields?: Readonly<Record<string, string | null>>; reading?: ImportReading },
    ): Promise<ImportInspection>;
    start(request: ImportRequest): Promise<{ job: string }>;
  };
  reports: ReportCalls;
  files: {
    url(id: string): string;
    /** For a field of a record that is not there yet. */
    upload(file: Blob, name: string): Promise<UploadedFile>;
  };
  /** Follows live changes until the returned function is called. */
  events(options: EventOptions): () => void;
}

/** Sends nothing by itself, and keeps nothing between calls but its options. */
export function createClient(options: ClientOptions): Client {
  const transport = createTransport(options);
  const { send, url } = transport;

  return {
    workspace: options.workspace,
    session: {
      get: (signal) => send('GET', 'session', signal),
      signIn: (credentials) => send('POST', 'session', { json: credentials }),
      secondFactor: (answer) => send('POST', 'session/second-factor', { json: answer }),
      secondChallenge: (attempt) => send('POST', 'session/second-factor/challenge', { json: { attempt } }),
      sendAgain: (attempt) => send('POST', 'session/second-factor/again', { json: { attempt } }),
      ways: () => send('GET', 'session/ways'),
      forgotten: (login) => send('POST', 'session/forgotten', { json: { login } }),
      link: (token) => send('POST', 'session/link', { json: { token } }),
      choosePassword: (token, password) => send('POST', 'session/password', { json: { token, password } }),
      signOut: () => send('DELETE', 'session'),
    },
    passkeys: {
      challenge: (purpose) => send('POST', 'passkeys/challenge', { json: { purpose } }),
      add: (name, response) => send('POST', 'passkeys', { json: { name, response } }),
      signIn: (response) => send('POST', 'session/passkey', { json: { response } }),
    },
    openId: {
      list: (signal) => send('GET', 'openid', signal),
      start: (provider, link = false) => send('POST', path('openid', provider, 'start'), { json: { link } }),
    },
    sessions: {
      list: ({ user, ...signal } = {}) => send('GET', user ? path('users', user, 'sessions') : 'sessions', signal),
      end: (id, user) => send('DELETE', user ? path('users', user, 'sessions', id) : path('sessions', id)),
      endOthers: (user) => send('DELETE', user ? path('users', user, 'sessions') : 'sessions'),
    },
    devices: {
      list: (signal) => send('GET', 'devices', signal),
      forget: (id) => send('DELETE', path('devices', id)),
      forgetAll: () => send('DELETE', 'devices'),
    },
    rights: {
      of: (user, signal) => send('GET', path('users', user, 'rights'), signal),
      review: (query = {}, signal = {}) => send('GET', 'rights', { query, ...signal }),
      reviewUrl: (filter) => url('rights.csv', filter ? { filter } : {}),
    },
    seeing: {
      begin: (user) => send('POST', path('users', user, 'see')),
      end: () => send('DELETE', 'session/seen'),
    },
    security: (signal) => send('GET', 'protection', signal),
    entities: (signal) => send('GET', 'entities', signal),
    entity: (name, signal) => send('GET', path('entities', name), signal),
    records: (entity) => recordCalls(transport, entity),
    aggregates: (queries, signal) => send('POST', 'aggregates', { json: { queries }, ...signal }),
    search: (q, { limit, ...signal } = {}) => send('GET', 'search', { query: { q, limit }, ...signal }),
    service: (name, input, signal) => send('POST', path('services', name), { json: input, ...signal }),
    feedUrl: (feed) => url(feed),
    changes: { undo: (id) => send('POST', path('changes', id, 'undo')) },
    log: logCalls(transport),
    jobs: {
      list: ({ signal, ...query } = {}) => send('GET', 'jobs', { query: { ...query }, ...(signal ? { signal } : {}) }),
      exportUrl: (query) => url('jobs/export', { ...query }),
      get: (id, signal) => send('GET', path('jobs', id), signal),
      undo: (id) => send('POST', path('jobs', id, 'undo')),
      cancel: (id) => send('POST', path('jobs', id, 'cancel')),
      errorsUrl: (id) => url(`${path('jobs', id)}/errors.csv`),
    },
    imports: {
      sampleUrl: (entity, format, language) => url(path('records', entity, 'import-sample'), { format, language }),
      inspect: (file, name, entity) => {
        const form = new FormData();
        form.set('entity', entity);
        form.set('file', file, name);
        return send('POST', 'imports/inspect', { form });
      },
      inspectAgain: (file, options) => send('POST', path('imports', file, 'inspect'), { json: options }),
      start: (request) => send('POST', 'imports', { json: request }),
    },
    reports: reportCalls(transport),
    files: {
      url: (id) => url(path('files', id)),
      upload: async (file, name) => {
        const form = new FormData();
        form.set('file', file, name);
        return (await send<{ record: UploadedFile }>('POST', 'files', { form })).record;
      },
    },
    events: (eventOptions) =>
      followEvents((cursor, signal) => {
        const headers: Record<string, string> = { accept: 'text/event-stream' };
        if (cursor) headers['last-event-id'] = cursor;
        return transport.raw('GET', 'events', { headers, signal });
      }, eventOptions),
  };
}
