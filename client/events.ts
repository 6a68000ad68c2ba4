// Live events over server-sent events, read with fetch: one code for browser and Node, and an API key can travel in a header.

import type { LiveEvent } from './types.ts';

export interface EventOptions {
  /** Called for every change in the actor's scope; the caller refetches what it shows. */
  onEvent(event: LiveEvent): void;
  /** `open` after (re)connecting: events may have been missed in between unless a cursor was known. */
  onState?(state: 'open' | 'lost'): void;
  /** Continue after this cursor. */
  after?: string;
  /** First wait between attempts in milliseconds; doubles up to 30 s. */
  retry?: number;
}

const LONGEST_WAIT = 30_000;

/** Connects, reads, and reconnects until the returned function is called. `open` answers the stream of one attempt. */
export function followEvents(open: (cursor: string | null, signal: AbortSignal) => Promise<Response>, options: EventOptions): () => void {
  const stop = new AbortController();
  let cursor = options.after ?? null;
  let wait = options.retry ?? 1000;

  const attempt = async () => {
    const response = await open(cursor, stop.signal);
    if (!response.ok || !response.body) throw new Error(`events answered ${response.status}`);
    options.onState?.('open');
    wait = options.retry ?? 1000;
    for await (const message of messages(response.body)) {
      if (message.id) cursor = message.id;
      if (!message.data) continue;
      const event = JSON.parse(message.data) as LiveEvent;
      if (event.cursor) cursor = event.cursor;
      options.onEvent(event);
    }
  };

  const run = async () => {
    while (!stop.signal.aborted) {
      await attempt().catch(() => undefined);
      if (stop.signal.aborted) return;
      options.onState?.('lost');
      await pause(wait, stop.signal);
      wait = Math.min(wait * 2, LONGEST_WAIT);
    }
  };
  void run();
  return () => stop.abort();
}

interface Message {
  readonly id: string | null;
  readonly data: string;
}

/** Splits a stream into messages as the HTML standard says: fields by line, a blank line ends one, `:` starts a comment. */
export async function* messages(body: ReadableStream<Uint8Array>): AsyncGenerator<Message> {
  const reader = body.pipeThrough(new TextDecoderStream() as ReadableWritablePair<string, Uint8Array>).getReader();
  let rest = '';
  let id: string | null = null;
  let data: string[] = [];
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const lines = (rest + value).split(/\r\n|\n|\r/);
      rest = lines.pop() ?? '';
      for (const line of lines) {
        if (line === '') {
          if (id !== null || data.length) yield { id, data: data.join('\n') };
          id = null;
          data = [];
        } else if (line.startsWith('data:')) data.push(line.slice(5).replace(/^ /, ''));
        else if (line.startsWith('id:')) id = line.slice(3).trim();
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done);
  });
}
