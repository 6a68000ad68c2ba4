// The letters a new workspace begins with, in the languages that documents are printed in.

import type { SeedWords } from '../general/module.ts';

interface Text {
  readonly language: string;
  readonly subject: string;
  readonly text: string;
}

const invoice: readonly Text[] = [
  {
    language: 'en',
    subject: 'Invoice {number} from {company}',
    text: 'Dear Sir or Madam,\n\nplease find attached our invoice {number} of {date} over {total}. It is due on {due}.\n\nYou may look at it and pay it here:\n{link}\n\nKind regards\n{company}',
  },
  {
    language: 'fi',
    subject: 'Lasku {number}, {company}',
    text: 'Hei,\n\nliitteenä on laskumme {number} ({date}), summa {total}. Eräpäivä on {due}.\n\nVoit katsoa ja maksaa sen täällä:\n{link}\n\nYstävällisin terveisin\n{company}',
  },
  {
    language: 'sv',
    subject: 'Faktura {number} från {company}',
    text: 'Hej,\n\nbifogat finns vår faktura {number} av den {date} på {total}. Den förfaller den {due}.\n\nHär kan du se och betala den:\n{link}\n\nMed vänlig hälsning\n{company}',
  },
  {
    language: 'de',
    subject: 'Rechnung {number} von {company}',
    text: 'Guten Tag,\n\nanbei erhalten Sie unsere Rechnung {number} vom {date} über {total}. Sie ist am {due} fällig.\n\nHier können Sie sie ansehen und bezahlen:\n{link}\n\nMit freundlichen Grüßen\n{company}',
  },
  {
    language: 'ru',
    subject: 'Счёт {number}, {company}',
    text: 'Здравствуйте!\n\nВо вложении наш счёт {number} от {date} на сумму {total}. Срок оплаты: {due}.\n\nПосмотреть и оплатить его можно здесь:\n{link}\n\nС уважением\n{company}',
  },
];

const friendly: readonly Text[] = [
  {
    language: 'en',
    subject: 'Reminder: invoice {number}',
    text: 'Dear Sir or Madam,\n\nour invoice {number} of {date} was due on {due}, and {open} of it is still open. Please pay it in the next days. If you have done so already, thank you, and forget this letter.\n\nYou may look at it and pay it here:\n{link}\n\nKind regards\n{company}',
  },
  {
    language: 'fi',
    subject: 'Muistutus: lasku {number}',
    text: 'Hei,\n\nlaskumme {number} ({date}) erääntyi {due}, ja siitä on avoinna {open}. Pyydämme maksamaan sen lähipäivinä. Jos olet jo maksanut, kiitos, tämä viesti on silloin aiheeton.\n\nVoit katsoa ja maksaa sen täällä:\n{link}\n\nYstävällisin terveisin\n{company}',
  },
  {
    language: 'sv',
    subject: 'Påminnelse: faktura {number}',
    text: 'Hej,\n\nvår faktura {number} av den {date} förföll den {due}, och {open} är fortfarande obetalt. Vi ber dig betala inom de närmaste dagarna. Har du redan betalat kan du bortse från det här brevet.\n\nHär kan du se och betala den:\n{link}\n\nMed vänlig hälsning\n{company}',
  },
  {
    language: 'de',
    subject: 'Zahlungserinnerung: Rechnung {number}',
    text: 'Guten Tag,\n\nunsere Rechnung {number} vom {date} war am {due} fällig; davon sind noch {open} offen. Bitte zahlen Sie in den nächsten Tagen. Falls Sie schon gezahlt haben, danken wir und bitten, dieses Schreiben nicht zu beachten.\n\nHier können Sie sie ansehen und bezahlen:\n{link}\n\nMit freundlichen Grüßen\n{company}',
  },
  {
    language: 'ru',
    subject: 'Напоминание: счёт {number}',
    text: 'Здравствуйте!\n\nСрок оплаты нашего счёта {number} от {date} истёк {due}; не оплачено {open}. Просим оплатить его в ближайшие дни. Если вы уже заплатили, спасибо, и не обращайте внимания на это письмо.\n\nПосмотреть и оплатить его можно здесь:\n{link}\n\nС уважением\n{company}',
  },
];

const firm: readonly Text[] = [
  {
    language: 'en',
    subject: 'Second reminder: invoice {number}',
    text: 'Dear Sir or Madam,\n\nour invoice {number} of {date} has been due for {days} days. Open are {open}; with a fee of {fee} and interest of {interest} we ask for {sum} within a week.\n\nYou may look at it and pay it here:\n{link}\n\nKind regards\n{company}',
  },
  {
    language: 'fi',
    subject: 'Toinen muistutus: lasku {number}',
    text: 'Hei,\n\nlaskumme {number} ({date}) on ollut erääntyneenä {days} päivää. Avoinna on {open}; muistutusmaksun {fee} ja viivästyskoron {interest} kanssa pyydämme maksamaan {sum} viikon kuluessa.\n\nVoit katsoa ja maksaa sen täällä:\n{link}\n\nYstävällisin terveisin\n{company}',
  },
  {
    language: 'sv',
    subject: 'Andra påminnelsen: faktura {number}',
    text: 'Hej,\n\nvår faktura {number} av den {date} har varit förfallen i {days} dagar. Obetalt är {open}; med påminnelseavgiften {fee} och dröjsmålsräntan {interest} ber vi om {sum} inom en vecka.\n\nHär kan du se och betala den:\n{link}\n\nMed vänlig hälsning\n{company}',
  },
  {
    language: 'de',
    subject: 'Zweite Mahnung: Rechnung {number}',
    text: 'Guten Tag,\n\nunsere Rechnung {number} vom {date} ist seit {days} Tagen fällig. Offen sind {open}; mit {fee} Mahngebühr und {interest} Verzugszinsen bitten wir um {sum} binnen einer Woche.\n\nHier können Sie sie ansehen und bezahlen:\n{link}\n\nMit freundlichen Grüßen\n{company}',
  },
  {
    language: 'ru',
    subject: 'Второе напоминание: счёт {number}',
    text: 'Здравствуйте!\n\nНаш счёт {number} от {date} просрочен на {days} дн. Не оплачено {open}; с учётом сбора {fee} и процентов {interest} просим оплатить {sum} в течение недели.\n\nПосмотреть и оплатить его можно здесь:\n{link}\n\nС уважением\n{company}',
  },
];

