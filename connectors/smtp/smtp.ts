// Mails leave by SMTP. Answers are the server's own words, because those are what an administrator can act on.

import { type Letter, MailFailure, type MailPort, type MailServer } from '../../engine/index.ts';

const SECOND = 1000;

export const smtp: MailPort = {
  async send(server, letter) {
    const transport = await open(server);
    try {
      const { response } = await transport.sendMail(toMessage(letter));
      return response;
    } catch (error) {
      throw toFailure(error);
    } finally {
      transport.close();
    }
  },
  async greet(server) {
    const transport = await open(server);
    try {
      await transport.verify();
    } catch (error) {
      throw toFailure(error);
    } finally {
      transport.close();
    }
  },
};

async function open({ host, port, encryption, user, password, certificate }: MailServer) {
  // Loaded with the first mail.
  const { createTransport } = await import('nodemailer');
  return createTransport({
    host,
    port,
    secure: encryption === 'tls',
    // A server that does not offer it is refused: somebody in between may have taken the offer away.
    requireTLS: encryption === 'starttls',
    ignoreTLS: encryption === 'none',
    ...(user ? { auth: { user, pass: password } } : {}),
    ...(certificate ? { tls: { ca: certificate } } : {}),
    connectionTimeout: 15 * SECOND,
    greetingTimeout: 15 * SECOND,
    socketTimeout: 30 * SECOND,
    dnsTimeout: 10 * SECOND,
    disableUrlAccess: true,
  });
}

function toMessage({ id, from, to, subject, text, html, attachments, picture }: Letter) {
  const domain = from.address.split('@').at(-1) ?? 'localhost';
  return {
    from,
    // As an object it is one address, whatever characters it has.
    to: { name: '', address: to },
    subject,
    text,
    ...(html ? { html } : {}),
    attachments: [
      ...attachments.map(({ name, path, type }) => ({ filename: name, path, contentType: type })),
      ...(picture ? [toPicture(picture)] : []),
    ],
    // The same whenever it is tried, so that a mail that arrived twice is known as one.
    messageId: `<${id}@${domain}>`,
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
  };
}

function toPicture({ name, type, content }: NonNullable<Letter['picture']>) {
  return { cid: name, filename: name, contentType: type, contentDisposition: 'inline' as const, content: Buffer.from(content) };
}

/** What nodemailer tells of an error of the road or of an answer of the server. */
interface Told {
  readonly code?: string;
  readonly command?: string;
  readonly response?: string;
  readonly responseCode?: number;
}

function toFailure(error: unknown): MailFailure {
  const { command = '', response, responseCode = 0 } = error as Told;
  const words = (response ?? (error instanceof Error ? error.message : String(error))).slice(0, 1000);
  // Only an answer to the receiver or to the text is about this letter; a login or a sender that is refused stops them all.
  const isLetter = /^(RCPT TO|DATA)/.test(command);
  return new MailFailure(words, isLetter ? 'letter' : 'server', isLetter && responseCode >= 500);
}
