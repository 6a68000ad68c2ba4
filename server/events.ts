// Live events as server-sent events: what changed within the caller's reach; the client fetches it through the gate.

import { z } from 'zod';
import { type Clock, type LiveEvent, LiveEvents, type Workspace } from '../engine/index.ts';
import { type Call, type Credential, type Endpoint, endpoint } from './endpoint.ts';
import type { Server } from './server.ts';

/** Milliseconds; shorter than what proxies take for a dead connection. */
const heartbeat = 20_000;
/** Events waiting for a reader who does not read; he comes back with his last one and gets the rest. */
const longestQueue = 2000;

type Sending = Pick<Server, 'limits' | 'metrics' | 'stopping' | 'clock'>;

export function eventEndpoints(server: Sending): readonly Endpoint[] {
  const feeds = new WeakMap<Workspace, LiveEvents>();
  const feedOf = (workspace: Workspace): LiveEvents => {
    const feed = feeds.get(workspace) ?? new LiveEvents(workspace);
    feeds.set(workspace, feed);
    return feed;
  };
  return [
    endpoint({
      method: 'GET',
      path: '/events',
      summary: 'Live changes, as server-sent events',
      description: 'With `Last-Event-ID` it goes on where it stopped. An id of `*` means that many records of the entity changed.',
      tag: 'Events',
      rule: 'records',
      query: z.object({ after: z.string().optional() }),
      answers: { 200: 'text/event-stream' },
      handler: (call) => stream(server, feedOf(call.workspace), call, call.http.req.header('last-event-id') ?? call.query.after ?? null),
    }),
  ];
}

function stream(
  server: Sending,
  feed: LiveEvents,
  call: Pick<Call, 'context' | 'credential' | 'workspace'>,
  since: string | null,
): Response {
  const encoder = new TextEncoder();
  const who = `${call.workspace.name}/${call.credential?.id}`;
  let end = (): void => {};
  let gone = false;
  // Before there is a stream, so that too many of them are an answer and not a broken connection.
  server.limits.enter(who);
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        server.metrics.streams.inc();
        let ended = false;
        let stopListening = (): void => {};
        const beat = setInterval(() => send(': beat\n\n'), heartbeat);
        const over = whenOver(call.credential, server.clock, () => end());
        const send = (text: string): void => {
          if (ended) return;
          if ((controller.desiredSize ?? 0) < -longestQueue) end();
          else controller.enqueue(encoder.encode(text));
        };
        end = () => {
          if (ended) return;
          ended = true;
          clearInterval(beat);
          clearTimeout(over);
          server.stopping.removeEventListener('abort', end);
          stopListening();
          server.metrics.streams.dec();
          server.limits.leave(who);
          if (!gone) controller.close();
        };
        server.stopping.addEventListener('abort', end);
        send('retry: 2000\n\n');
        try {
          stopListening = await feed.listen(call.context, (events) => send(events.map(print).join('')), end, since);
          if (ended) stopListening();
        } catch {
          end();
        }
      },
      cancel() {
        gone = true;
        end();
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream',
      'Cache-Control': 'no-store',
      'X-Accel-Buffering': 'no',
      'Transfer-Encoding': 'chunked',
    },
  });
}

/** Looking through the eyes of somebody else ends by the clock, also where nothing is asked any more. */
function whenOver(credential: Credential | null, clock: Clock, end: () => void): NodeJS.Timeout | undefined {
  const until = credential?.kind === 'session' ? credential.seeing?.until : undefined;
  return until === undefined ? undefined : setTimeout(end, until - clock());
}

function print({ entity, id, verb, cursor }: LiveEvent): string {
  return `id: ${cursor}\ndata: ${JSON.stringify({ entity, id, verb, cursor })}\n\n`;
}
