// The calls on one entity's records.

import { KontorError } from './error.ts';
import type { ExplainAnswer } from './rights.ts';
import type { Call, Query, Transport } from './transport.ts';
import { path } from './transport.ts';
import type {
  AggregateAnswer,
  AggregateQuery,
  Apart,
  BulkAnswer,
  BulkRequest,
  DuplicateGroup,
  DuplicatesAnswer,
  FoundDuplicates,
  HistoryAnswer,
  ListAnswer,
  ListQuery,
  ManyMerges,
  MergeAnswer,
  MergeRequest,
  OfferedOwner,
  RecordAnswer,
  RecordValues,
  UploadedFile,
  Values,
} from './types.ts';

/** Ends the call when it is aborted: the promise is then rejected with the signal's own reason. */
export interface Signal {
  readonly signal?: AbortSignal;
}

/**
 * What may be done with records of one noun. All throw KontorError; an action's answer has the record, and `result` where it has more
 * to say.
 */
export interface RecordCalls<T extends Values = RecordValues> {
  list(query?: ListQuery, options?: Signal): Promise<ListAnswer<T>>;
  /** Every record that matches, page after page. */
  each(query?: ListQuery, options?: Signal): AsyncGenerator<T>;
  get(id: string, options?: Signal & { fields?: readonly string[]; as_of?: string }): Promise<RecordAnswer<T>>;
  /** A repeat with the same `idempotencyKey` within 24 h answers the first result instead of making a second record. */
  create(values: Values, options?: Signal & { idempotencyKey?: string }): Promise<T>;
  /** With `version`, a record somebody else changed meanwhile is refused: 412, `KontorError.body.current` holds what it is now. */
  update(id: string, values: Values, options?: Signal & { version?: number }): Promise<T>;
  /** `change` names what was done, for `changes.undo`. */
  delete(id: string, options?: Signal): Promise<{ change: string | null }>;
  act<R = { record: T }>(id: string, action: string, input?: Values): Promise<R>;
  /** Up to 1,000 records are answered with a result each; more become a job. */
  bulk(request: BulkRequest): Promise<BulkAnswer>;
  /** Several become one; much of it is a job. */
  merge(request: MergeRequest): Promise<MergeAnswer>;
  /** Many groups, as one job. */
  mergeMany(merges: readonly MergeRequest[]): Promise<{ job: string }>;
  /** What `mergeMany` would do. */
  rehearseMany(merges: readonly MergeRequest[], options?: Signal): Promise<ManyMerges>;
  /** Records that are likely the one with these values, of those one may view. */
  duplicates(values: Values, options?: Signal & { except?: string }): Promise<DuplicatesAnswer>;
  /** Groups of likely duplicates, as the last search found them. */
  foundDuplicates(query?: { after?: string; limit?: number }, options?: Signal): Promise<FoundDuplicates>;
  searchDuplicates(): Promise<{ job: string }>;
  /** Likely duplicates among chosen records. */
  duplicatesAmong(
    chosen: { ids: readonly string[] } | { filter: string },
    options?: Signal,
  ): Promise<{ groups: readonly DuplicateGroup[]; more: boolean }>;
  /** None of these is the same as another; or, without `apart`, they may be after all. */
  keepApart(ids: readonly string[], apart: boolean): Promise<{ job: string }>;
  keptApart(options?: Signal): Promise<{ pairs: readonly Apart[] }>;
  /** Puts records away from search, or brings them back. */
  archive(ids: readonly string[], archived: boolean): Promise<{ job: string }>;
  /** Rows keyed by the words of the query: `{stage: 'won', 'sum(amount)': {amount, currency}}`. */
  aggregate(query: AggregateQuery, options?: Signal): Promise<AggregateAnswer>;
  /** Back to what it was: these fields, or all that may be written. An update like any other. */
  restore(id: string, request: { as_of: string; fields?: readonly string[] }): Promise<T>;
  /** Whom one may give records to. */
  owners(query: { q: string; record?: string | undefined }, options?: Signal): Promise<{ owners: readonly OfferedOwner[] }>;
  /** Why one, or another user, may or may not do what with the record. */
  explain(id: string, options?: Signal & { user?: string | undefined }): Promise<ExplainAnswer>;
  history(
    id: string,
    options?: Signal & { after?: string; limit?: number; fields?: readonly string[]; below?: readonly string[] },
  ): Promise<HistoryAnswer>;
  /** All that is held about a contact or lead. */
  personal(id: string, language: string, options?: Signal): Promise<PersonalForm>;
  personalUrl(id: string, format: 'pdf' | 'xlsx' | 'json' | 'zip', language: string): string;
  /** Attaches a file to a record; `documentType` is one of the topics of documents. */
  upload(id: string, file: Blob, name: string, options?: Signal & { documentType?: string | undefined }): Promise<UploadedFile>;
  exportUrl(query: Pick<ListQuery, 'fields' | 'filter' | 'sort' | 'q' | 'as_of' | 'reporting'> & { format: 'csv' | 'xlsx' }): string;
}

