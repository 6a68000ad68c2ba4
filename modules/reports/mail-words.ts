// What a mail with a report says, in the languages of the client.

export interface MailWords {
  readonly greeting: string;
  readonly attached: string;
  readonly link: string;
  readonly cut: string;
  readonly from: string;
}

const ENGLISH: MailWords = {
  greeting: 'Hello {name},',
  attached: 'the report “{report}” of {date} is attached.',
  link: 'the report “{report}” of {date} is ready for you: {link}',
  cut: 'It shows what you may see in Kontor.',
  from: '{owner} had it sent to you.',
};

const WORDS: Readonly<Record<string, MailWords>> = {
  en: ENGLISH,
  fi: {
    greeting: 'Hei {name},',
    attached: 'raportti ”{report}” ({date}) on liitteenä.',
    link: 'raportti ”{report}” ({date}) on valmiina sinulle: {link}',
    cut: 'Se näyttää sen, mitä sinulla on oikeus nähdä Kontorissa.',
    from: 'Lähetyksen on asettanut {owner}.',
  },
  sv: {
    greeting: 'Hej {name},',
    attached: 'rapporten ”{report}” från {date} är bifogad.',
    link: 'rapporten ”{report}” från {date} är klar för dig: {link}',
    cut: 'Den visar det du får se i Kontor.',
    from: '{owner} har låtit skicka den till dig.',
  },
  de: {
    greeting: 'Guten Tag {name},',
    attached: 'der Bericht „{report}“ vom {date} liegt bei.',
    link: 'der Bericht „{report}“ vom {date} liegt für Sie bereit: {link}',
    cut: 'Er zeigt, was Sie in Kontor sehen dürfen.',
    from: '{owner} lässt ihn Ihnen schicken.',
  },
  ru: {
    greeting: 'Здравствуйте, {name}!',
    attached: 'Отчёт «{report}» от {date} — во вложении.',
    link: 'Отчёт «{report}» от {date} готов: {link}',
    cut: 'В нём то, что вам разрешено видеть в Kontor.',
    from: 'Рассылку настроил(а) {owner}.',
  },
};

export function mailWords(language: string): MailWords {
  return WORDS[language.slice(0, 2).toLowerCase()] ?? ENGLISH;
}

export function said(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
