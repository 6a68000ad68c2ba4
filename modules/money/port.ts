// The port to whoever publishes reference rates; connectors/ecb stands behind it.

export interface DailyRates {
  /** The day they hold from. */
  readonly on: string;
  /** So much of each is one euro; exact decimals. */
  readonly rates: readonly { readonly code: string; readonly rate: string }[];
}

export interface RatesPort {
  /** @throws RatesFailure */
  daily(address: string): Promise<DailyRates>;
}

/** There was no answer, or none that holds rates, in words for an administrator. */
export class RatesFailure extends Error {
  override readonly name = 'RatesFailure';
}

declare module '../../engine/mail/port.ts' {
  interface Ports {
    readonly rates?: RatesPort;
  }
}
