// Changes that no comparison of tables can find (renames, data written anew): each has a name and runs once, in order.

import { accountants } from './patches/accountants.ts';
import { faultsForAdministrators } from './patches/faults-for-administrators.ts';
import { logsForAdministrators } from './patches/logs-for-administrators.ts';
import { mailsForAdministrators } from './patches/mails-for-administrators.ts';
import { mergingIsARight } from './patches/merging-is-a-right.ts';
import { readingsForAdministrators } from './patches/readings-for-administrators.ts';
import { securityForAdministrators } from './patches/security-for-administrators.ts';
import { settingsForAdministrators } from './patches/settings-for-administrators.ts';
import { shapeForAdministrators } from './patches/shape-for-administrators.ts';
import type { Queryable, Transaction } from './pool.ts';
import { compile, sql } from './sql.ts';

export interface Patch {
  /** `0001-deals-have-currencies`; never changes once it was released. */
  readonly name: string;
  /**
   * As the main role, in the transaction that also notes that it ran, before tables are compared with the schema.
   * @param space PostgreSQL schema of the workspace; `kontor` for a patch of the installation
   */
  run(tx: Transaction, space: string): Promise<void>;
}

export interface Patches {
  /** For the installation, once. */
  readonly installation: readonly Patch[];
  /** For every workspace. */
  readonly workspace: readonly Patch[];
}

/** Each is a file of its own in patches/ and is added here, at the end. A new workspace needs none of them. */
export const patches: Patches = {
  installation: [],
  workspace: [
    settingsForAdministrators,
    mailsForAdministrators,
    securityForAdministrators,
    readingsForAdministrators,
    faultsForAdministrators,
    accountants,
    logsForAdministrators,
    shapeForAdministrators,
    mergingIsARight,
  ],
};

/** The data was last used by a later version, which did things to it that this one does not know. */
export class NewerDatabase extends Error {
  override readonly name = 'NewerDatabase';
  readonly code = 'newer_database';

  constructor(unknown: readonly string[]) {
    super(
      `This data was used by a newer version of Kontor: it has the changes ${unknown.join(', ')}, which this version does not know. ` +
        'Start the newer version again, or restore a backup that was made before.',
    );
  }
}

/** @throws NewerDatabase */
export function refuseUnknown(applied: readonly string[], known: readonly Patch[]): void {
  const unknown = applied.filter((name) => !known.some((patch) => patch.name === name));
  if (unknown.length > 0) throw new NewerDatabase(unknown);
}

/** @param workspace '' for the installation */
export async function runPatches(tx: Transaction, workspace: string, space: string, pending: readonly Patch[]): Promise<void> {
  for (const patch of pending) {
    await patch.run(tx, space);
    await notePatches(tx, workspace, [patch.name]);
  }
}

/** As run, without running them: a new workspace begins where they lead to. @param workspace '' for the installation */
export async function notePatches(db: Queryable, workspace: string, names: readonly string[]): Promise<void> {
  if (names.length === 0) return;
  await db.query(
    compile(sql`insert into kontor.patches (workspace, name) select ${sql.value(workspace)}, unnest(${sql.value(names)}::text[])`),
  );
}
