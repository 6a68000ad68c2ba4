// Files for other companies lie in a folder that an operator's program empties, and those that came lie in one that it fills:
// `<workspace>/out` and `<workspace>/in`. The place is the installation's choice; nobody inside a workspace can name a path.

import { access, mkdir, open, readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type CarrierAccount, CarrierFailure, type CarrierPort, type Parcel } from '../../engine/index.ts';

/** A file that was written to so recently may not be whole yet. */
const SETTLED = 5000;

export function folderCarrier(root: string): CarrierPort {
  const inside = ({ workspace }: CarrierAccount, ...rest: string[]) => join(root, workspace, ...rest);
  const incoming = (account: CarrierAccount, id: string) => inside(account, 'in', plainName(id));
  return {
    async hand(account, parcel) {
      const name = `${parcel.id}${extensionOf(parcel.name)}`;
      await speaking(() => handOver(inside(account), name, parcel));
      return name;
    },
    track: async () => null,
    arrived: (account) => speaking(() => settledFiles(inside(account, 'in'))),
    open: (account, id) => speaking(() => readFile(incoming(account, id))),
    taken: (account, id) =>
      speaking(async () => {
        await mkdir(inside(account, 'in', 'taken'), { recursive: true });
        await rename(incoming(account, id), inside(account, 'in', 'taken', plainName(id)));
      }),
  };
}

/**
 * Exactly once, whenever the process dies: the whole file waits under `ready`, then `begun` says that from now on a missing file was
 * handed over, then one rename hands it over.
 */
async function handOver(folder: string, name: string, { id, content }: Parcel): Promise<void> {
  const hidden = join(folder, '.kontor');
  const [ready, begun] = [join(hidden, `${id}.ready`), join(hidden, `${id}.begun`)];
  await mkdir(hidden, { recursive: true });
  await mkdir(join(folder, 'out'), { recursive: true });
  if (!(await exists(begun))) {
    await write(ready, content);
    await write(begun, Buffer.from(''));
  }
  if (await exists(ready)) await rename(ready, join(folder, 'out', name));
}

/** Nobody finds half a file after a power cut. */
async function write(path: string, content: Uint8Array): Promise<void> {
  const temporary = `${path}.part`;
  const handle = await open(temporary, 'w', 0o640);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, path);
}

async function settledFiles(folder: string): Promise<{ id: string; name: string }[]> {
  await mkdir(folder, { recursive: true });
  const entries = await readdir(folder, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.'));
  const settled = await Promise.all(
    files.map(async ({ name }) => ((await stat(join(folder, name))).mtimeMs < Date.now() - SETTLED ? [{ id: name, name }] : [])),
  );
  return settled.flat().sort((a, b) => a.name.localeCompare(b.name));
}

function plainName(id: string): string {
  if (/[/\\\0]|^\.\.?$/.test(id)) throw new CarrierFailure('no_such_file', 'That is no name of a file.', true);
  return id;
}

function extensionOf(name: string): string {
  return /\.[a-z]{2,4}$/.exec(name)?.[0] ?? '';
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** Trouble of the disk may be over in a minute. */
async function speaking<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CarrierFailure) throw error;
    throw new CarrierFailure('unreachable', error instanceof Error ? error.message : String(error), false);
  }
}
