// Personal data of somebody: to be read, printed and handed out.

import { z } from 'zod';
import { handOut, PERSONAL_FORMATS, personalData, personalForm } from '../engine/index.ts';
import { download } from './download.ts';
import { endpoint } from './endpoint.ts';

/** Such as `fi` or `pt-BR`: what is no language tag would be a fault where dates are written. */
const language = z.string().max(20).refine(isLanguage, 'is a language tag such as en').default('en');
const line = z.object({ label: z.string(), text: z.string() });
const section = z.object({
  entity: z.string().nullable(),
  label: z.string(),
  records: z.array(z.object({ id: z.string(), title: z.string(), lines: z.array(line) })),
});

export const showPersonalData = endpoint({
  method: 'GET',
  path: '/records/{entity}/{id}/personal-data',
  summary: 'All that is held about a contact or lead',
  description: 'Over all nouns, as far as you may see it, in words. A section without an entity is the history.',
  tag: 'Records',
  rule: 'records',
  query: z.object({ language }),
  answers: { 200: z.object({ title: z.string(), sections: z.array(section) }) },
  async handler({ context, params, query }) {
    return { body: personalForm(context, await personalData(context, params.entity, params.id, 'view'), query.language) };
  },
});

export const personalDataFile = endpoint({
  method: 'GET',
  path: '/records/{entity}/{id}/personal-data/file',
  summary: 'The same to be handed out, as far as you may export it',
  description: '`json` is for machines; `zip` is all of it with the files of the record.',
  tag: 'Records',
  rule: 'records',
  query: z.object({ language, format: z.enum(PERSONAL_FORMATS) }),
  answers: { 200: 'application/octet-stream' },
  async handler({ context, params, query: { format, language: spoken } }) {
    return download(await handOut(context, params.entity, params.id, format, spoken));
  },
});

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}
