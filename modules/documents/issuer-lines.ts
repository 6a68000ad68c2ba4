// Whoever issues documents, in the lines below his name.

import type { Values } from '../../engine/index.ts';
import { paperWords } from './paper-words.ts';

/** Address, ways to reach him, numbers. */
export function issuerLines(issuer: Values, language: string): string[] {
  const words = paperWords(language);
  return [
    String(issuer.address ?? '')
      .split('\n')
      .slice(1),
    [issuer.phone, issuer.email, issuer.website],
    [issuer.business_id && `${words.businessId} ${issuer.business_id}`, issuer.vat_number && `${words.vatNumber} ${issuer.vat_number}`],
  ]
    .map((parts) => parts.filter(Boolean).join(' · '))
    .filter(Boolean);
}
