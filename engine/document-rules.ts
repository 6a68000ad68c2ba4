// What documents may be: where they are kept, how large, of which kinds, as the workspace's settings say (rows TT-26 to TT-29, CS-128).

import type { Bucket } from './buckets.ts';
import type { BoundContext } from './context.ts';
import { Refusal } from './errors.ts';
import type { Context } from './types.ts';

/** Megabytes that may come at once by each way, whatever is set (row CS-128). */
const MOST = { record: 25, api: 25, contact_portal: 5, add_in: 6 } as const;

/** How a document comes: on a record's page, by the API, from a customer's portal, from an add-in of a mail program. */
export type Channel = keyof typeof MOST;
/** All of them, for settings and tests. */
export const CHANNELS = Object.keys(MOST) as readonly Channel[];

const NOUN = 'document_server';
const MB = 1024 * 1024;

export interface DocumentRules {
  /** Within the workspace's place; null: documents are switched off. */
  readonly folder: string | null;
  /** The folder is in the bucket of the workspace, not on this machine. */
  readonly inBucket: boolean;
  /** `image/*`, `application/pdf`; null: all. */
  readonly mimeTypes: readonly string[] | null;
  /** Topics, of which each document has one. */
  readonly documentTypes: readonly string[];
  /** Megabytes of one document. */
  readonly most: number;
}

/** Without the module of document servers: this machine, with the usual limits. */
export async function documentRules(context: Context): Promise<DocumentRules> {
  // Instances may do without the module.
  if (!Object.hasOwn((context as BoundContext).space.state.schema.entities, NOUN))
    return { folder: '', inBucket: false, mimeTypes: null, documentTypes: [], most: MOST.record };
  const { folder, kept_in, mime_types, document_types, max_size } = await context.settings(NOUN);
  return {
    folder: folder ? folderOf(String(folder)) : null,
    inBucket: kept_in === 's3',
    mimeTypes: listOf(mime_types, /[;,\s]+/),
    documentTypes: listOf(document_types, /;/),
    most: Number(max_size),
  };
}

/** Null while none is entered. @param system with the engine's own rights: it opens the secret */
export async function bucketOf(system: Context): Promise<Bucket | null> {
  if (!Object.hasOwn((system as BoundContext).space.state.schema.entities, NOUN)) return null;
  const { id, endpoint, region, bucket, prefix, key_id, secret_key, path_style } = await system.settings(NOUN);
  if (!endpoint || !bucket || !key_id || !secret_key) return null;
  return {
    endpoint: String(endpoint),
    region: String(region ?? 'us-east-1'),
    name: String(bucket),
    prefix: folderOf(String(prefix ?? '')),
    keyId: String(key_id),
    secret: (await system.secret(NOUN, String(id), 'secret_key')) ?? '',
    pathStyle: path_style === true,
  };
}

/** `/` is the place itself, `/projects/2026` a folder in it. */
export function folderOf(text: string): string {
  return text
    .split('/')
    .map((part) => part.trim())
    .filter(Boolean)
    .join('/');
}

/** Spaces around are none of a topic's, and an empty one is none (row TT-28). */
function listOf(text: unknown, separator: RegExp): readonly string[] {
  const parts = String(text ?? '')
    .split(separator)
    .map((part) => part.trim());
  return [...new Set(parts.filter(Boolean))];
}

/** The folder that documents go to. @throws Refusal 409 `documents_off` */
export function assertOn(rules: DocumentRules): { readonly folder: string } {
  const { folder } = rules;
  if (folder === null) throw new Refusal(409, 'documents_off', 'Documents are switched off: the document server has no folder.');
  return { folder };
}

/** Bytes: the smaller of what is set and what the channel takes. */
export function limitOf({ most }: DocumentRules, channel: Channel): number {
  return Math.min(most, MOST[channel]) * MB;
}

/** Judges the kind of a content before it is kept: throws Refusal 422 `not_allowed_type`. */
export function acceptorOf({ mimeTypes }: DocumentRules): (contentType: string) => void {
  return (contentType) => {
    const kind = contentType.split(';')[0]!;
    const isListed =
      mimeTypes?.some((allowed) => allowed === kind || (allowed.endsWith('/*') && kind.startsWith(allowed.slice(0, -1)))) ?? true;
    if (isListed) return;
    const message = `Files of this kind (${kind}) are not allowed here; allowed are ${mimeTypes!.join(', ')}.`;
    throw new Refusal(422, 'not_allowed_type', message, [{ field: 'file', code: 'not_allowed_type', message }]);
  };
}
