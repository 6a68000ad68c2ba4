// Folders inside the data folder that other accounts of this machine have no business with (row NV-49).

import { chmodSync, mkdirSync, statSync } from 'node:fs';

export function closedFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  const { uid, mode } = statSync(path);
  if (uid === process.getuid?.() && (mode & 0o007) !== 0) chmodSync(path, mode & 0o770);
  return path;
}
