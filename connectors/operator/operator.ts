// An operator of electronic messages, reached by HTTP. What is sent and answered is described in docs/e-invoice.md.

import { type CarrierAccount, CarrierFailure, type CarrierPort, type Progress } from '../../engine/index.ts';

const TIMEOUT = 30_000;
/** Largest file that is taken from an operator. */
const LIMIT = 30_000_000;

export const operator: CarrierPort = {
  async hand(account, { id, name, contentType, kind, from, to, content }) {
    const headers = {
      'Content-Type': contentType,
      ...encoded({ 'Message-Name': name, 'Message-Kind': kind, 'Message-From': from, 'Message-To': to }),
    };
    const response = await ask(account, 'PUT', `messages/${id}`, { headers, body: Buffer.from(content) });
    const { reference } = await json<{ reference?: unknown }>(response);
    return String(reference ?? id);
  },
  async track(account, reference) {
    const answer = await json<Partial<Record<keyof Progress, unknown>>>(
      await ask(account, 'GET', `messages/${encodeURIComponent(reference)}`),
    );
    return toProgress(answer);
  },
  async arrived(account) {
    const { messages } = await json<{ messages?: unknown }>(await ask(account, 'GET', 'inbox'));
    return (Array.isArray(messages) ? messages : []).map(({ id, name }: { id: unknown; name: unknown }) => ({
      id: String(id),
      name: String(name ?? id),
    }));
  },
  async open(account, id) {
    const response = await ask(account, 'GET', `inbox/${encodeURIComponent(id)}`);
    return whole(response);
  },
  async taken(account, id) {
    await ask(account, 'DELETE', `inbox/${encodeURIComponent(id)}`);
  },
};

const STAGES: readonly unknown[] = ['sender_operator', 'recipient_operator', 'recipient'] satisfies Progress['stage'][];
const STATES: readonly unknown[] = ['under_way', 'delivered', 'failed'] satisfies Progress['state'][];

function toProgress({ stage, state, code, text }: Partial<Record<keyof Progress, unknown>>): Progress {
  if (!STAGES.includes(stage) || !STATES.includes(state))
    throw new CarrierFailure('unreachable', 'The operator told how far the message is in words that are not known here.', false);
  return {
    stage: stage as Progress['stage'],
    state: state as Progress['state'],
    ...(code === undefined ? {} : { code: String(code).slice(0, 60) }),
    ...(text === undefined ? {} : { text: String(text).slice(0, 2000) }),
  };
}

async function ask({ address, secret }: CarrierAccount, method: string, path: string, init: RequestInit = {}): Promise<Response> {
  const url = `${address.replace(/\/+$/, '')}/${path}`;
  const headers = { Authorization: `Bearer ${secret}`, Accept: 'application/json', ...init.headers };
  let response: Response;
  try {
    // A redirect would carry the key to whoever it names.
    response = await fetch(url, { ...init, method, headers, redirect: 'error', signal: AbortSignal.timeout(TIMEOUT) });
  } catch (error) {
    const { cause, message } = error as Error & { cause?: Error };
    throw new CarrierFailure('unreachable', cause?.message || message, false);
  }
  if (!response.ok) throw await refused(response);
  return response;
}

/** 4xx is the operator's last word, but for "too early" and "too often"; all else may pass. */
async function refused(response: Response): Promise<CarrierFailure> {
  const { status } = response;
  const { code, text } = await response.json().then(
    (body) => body as { code?: unknown; text?: unknown },
    () => ({}) as { code?: unknown; text?: unknown },
  );
  const words = String(text ?? `The operator answered with HTTP ${status}.`).slice(0, 2000);
  if (status === 401 || status === 403) return new CarrierFailure('not_allowed', words, true);
  const isFinal = status >= 400 && status < 500 && ![408, 425, 429].includes(status);
  return new CarrierFailure(String(code ?? (isFinal ? 'refused' : 'unreachable')).slice(0, 60), words, isFinal);
}

async function json<T>(response: Response): Promise<T> {
  try {
    return JSON.parse((await whole(response)).toString('utf8')) as T;
  } catch (error) {
    if (error instanceof CarrierFailure) throw error;
    throw new CarrierFailure('unreachable', 'The operator answered with something that is no JSON.', false);
  }
}

async function whole(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of response.body ?? []) {
    size += part.length;
    if (size > LIMIT) throw new CarrierFailure('too_large', `The operator sent more than ${LIMIT / 1_000_000} MB.`, false);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** Headers are ASCII; names of files are not. */
function encoded(values: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, encodeURIComponent(value)]));
}
