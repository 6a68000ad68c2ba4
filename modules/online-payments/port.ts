// The port to services that take payments for us; connectors/stripe, mollie and paypal stand behind it.

/** One of our accounts there. */
export interface GatewayAccount {
  /** Empty: the service's own. */
  readonly address: string;
  readonly test: boolean;
  readonly client: string;
  readonly key: string;
  /** What call-backs are proven by. */
  readonly hookSecret: string;
}

export interface Wanted {
  /** Our own name of the payment; asking twice with it begins one. */
  readonly id: string;
  /** Exact decimal, with the currency's places. */
  readonly amount: string;
  readonly currency: string;
  readonly description: string;
  /** Where the payer comes back to, and where the service calls. */
  readonly back: string;
  readonly cancelled: string;
  readonly hook: string;
}

export interface Outcome {
  /** The service's name of the payment. */
  readonly external: string;
  readonly state: 'open' | 'paid' | 'failed' | 'cancelled';
  readonly amount: string;
  readonly currency: string;
  /** What a refund names. */
  readonly receipt: string;
  readonly message: string;
}

export interface CallBack {
  readonly body: string;
  header(name: string): string | undefined;
  /** Milliseconds since 1970. */
  readonly now: number;
}

export interface GatewayPort {
  /** Answers the service's name of the payment and where the payer goes. @throws GatewayFailure */
  begin(account: GatewayAccount, wanted: Wanted): Promise<{ readonly external: string; readonly url: string }>;
  /** What is so now. @throws GatewayFailure */
  ask(account: GatewayAccount, external: string): Promise<Outcome>;
  /** What a proven call-back says; null where it is about something else. @throws GatewayFailure for one that is not proven */
  heard(account: GatewayAccount, call: CallBack): Promise<Outcome | null>;
  /** @param id the same for a refund that is tried again */
  refund(
    account: GatewayAccount,
    payment: { readonly external: string; readonly receipt: string },
    amount: string,
    currency: string,
    id: string,
  ): Promise<void>;
}

/** In words for an administrator. */
export class GatewayFailure extends Error {
  override readonly name = 'GatewayFailure';
}

declare module '../../engine/mail/port.ts' {
  interface Ports {
    readonly gateways?: Readonly<Record<string, GatewayPort>>;
  }
}
