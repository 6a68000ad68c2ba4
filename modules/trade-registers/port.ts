// The port to registers of companies; connectors/prh, brreg and asiakastieto stand behind it, and others may.

/** One of our accounts there. */
export interface RegisterAccount {
  /** Empty: the register's own. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** What requests are proven by. */
  readonly key: string;
}

/** What a register says of a company; what it does not say is empty. */
export interface Company {
  /** Number as the register writes it: `0112038-9`. */
  readonly id: string;
  readonly name: string;
  readonly vatNumber?: string;
  readonly street?: string;
  readonly postalCode?: string;
  readonly city?: string;
  /** English name. */
  readonly country: string;
  readonly website?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly employees?: number;
  readonly founded?: number;
  /** Form, line of business and the like, to tell companies of the same name apart. */
  readonly about: readonly string[];
  /** It does no business any more. */
  readonly ended: boolean;
}

export interface RegisterPort {
  /** By a part of the name or by number, at most twenty. @throws RegisterFailure */
  find(account: RegisterAccount, text: string): Promise<readonly Company[]>;
}

/** In words for whoever searches. */
export class RegisterFailure extends Error {
  override readonly name = 'RegisterFailure';
}

declare module '../../engine/mail/port.ts' {
  interface Ports {
    /** By the name they are chosen by. */
    readonly registers?: Readonly<Record<string, RegisterPort>>;
  }
}
