// The epoch: a counter that rises with every change of rights or of the schema, so that no process works with old ones.

import { prepare, sql } from '../db/index.ts';
import type { Entity } from '../schema/index.ts';
import { ADAPTING } from './adaptations.ts';
import type { Item, WriteVerb } from './draft.ts';
import { planned } from './planned.ts';
import type { Reader } from './read.ts';
import type { Writer } from './records.ts';
import { RIGHTS } from './rights-fields.ts';
import { bind } from './slots.ts';

/** A statement saw another epoch than its rights were compiled for: refresh and do it again. */
export class Stale extends Error {}

/** Called inside the transaction of the write, so that the change and its epoch become visible together. */
export async function bumpEpoch(writer: Writer, entity: Entity, verb: WriteVerb, items: readonly Item[]): Promise<void> {
  if (ADAPTING.includes(entity.name)) return raise(writer, 'schema');
  if (isKept(entity)) return raise(writer, 'rights');
  const fields = RIGHTS[entity.name];
  // A new user counts too: his records are in the reach of those around him.
  if (fields === undefined) return;
  if (verb === 'update' && fields && !items.some((item) => fields.some((name) => item.changed.has(name)))) return;
  await raise(writer, 'rights');
}

/** Whether every process remembers its records, as it does rights. */
export function isKept({ single, kept }: Entity): boolean {
  return single || kept === true;
}

async function raise(writer: Writer, counter: 'rights' | 'schema'): Promise<void> {
  await raiseEpoch(writer, counter);
  writer.raised();
}

/** For what is no record: a session that was ended. */
export async function raiseEpoch(reader: Pick<Reader, 'workspace' | 'db'>, counter: 'rights' | 'schema'): Promise<void> {
  const statement = planned(reader.workspace, `raise|${counter}`, () => {
    const column = sql.identifier(counter);
    return prepare(sql`update ${sql.identifier(reader.workspace.space, 'epoch')} set ${column} = ${column} + 1`);
  });
  await reader.db.query(bind(statement, {}));
}
