// What a command is, and what it may use of the machine it runs on.

import type { Engine, Workspace } from '../../engine/index.ts';

const LANGUAGES = ['en', 'fi', 'sv', 'de', 'ru'];

export interface Machine {
  /** `KONTOR_DATA`: where backups go unless told otherwise. */
  readonly dataFolder: string;
  /** Joins the database of a running Kontor where there is one. */
  openEngine(): Promise<{ readonly engine: Engine; close(): Promise<void> }>;
  print(text: string): void;
  complain(text: string): void;
  /** A line typed without echo, or the next line that is piped in. */
  readSecret(prompt: string): Promise<string>;
}

/** One command of the machine's administrator; what it throws is printed, and the exit code is 1. */
export interface Command {
  /** `workspace create` */
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  run(args: string[], machine: Machine): Promise<void>;
}

/** The words of the command are wrong: printed with the usage, exit code 2. */
export class UsageError extends Error {}

/** Closes the engine whatever happens. */
export async function withEngine<T>(machine: Machine, work: (engine: Engine) => Promise<T>): Promise<T> {
  const { engine, close } = await machine.openEngine();
  try {
    return await work(engine);
  } finally {
    await close();
  }
}

/** @throws Error that names those that are there */
export async function openWorkspace(engine: Engine, name: string): Promise<Workspace> {
  const workspace = await engine.workspace(name);
  if (workspace !== null) return workspace;
  const names = await engine.workspaces.list();
  throw new Error(`There is no workspace "${name}"; there ${names.length === 0 ? 'are none' : `is ${names.join(', ')}`}.`);
}

/** Exactly these positional words, each named in the complaint when it is missing. */
export function need(words: readonly string[], ...names: string[]): string[] {
  const missing = names[words.length];
  if (missing !== undefined) throw new UsageError(`<${missing}> is missing.`);
  const extra = words[names.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one word too many.`);
  return [...words];
}

/** English where none is told. */
export function readLanguage(language = 'en'): string {
  if (LANGUAGES.includes(language)) return language;
  throw new UsageError(`"${language}" is none of ${LANGUAGES.join(', ')}.`);
}
