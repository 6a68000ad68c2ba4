// Whether this process can serve: what load balancers and people ask first.

import { apiHeaders } from './headers.ts';
import type { Server } from './server.ts';

const patience = 2000;

/** 200 while requests are welcome, else 503 with `Retry-After`. */
export async function health(server: Server): Promise<Response> {
  const database = await databaseState(server);
  const ready = database === 'up' && !server.stopping.aborted;
  const state = ready ? 'ready' : server.stopping.aborted ? 'stopping' : 'unavailable';
  const headers: Record<string, string> = { ...apiHeaders, 'Content-Type': 'application/json' };
  if (!ready) headers['Retry-After'] = '2';
  return new Response(JSON.stringify({ status: state, version: server.version, database }), { status: ready ? 200 : 503, headers });
}

async function databaseState(server: Server): Promise<'up' | 'down'> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<'down'>((resolve) => {
    timer = setTimeout(resolve, patience, 'down');
  });
  try {
    return await Promise.race([
      server.engine.database
        .as(null)
        .query({ text: 'select 1', values: [] })
        .then(() => 'up' as const),
      late,
    ]);
  } catch {
    return 'down';
  } finally {
    clearTimeout(timer);
  }
}