const quote: readonly Text[] = [
  {
    language: 'en',
    subject: 'Our offer {number}',
    text: 'Dear Sir or Madam,\n\nplease find attached our offer {number} of {date} over {total}. It is valid until {until}.\n\nYou may look at it, ask us and accept it here:\n{link}\n\nKind regards\n{company}',
  },
  {
    language: 'fi',
    subject: 'Tarjouksemme {number}',
    text: 'Hei,\n\nliitteenä on tarjouksemme {number} ({date}), summa {total}. Se on voimassa {until} asti.\n\nVoit katsoa tarjousta, kysyä meiltä ja hyväksyä sen täällä:\n{link}\n\nYstävällisin terveisin\n{company}',
  },
  {
    language: 'sv',
    subject: 'Vår offert {number}',
    text: 'Hej,\n\nbifogat finns vår offert {number} av den {date} på {total}. Den gäller till den {until}.\n\nHär kan du se den, fråga oss och godkänna den:\n{link}\n\nMed vänlig hälsning\n{company}',
  },
  {
    language: 'de',
    subject: 'Unser Angebot {number}',
    text: 'Guten Tag,\n\nanbei erhalten Sie unser Angebot {number} vom {date} über {total}. Es gilt bis {until}.\n\nHier können Sie es ansehen, uns fragen und es annehmen:\n{link}\n\nMit freundlichen Grüßen\n{company}',
  },
  {
    language: 'ru',
    subject: 'Наше предложение {number}',
    text: 'Здравствуйте!\n\nВо вложении наше предложение {number} от {date} на сумму {total}. Оно действует до {until}.\n\nПосмотреть его, задать вопрос и принять можно здесь:\n{link}\n\nС уважением\n{company}',
  },
];

export const firstTemplates = [
  { name: 'Quote', kind: 'quote', texts: quote },
  { name: 'Invoice', kind: 'invoice', texts: invoice },
  { name: 'First reminder', kind: 'reminder', days: 7, texts: friendly },
  { name: 'Second reminder', kind: 'reminder', days: 21, fee: { amount: '5', currency: 'EUR' }, interest: '10.5', texts: firm },
] as const;

/** Names of the templates. */
export const templateWords: SeedWords = {
  Quote: ['Tarjous', 'Offert', 'Angebot', 'Предложение'],
  Invoice: ['Lasku', 'Faktura', 'Rechnung', 'Счёт'],
  'First reminder': ['Ensimmäinen muistutus', 'Första påminnelsen', 'Zahlungserinnerung', 'Первое напоминание'],
  'Second reminder': ['Toinen muistutus', 'Andra påminnelsen', 'Mahnung', 'Второе напоминание'],
};

const OPENING: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  en: { quote: 'Open the offer', invoice: 'Open the invoice' },
  fi: { quote: 'Avaa tarjous', invoice: 'Avaa lasku' },
  sv: { quote: 'Öppna offerten', invoice: 'Öppna fakturan' },
  de: { quote: 'Angebot öffnen', invoice: 'Rechnung öffnen' },
  ru: { quote: 'Открыть предложение', invoice: 'Открыть счёт' },
};

/** On the button of a mail. @param page that it leads to */
export function opening(language: string, page: string): string {
  return (OPENING[language] ?? OPENING.en!)[page] ?? page;
}

/** What was said on the page of a link. */
const ANSWER: Readonly<Record<string, Omit<Text, 'language'>>> = {
  en: {
    subject: 'About {number}, {company}',
    text: '{who} from {company} has answered you about {number}:\n\n{text}\n\nYou may look at it and write back here:\n{link}',
  },
  fi: {
    subject: 'Koskien {number}, {company}',
    text: '{who} ({company}) on vastannut sinulle asiassa {number}:\n\n{text}\n\nVoit katsoa ja kirjoittaa takaisin täällä:\n{link}',
  },
  sv: {
    subject: 'Om {number}, {company}',
    text: '{who} på {company} har svarat dig om {number}:\n\n{text}\n\nHär kan du se det och skriva tillbaka:\n{link}',
  },
  de: {
    subject: 'Zu {number}, {company}',
    text: '{who} von {company} hat Ihnen zu {number} geantwortet:\n\n{text}\n\nHier können Sie es ansehen und zurückschreiben:\n{link}',
  },
  ru: {
    subject: 'О {number}, {company}',
    text: '{who} ({company}) отвечает вам о {number}:\n\n{text}\n\nПосмотреть и ответить можно здесь:\n{link}',
  },
};

export function answerText(language: string): Omit<Text, 'language'> {
  return ANSWER[language] ?? ANSWER.en!;
}
