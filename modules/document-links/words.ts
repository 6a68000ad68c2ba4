// The words of the page of a link, in the languages of documents.

export interface LinkWords {
  readonly customer: string;
  readonly pdf: string;
  readonly talk: string;
  readonly silence: string;
  readonly name: string;
  readonly message: string;
  readonly send: string;
  readonly said: string;
  readonly unsaid: string;
  readonly staff: string;
}

const en: LinkWords = {
  ...{ customer: 'For', pdf: 'Open as PDF', talk: 'Questions and answers', name: 'Your name', message: 'Your message', send: 'Send' },
  silence: 'Is something unclear? Write to us here; our answer will stand here too.',
  said: 'Thank you, your message has arrived.',
  unsaid: 'The message was not taken: it is empty, or there were very many in the last hour. Please try again later.',
  staff: 'You are signed in here, so nothing was done: this page is for the customer.',
};

const WORDS: Readonly<Record<string, LinkWords>> = {
  en,
  fi: {
    ...{ customer: 'Saaja', pdf: 'Avaa PDF:nä', talk: 'Kysymykset ja vastaukset', name: 'Nimesi', message: 'Viestisi', send: 'Lähetä' },
    silence: 'Onko jokin epäselvää? Kirjoita meille tähän; myös vastauksemme näkyy tässä.',
    said: 'Kiitos, viestisi on saapunut.',
    unsaid: 'Viestiä ei voitu ottaa vastaan: se on tyhjä, tai viestejä tuli hyvin monta tunnin aikana. Yritä myöhemmin uudelleen.',
    staff: 'Olet kirjautunut, joten mitään ei tehty: tämä sivu on asiakasta varten.',
  },
  sv: {
    ...{ customer: 'Till', pdf: 'Öppna som PDF', talk: 'Frågor och svar', name: 'Ditt namn', message: 'Ditt meddelande', send: 'Skicka' },
    silence: 'Är något oklart? Skriv till oss här; vårt svar syns också här.',
    said: 'Tack, ditt meddelande har kommit fram.',
    unsaid: 'Meddelandet togs inte emot: det är tomt, eller så kom det väldigt många den senaste timmen. Försök igen senare.',
    staff: 'Du är inloggad här, så inget gjordes: sidan är till för kunden.',
  },
  de: {
    ...{
      customer: 'Für',
      pdf: 'Als PDF öffnen',
      talk: 'Fragen und Antworten',
      name: 'Ihr Name',
      message: 'Ihre Nachricht',
      send: 'Senden',
    },
    silence: 'Ist etwas unklar? Schreiben Sie uns hier; auch unsere Antwort steht dann hier.',
    said: 'Vielen Dank, Ihre Nachricht ist angekommen.',
    unsaid:
      'Die Nachricht wurde nicht angenommen: Sie ist leer, oder es kamen sehr viele in der letzten Stunde. Bitte versuchen Sie es später.',
    staff: 'Sie sind hier angemeldet, darum wurde nichts getan: Diese Seite ist für den Kunden.',
  },
  ru: {
    ...{ customer: 'Кому', pdf: 'Открыть PDF', talk: 'Вопросы и ответы', name: 'Ваше имя', message: 'Ваше сообщение', send: 'Отправить' },
    silence: 'Что-то непонятно? Напишите нам здесь; наш ответ появится тоже здесь.',
    said: 'Спасибо, ваше сообщение получено.',
    unsaid: 'Сообщение не принято: оно пустое, или за последний час их было слишком много. Попробуйте позже.',
    staff: 'Вы вошли в систему, поэтому ничего не сделано: эта страница для клиента.',
  },
};

export function linkWords(language: string): LinkWords {
  return WORDS[language] ?? en;
}
