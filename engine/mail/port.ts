// The port that mails leave by. What stands behind it (connectors/smtp) speaks to servers; the engine knows letters only.

import type { BucketPort } from '../buckets.ts';
import type { CarrierPort } from '../carriers.ts';
import type { DirectoryPort } from '../company-directory.ts';
import type { OfficePort } from '../template/office.ts';

/** How letters leave. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly encryption: 'none' | 'starttls' | 'tls';
  /** Empty: the server asks for no login. */
  readonly user: string;
  readonly password: string;
  /** PEM of the server's certificate or of who signed it, where that is none that the machine trusts already. */
  readonly certificate: string;
}

/** One letter to one person; `id` becomes its Message-ID, the same at each try. */
export interface Letter {
  readonly id: string;
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | null;
  readonly attachments: readonly { readonly name: string; readonly path: string; readonly type: string }[];
  /** Shown in the HTML, which calls it `cid:` and its name. */
  readonly picture?: { readonly name: string; readonly type: string; readonly content: Uint8Array } | null;
}

export interface MailPort {
  /** Answers the server's own words. @throws MailFailure */
  send(server: MailServer, letter: Letter): Promise<string>;
  /** Connects and signs in, sends nothing. @throws MailFailure */
  greet(server: MailServer): Promise<void>;
}

/** Why a letter did not leave, in the server's own words. */
export class MailFailure extends Error {
  override readonly name = 'MailFailure';
  /** `letter`: this one is not wanted, others are. `server`: none leaves now. */
  readonly of: 'letter' | 'server';
  /** Trying again would be answered the same. */
  readonly final: boolean;

  constructor(words: string, of: 'letter' | 'server', final: boolean) {
    super(words);
    this.of = of;
    this.final = final;
  }
}

/** What the outside world is reached by; an instance puts connectors in. */
export interface Ports {
  readonly mail?: MailPort;
  readonly directory?: DirectoryPort;
  readonly office?: OfficePort;
  readonly buckets?: BucketPort;
  /** By the name they are chosen by. */
  readonly carriers?: Readonly<Record<string, CarrierPort>>;
}
