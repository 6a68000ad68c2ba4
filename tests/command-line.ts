// `npx kontor ...` over the engine of a test: what it said, and how it ended.

import type { Engine } from '../engine/index.ts';
import { runCommand } from '../server/cli.ts';

export type CommandLine = (line: readonly string[], secret?: string) => Promise<{ code: number | null; said: string }>;

export function commandLine(engine: Engine, dataFolder: string): CommandLine {
  return async (line, secret = '') => {
    const said: string[] = [];
    const say = (text: string) => void said.push(text);
    const machine = {
      dataFolder,
      openEngine: async () => ({ engine, close: async () => {} }),
      print: say,
      complain: say,
      readSecret: async () => secret,
    };
    const code = await runCommand(line, machine).catch((error: Error) => {
      say(error.message);
      return 1;
    });
    return { code, said: said.join('\n') };
  };
}
