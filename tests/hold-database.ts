// A process to be killed: starts the embedded database of the folder it is given, says so, and stays.

import { startEmbedded } from '../db/embedded.ts';

const server = await startEmbedded({ dataFolder: process.argv[2] ?? '', log: (message) => console.log(message) });
console.log(JSON.stringify({ server: server.pid, connectionString: server.connectionString }));
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)));
