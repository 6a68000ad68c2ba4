// The port to other programs that workflows call; connectors/webhook stands behind it.

export interface Call {
  readonly method: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Empty: none is sent. */
  readonly body: string;
  /** The host may be in the own network. */
  readonly isPrivate: boolean;
}

export interface CallAnswer {
  readonly status: number;
  readonly text: string;
}

export interface WebhookPort {
  /** Why nothing can be called there, in words; null where it can. Asks no name server. */
  whyNot(address: string): string | null;
  /** Follows no redirect. @throws WebhookFailure */
  call(call: Call): Promise<CallAnswer>;
}

/** Why there is no answer, in words for an administrator. */
export class WebhookFailure extends Error {
  override readonly name = 'WebhookFailure';
  /** Trying again would be answered the same. */
  readonly final: boolean;

  constructor(words: string, final: boolean) {
    super(words);
    this.final = final;
  }
}

declare module '../../engine/mail/port.ts' {
  interface Ports {
    readonly webhooks?: WebhookPort;
  }
}
