// The command line, running under our own Node: finds the verb's code and turns its end into an exit code.

import { readSettings } from '../app/settings.ts';

const [verb = 'help', ...args] = process.argv.slice(2);

try {
  process.exitCode = await run();
} catch (error) {
  // What went wrong in words; where it went wrong only for those who look for it.
  console.error(process.env.KONTOR_TRACE ? error : `kontor ${verb}: ${error instanceof Error ? error.message : error}`);
  process.exitCode = 1;
}
// A launcher's channel would keep a finished command waiting.
if (process.connected) process.disconnect();

async function run(): Promise<number> {
  const settings = readSettings(process.env);
  switch (verb) {
    case 'start':
      return (await import('../app/start.ts')).start(settings);
    case 'doctor':
      return (await import('../app/doctor.ts')).doctor(settings);
    default:
      console.error(`There is no "${verb}".`, args.length);
      return 2;
  }
}
