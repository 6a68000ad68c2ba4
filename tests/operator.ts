// A stand-in for an operator of e-invoices, on loopback and speaking the real protocol: it takes messages, passes them on as a test
// says, and has an inbox.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export interface TakenMessage {
  readonly id: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly content: string;
  /** How often it was handed over. */
  times: number;
  progress: object;
}

export interface TestOperator {
  readonly address: string;
  readonly key: string;
  /** By the id that the sender gave. */
  readonly messages: Map<string, TakenMessage>;
  /** By name. */
  readonly inbox: Map<string, string>;
  /** The answer to what is sent next, once, instead of the usual one; `drop`: the message is taken, and the line is cut before the answer. */
  next: { status: number; body?: object } | 'drop' | null;
  stop(): Promise<void>;
}

export async function startOperator(): Promise<TestOperator> {
  const server = createServer((request, response) => void serve(operator, request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const operator: TestOperator = {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    key: 'the key of the stand-in',
    messages: new Map(),
    inbox: new Map(),
    next: null,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
  return operator;
}

async function serve(operator: TestOperator, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const content = (await buffer(request)).toString('utf8');
  const [, , kind = '', id = ''] = (request.url ?? '').split('/').map(decodeURIComponent);
  const answer = (status: number, body?: object | string) => {
    response.writeHead(status, { 'Content-Type': 'application/json', Connection: 'close' });
    response.end(typeof body === 'string' ? body : JSON.stringify(body ?? {}));
  };
  if (request.headers.authorization !== `Bearer ${operator.key}`)
    return answer(401, { code: 'unauthorized', text: 'That is not your key.' });
  if (kind === 'messages' && request.method === 'PUT') {
    // Only of what is sent: that an older message is asked about meanwhile takes nobody's answer away.
    const { next } = operator;
    operator.next = null;
    if (next && next !== 'drop') return answer(next.status, next.body);
    take(operator, id, request, content);
    if (next === 'drop') return void request.socket.destroy();
    return answer(201, { reference: `op-${id}` });
  }
  if (kind === 'messages') return answer(200, operator.messages.get(id.replace('op-', ''))?.progress);
  if (!id) return answer(200, { messages: [...operator.inbox.keys()].map((name) => ({ id: name, name })) });
  const waiting = operator.inbox.get(id);
  if (request.method === 'DELETE') operator.inbox.delete(id);
  answer(waiting === undefined ? 404 : 200, request.method === 'DELETE' ? {} : waiting);
}

/** The same id again is the same message. */
function take({ messages }: TestOperator, id: string, { headers }: IncomingMessage, content: string): void {
  const known = messages.get(id);
  if (known) known.times++;
  else {
    const told = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, decodeURIComponent(String(value))]));
    messages.set(id, { id, headers: told, content, times: 1, progress: { stage: 'sender_operator', state: 'under_way' } });
  }
}
