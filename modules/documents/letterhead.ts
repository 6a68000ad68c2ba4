// The own company as people outside see it: below mails and where one signs in (row PX-17).

import type { BoundContext, Context } from '../../engine/index.ts';
import type { Letterhead, PageAnswer } from '../../schema/index.ts';
import { issuerLines } from './issuer-lines.ts';
import { findLogo, readIssuer } from './print.ts';

/** Null until somebody has said which company it is. */
export async function letterheadOf(system: Context): Promise<Letterhead | null> {
  const settings = await system.settings('document_settings');
  const issuer = await readIssuer(system, settings);
  if (!issuer.name) return null;
  const logo = await findLogo(system as BoundContext, settings);
  return { name: String(issuer.name), lines: issuerLines(issuer, String(settings.language ?? 'en')), logo };
}

/** `open/logo/company`: no secret, it is shown to whoever is about to sign in. */
export async function logoPage(system: Context): Promise<PageAnswer | null> {
  const logo = (await letterheadOf(system))?.logo;
  return logo ? { type: logo.type, content: await logo.read() } : null;
}
