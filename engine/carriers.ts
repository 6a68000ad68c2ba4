// The port by which files go to other companies, and come from them: through an operator, or a folder that a program of his empties.

export interface CarrierAccount {
  readonly workspace: string;
  /** Where the carrier is reached; empty where it needs none. */
  readonly address: string;
  readonly secret: string;
}

export interface Parcel {
  /** The same id is the same parcel, however often it is handed over. */
  readonly id: string;
  /** Of the file. */
  readonly name: string;
  readonly contentType: string;
  /** What is in it, in the words that sender and carrier have agreed on. */
  readonly kind: string;
  /** Addresses of both sides in the carrier's network. */
  readonly from: string;
  readonly to: string;
  readonly content: Uint8Array;
}

/** Whose hands it is in: those of the sender's carrier, of the recipient's, or the recipient's own. */
export type Stage = 'sender_operator' | 'recipient_operator' | 'recipient';

/** How far a parcel is. */
export interface Progress {
  readonly stage: Stage;
  readonly state: 'under_way' | 'delivered' | 'failed';
  /** Of a failure: the carrier's code and words. */
  readonly code?: string;
  readonly text?: string;
}

export interface CarrierPort {
  /** Once or again: the parcel goes out once. Answers what the carrier calls it. @throws CarrierFailure */
  hand(account: CarrierAccount, parcel: Parcel): Promise<string>;
  /** How far a parcel has come; null: this carrier does not tell. @throws CarrierFailure */
  track(account: CarrierAccount, reference: string): Promise<Progress | null>;
  /** What has come and was not taken yet. @throws CarrierFailure */
  arrived(account: CarrierAccount): Promise<readonly { readonly id: string; readonly name: string }[]>;
  /** The content. @throws CarrierFailure */
  open(account: CarrierAccount, id: string): Promise<Uint8Array>;
  /** It is kept here now; the carrier need not offer it again. */
  taken(account: CarrierAccount, id: string): Promise<void>;
}

/** Why a carrier did not take or tell something, in its own words. */
export class CarrierFailure extends Error {
  override readonly name = 'CarrierFailure';
  readonly code: string;
  /** Trying again would be answered the same. */
  readonly final: boolean;

  constructor(code: string, words: string, final: boolean) {
    super(words);
    this.code = code;
    this.final = final;
  }
}
