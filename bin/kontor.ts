// The command line, running under our own Node: finds the verb's code and turns its end into an exit code.

import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { closedFolder } from '../app/folder.ts';
import { readSettings } from '../app/settings.ts';

const words = process.argv.slice(2);

let code = 1;
try {
  code = await run(words);
} catch (error) {
  // What went wrong in words; where it went wrong only for those who look for it.
  console.error(process.env.KONTOR_TRACE ? error : `kontor ${words.join(' ')}: ${error instanceof Error ? error.message : error}`);
}
// What has been done is done: no timer somebody forgot, nor the launcher's channel, keeps a finished command waiting.
process.exit(code);

async function run([verb = 'help', ...rest]: readonly string[]): Promise<number> {
  const settings = readSettings(process.env);
  if (verb === 'start' && rest.length === 0) {
    // Kept from the start before: the code without its types, and what V8 made of it. It saves half the time and the compiler's memory.
    enableCompileCache(closedFolder(join(settings.dataFolder, 'compiled')));
    return (await import('../app/start.ts')).start(settings);
  }
  if (verb === 'doctor' && rest.length === 0) return (await import('../app/doctor.ts')).doctor(settings);
  if (verb === 'bench' && rest.includes('--ui')) {
    // Whatever was built before is not what these sources say.
    (await import('./install.mjs')).ensureBuilt();
    return (await import('../bench/ui.ts')).benchUi(rest);
  }
  if (verb === 'bench') return (await import('../bench/main.ts')).bench([...rest]);
  if (['help', '--help', '-h'].includes(verb)) return help();
  const { runCommand } = await import('../server/cli.ts');
  const { openMachine } = await import('../app/machine.ts');
  const code = await runCommand([verb, ...rest], openMachine(settings));
  if (code !== null) return code;
  console.error(`There is no "${verb}".`);
  await help();
  return 2;
}

async function help(): Promise<number> {
  const { describeCommands } = await import('../server/cli.ts');
  const own = [
    { usage: 'start', summary: 'Starts Kontor: database, server and jobs (npm start)' },
    { usage: 'doctor', summary: 'Looks at this machine and this installation' },
    {
      usage: 'bench [--contacts N] [--seconds N] [--rounds N]',
      summary: 'Measures Kontor beside a plain server over the same data, in a folder of its own',
    },
    {
      usage: 'bench --ui [--contacts N] [--runs N]',
      summary: 'Measures in a browser what a person waits for: on the demo data, or on so many contacts',
    },
  ];
  for (const { usage, summary } of [...own, ...describeCommands()]) console.log(`kontor ${usage}\n    ${summary}`);
  return 0;
}
