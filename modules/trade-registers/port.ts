// The port to registers of companies; connectors/prh, brreg and asiakastieto stand behind it, and others may.

/** One of our accounts there. */
export interface RegisterAccount {
  /** Empty: the register's own. */
  readonly address: string;
  readonly user: string;
  readonly password: string;
  /** What requests are proven by. */
  readonly key: string;
  /** Code of the report that has the credit rating; empty: our contract has none. */
  readonly report: string;
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

/** What a register thinks of a company's credit. */
export interface Rating {
  /** As the register writes it: `AA+`. */
  readonly rating: string;
  /** In its words. */
  readonly meaning?: string;
  /** The day it is of. */
  readonly ratedOn?: string;
}

export interface RegisterPort {
  /** By a part of the name or by number, at most twenty. @throws RegisterFailure */
  find(account: RegisterAccount, text: string): Promise<readonly Company[]>;
  /** By number; null: it has none of this company. Only of those that rate companies. @throws RegisterFailure */
  rating?(account: RegisterAccount, id: string): Promise<Rating | null>;
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