/** Personal data in words; a section without an entity is the history. */
export interface PersonalForm {
  readonly title: string;
  readonly sections: readonly {
    readonly entity: string | null;
    readonly label: string;
    readonly records: readonly {
      readonly id: string;
      readonly title: string;
      readonly lines: readonly { readonly label: string; readonly text: string }[];
    }[];
  }[];
}

/** The part of a client that `createClient` offers as `records(entity)`. */
export function recordCalls<T extends Values = RecordValues>(transport: Transport, entity: string): RecordCalls<T> {
  const root = path('records', entity);
  const alike = (...rest: string[]) => path('duplicates', entity, ...rest);
  const one = (id: string, ...rest: string[]) => path('records', entity, id, ...rest);
  const list = (query: ListQuery = {}, options: Signal = {}) =>
    transport.send<ListAnswer<T>>('GET', root, { query: query as Query, ...options });

  return {
    list,
    async *each(query = {}, options = {}) {
      let after = query.after;
      do {
        const page: ListAnswer<T> = await list(after ? { ...query, after } : query, options);
        yield* page.records;
        after = page.next ?? undefined;
      } while (after);
    },
    get: (id, { fields, as_of, ...options } = {}) =>
      transport.send('GET', one(id), fields || as_of ? { query: { fields, as_of }, ...options } : options),
    create: async (values, { idempotencyKey, ...options } = {}) => {
      const headers: Call['headers'] = idempotencyKey ? { 'idempotency-key': idempotencyKey } : {};
      const answer = await transport.send<{ record: T }>('POST', root, { json: values, headers, ...options });
      return answer.record;
    },
    update: async (id, values, { version, ...options } = {}) => {
      const headers: Call['headers'] = version === undefined ? {} : { 'if-match': `"${version}"` };
      const answer = await transport.send<{ record: T }>('PATCH', one(id), { json: values, headers, ...options });
      return answer.record;
    },
    delete: async (id, options = {}) => {
      const response = await transport.raw('DELETE', one(id), options);
      if (!response.ok) throw await KontorError.from(response);
      return { change: response.headers.get('kontor-change') };
    },
    act: (id, action, input = {}) => transport.send('POST', one(id, 'actions', action), { json: input }),
    bulk: (request) => transport.send('POST', `${root}/bulk`, { json: request }),
    merge: (request) => transport.send('POST', `${root}/merge`, { json: request }),
    mergeMany: (merges) => transport.send('POST', `${root}/merges`, { json: { merges } }),
    rehearseMany: (merges, options = {}) => transport.send('POST', `${root}/merges`, { json: { merges, dry_run: true }, ...options }),
    foundDuplicates: (query = {}, options = {}) => transport.send('GET', alike(), { query, ...options }),
    searchDuplicates: () => transport.send('POST', alike('search')),
    duplicatesAmong: (chosen, options = {}) => transport.send('POST', alike('among'), { json: chosen, ...options }),
    keepApart: (ids, apart) => transport.send('POST', alike('apart'), { json: { ids, apart } }),
    keptApart: (options = {}) => transport.send('GET', alike('apart'), options),
    duplicates: (values, { except, ...options } = {}) =>
      transport.send('POST', `${root}/duplicates`, { json: except ? { values, except } : { values }, ...options }),
    archive: (ids, archived) => transport.send('POST', `${root}/archive`, { json: { ids, archived } }),
    aggregate: (query, options = {}) => transport.send('POST', `${root}/aggregate`, { json: query, ...options }),
    restore: async (id, request) => (await transport.send<{ record: T }>('POST', one(id, 'restore'), { json: request })).record,
    owners: (query, options = {}) => transport.send('GET', `${root}/owners`, { query, ...options }),
    explain: (id, { user, ...options } = {}) => transport.send('GET', one(id, 'explain'), { query: { user }, ...options }),
    history: (id, { after, limit, fields, below, ...options } = {}) =>
      transport.send('GET', one(id, 'history'), { query: { after, limit, fields, below }, ...options }),
    personal: (id, language, options = {}) => transport.send('GET', one(id, 'personal-data'), { query: { language }, ...options }),
    personalUrl: (id, format, language) => transport.url(one(id, 'personal-data', 'file'), { format, language }),
    upload: async (id, file, name, { documentType, ...options } = {}) => {
      const form = new FormData();
      // Before the file: it is stored while it comes.
      if (documentType) form.set('document_type', documentType);
      form.set('file', file, name);
      const answer = await transport.send<{ file?: UploadedFile; record?: UploadedFile }>('POST', one(id, 'files'), { form, ...options });
      return (answer.file ?? answer.record) as UploadedFile;
    },
    exportUrl: (query) => transport.url(`${root}/export`, query as Query),
  };
}
