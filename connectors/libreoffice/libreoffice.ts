// Office files into PDF by LibreOffice without a screen, where the machine has it (row CS-132).

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { OfficeFailure, type OfficePort } from '../../engine/index.ts';

export interface LibreOfficeOptions {
  /** Where to find it; default: `soffice` on the PATH. */
  readonly program?: string | null;
  /** How many run side by side; the others wait. */
  readonly atOnce?: number;
  /** After so many milliseconds one is taken for stuck and killed. */
  readonly patience?: number;
}

/** The program on the PATH; null where there is none. */
export function findLibreOffice(path: string | undefined): string | null {
  const places = (path ?? '').split(delimiter).filter(Boolean);
  return places.flatMap((folder) => ['soffice', 'libreoffice'].map((name) => join(folder, name))).find((file) => existsSync(file)) ?? null;
}

export function libreOffice(options: LibreOfficeOptions = {}): OfficePort {
  const { atOnce = 2, patience = 60_000 } = options;
  const turn = turns(atOnce);
  return {
    async toPdf(file, extension) {
      // Asked anew each time: it may have been installed meanwhile.
      const program = options.program === undefined ? findLibreOffice(process.env.PATH) : options.program;
      if (program === null || !existsSync(program)) {
        const hint = 'On Debian: apt-get install libreoffice-writer-nogui libreoffice-calc-nogui.';
        throw new OfficeFailure('absent', `Turning files into PDF needs LibreOffice, which this server does not have. ${hint}`);
      }
      return turn(() => convert(program, file, extension, patience));
    },
  };
}

/** Runs so many at once, the others in the order they came. */
function turns(most: number): <T>(work: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let free = most;
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free++;
    }
  };
}

/** Each in a folder and with a profile of its own: two that share a profile wait for each other, or one ends at once. */
async function convert(program: string, file: Buffer, extension: string, patience: number): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'kontor-office-'));
  try {
    const source = join(folder, `paper.${extension}`);
    await writeFile(source, file, { mode: 0o600 });
    const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`;
    const flags = ['--headless', '--norestore', '--nolockcheck', '--nodefault', '--convert-to', 'pdf', '--outdir', folder];
    // Of its own group, so that what it starts is killed with it.
    const child = spawn(program, [profile, ...flags, source], { detached: true, stdio: ['ignore', 'ignore', 'pipe'], cwd: folder });
    const words = await ended(child, patience);
    return await readFile(join(folder, 'paper.pdf')).catch(() => {
      throw new OfficeFailure('failed', `LibreOffice could not turn the file into PDF${words ? `: ${words}` : '.'}`);
    });
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

/** Its last words, when it has ended by itself. @throws OfficeFailure */
function ended(child: ChildProcess, patience: number): Promise<string> {
  return new Promise((resolve, reject) => {
    let words = '';
    const timer = setTimeout(() => {
      killGroup(child);
      reject(new OfficeFailure('late', `LibreOffice took longer than ${Math.round(patience / 1000)} s and was stopped.`));
    }, patience);
    child.stderr?.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-300);
    });
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new OfficeFailure('failed', `LibreOffice could not be started: ${error.message}`));
    });
    child.on('close', () => {
      clearTimeout(timer);
      resolve(words.trim());
    });
  });
}

function killGroup({ pid }: ChildProcess): void {
  try {
    if (pid) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has just ended by itself.
  }
}
