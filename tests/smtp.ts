// A real SMTP server on loopback: TLS, login, refusals, and what arrived.

import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { certificate, certificateKey } from './fixtures/certificate.ts';

export interface Arrived {
  readonly from: string;
  readonly to: readonly string[];
  /** Head and body, with soft line breaks taken out. */
  readonly raw: string;
  readonly encrypted: boolean;
}

export interface TestMailServer {
  readonly port: number;
  readonly arrived: Arrived[];
  stop(): Promise<void>;
}

export const mailLogin = { user: 'kontor', password: 'letters and parcels' };

/** Receivers at `nowhere.example` are refused. @param port 0: a free one */
export async function startMailServer(options: SMTPServerOptions = {}, port = 0): Promise<TestMailServer> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    cert: certificate,
    key: certificateKey,
    logger: false,
    closeTimeout: 100,
    onAuth({ username, password }, _session, answer) {
      if (username === mailLogin.user && password === mailLogin.password) answer(null, { user: username });
      else answer(Object.assign(new Error('5.7.8 These are not your letters'), { responseCode: 535 }));
    },
    onRcptTo({ address }, _session, answer) {
      if (address.endsWith('@nowhere.example')) answer(Object.assign(new Error('5.1.1 Nobody of that name'), { responseCode: 550 }));
      else answer();
    },
    onData(stream, session, answer) {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', () => {
        const { mailFrom, rcptTo } = session.envelope;
        arrived.push({
          from: mailFrom ? mailFrom.address : '',
          to: rcptTo.map(({ address }) => address),
          raw: decode(Buffer.concat(chunks).toString('utf8')),
          encrypted: session.secure,
        });
        answer(null, 'Taken');
      });
    },
    ...options,
  });
  await new Promise<void>((resolve, reject) => {
    server.on('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    arrived,
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

function decode(raw: string): string {
  const bytes = (text: string) => text.replace(/(?:=[0-9A-F]{2})+/g, (run) => Buffer.from(run.replaceAll('=', ''), 'hex').toString('utf8'));
  return raw.includes('quoted-printable') ? bytes(raw.replaceAll('=\r\n', '')) : raw;
}
