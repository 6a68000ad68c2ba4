// What a secret address that leads nowhere answers: the same whether it is wrong, over or taken back.

import { openHeaders } from './headers.ts';
import { message } from './plain-page.ts';

const WORDS: Readonly<Record<string, readonly [title: string, text: string]>> = {
  en: [
    'There is nothing here',
    'The link is over, was taken back, or a part of it is missing. Please ask whoever sent it to you for a new one.',
  ],
  fi: ['Täällä ei ole mitään', 'Linkki on vanhentunut, se on peruttu tai siitä puuttuu osa. Pyydä uusi linkki siltä, joka sen lähetti.'],
  sv: ['Här finns ingenting', 'Länken gäller inte längre, har återkallats eller saknar en del. Be den som skickade den om en ny.'],
  de: ['Hier ist nichts', 'Der Link gilt nicht mehr, wurde zurückgenommen oder ist unvollständig. Bitten Sie den Absender um einen neuen.'],
  ru: ['Здесь ничего нет', 'Ссылка больше не действует, отозвана или скопирована не полностью. Попросите у отправителя новую.'],
};

/** @param languages as the browser asks for them: `sv-FI,sv;q=0.9,en;q=0.8` */
export function nothingThere(languages: string): Response {
  const wanted = languages.split(',').map((one) => one.trim().slice(0, 2).toLowerCase());
  const language = wanted.find((one) => Object.hasOwn(WORDS, one)) ?? 'en';
  const [title, text] = WORDS[language]!;
  return message(404, title, text, openHeaders(false), [], language);
}
