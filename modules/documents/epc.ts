// The QR code that banking apps of the euro area read: a credit transfer, ready to be sent (EPC069-12, version 002).

import { encode } from 'uqr';
import { clip } from '../../schema/index.ts';

export interface Transfer {
  readonly name: string;
  readonly iban: string;
  readonly bic: string;
  /** In euros, e.g. `12.30`. */
  readonly amount: string;
  readonly reference: string;
}

/** The content of the code: one line a field, what is left empty keeps its line. */
export function epcText({ name, iban, bic, amount, reference }: Transfer): string {
  const [purpose, structured] = ['', ''];
  return [
    'BCD',
    '002',
    '1',
    'SCT',
    bic,
    clip(name, 70),
    iban.replace(/\s/g, ''),
    `EUR${amount}`,
    purpose,
    structured,
    clip(reference, 140),
  ].join('\n');
}

/** Rows of modules, true is dark; the standard asks for error correction M. */
export function epcCode(transfer: Transfer): readonly (readonly boolean[])[] {
  return encode(epcText(transfer), { ecc: 'M', border: 0 }).data;
}
