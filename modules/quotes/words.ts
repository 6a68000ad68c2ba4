// What an offer asks of its reader, in the languages of documents.

export interface AnswerWords {
  readonly question: string;
  readonly yourName: string;
  readonly binding: string;
  readonly accept: string;
  readonly ratherNot: string;
  readonly reason: string;
  readonly decline: string;
  readonly waiting: string;
  readonly accepted: string;
  readonly declined: string;
  readonly done: Readonly<Record<'accepted' | 'declined' | 'over' | 'nameless' | 'changed', string>>;
}

const en: AnswerWords = {
  question: 'Do you accept the offer?',
  yourName: 'Your first and last name',
  binding: 'With your name you accept the offer as it stands on this page. We keep it together with the time and your network address.',
  ...{ accept: 'Accept the offer', ratherNot: 'Rather not', reason: 'Why? We should like to learn.', decline: 'Decline the offer' },
  ...{ waiting: 'Waits for your answer', accepted: 'Accepted', declined: 'Declined' },
  done: {
    accepted: 'Thank you! You have accepted the offer; we will be in touch.',
    declined: 'You have declined the offer. Thank you for telling us.',
    over: 'The offer was answered already, or it is changed just now. Nothing was kept.',
    nameless: 'Please write your name, so that we know who accepts.',
    changed: 'The offer has changed since you opened it. Please look at it once more; nothing was accepted.',
  },
};

const WORDS: Readonly<Record<string, AnswerWords>> = {
  en,
  fi: {
    question: 'Hyväksytkö tarjouksen?',
    yourName: 'Etu- ja sukunimesi',
    binding: 'Nimelläsi hyväksyt tarjouksen sellaisena kuin se on tällä sivulla. Säilytämme sen ajan ja verkko-osoitteesi kanssa.',
    ...{ accept: 'Hyväksy tarjous', ratherNot: 'En hyväksy', reason: 'Miksi? Haluaisimme oppia.', decline: 'Hylkää tarjous' },
    ...{ waiting: 'Odottaa vastaustasi', accepted: 'Hyväksytty', declined: 'Hylätty' },
    done: {
      accepted: 'Kiitos! Olet hyväksynyt tarjouksen; otamme yhteyttä.',
      declined: 'Olet hylännyt tarjouksen. Kiitos, että kerroit.',
      over: 'Tarjoukseen on jo vastattu, tai sitä muutetaan juuri. Mitään ei tallennettu.',
      nameless: 'Kirjoita nimesi, jotta tiedämme, kuka hyväksyy.',
      changed: 'Tarjous on muuttunut sen jälkeen, kun avasit sen. Katso se uudelleen; mitään ei hyväksytty.',
    },
  },
  sv: {
    question: 'Godkänner du offerten?',
    yourName: 'Ditt för- och efternamn',
    binding: 'Med ditt namn godkänner du offerten så som den står på den här sidan. Vi sparar det med tiden och din nätverksadress.',
    ...{ accept: 'Godkänn offerten', ratherNot: 'Nej tack', reason: 'Varför? Vi vill gärna lära oss.', decline: 'Tacka nej till offerten' },
    ...{ waiting: 'Väntar på ditt svar', accepted: 'Godkänd', declined: 'Avböjd' },
    done: {
      accepted: 'Tack! Du har godkänt offerten; vi hör av oss.',
      declined: 'Du har tackat nej till offerten. Tack för att du sade till.',
      over: 'Offerten är redan besvarad, eller ändras just nu. Ingenting sparades.',
      nameless: 'Skriv ditt namn, så att vi vet vem som godkänner.',
      changed: 'Offerten har ändrats sedan du öppnade den. Titta på den en gång till; ingenting godkändes.',
    },
  },
  de: {
    question: 'Nehmen Sie das Angebot an?',
    yourName: 'Ihr Vor- und Nachname',
    binding:
      'Mit Ihrem Namen nehmen Sie das Angebot so an, wie es auf dieser Seite steht. Wir bewahren ihn mit Zeitpunkt und Netzwerkadresse auf.',
    ...{ accept: 'Angebot annehmen', ratherNot: 'Lieber nicht', reason: 'Warum? Wir möchten daraus lernen.', decline: 'Angebot ablehnen' },
    ...{ waiting: 'Wartet auf Ihre Antwort', accepted: 'Angenommen', declined: 'Abgelehnt' },
    done: {
      accepted: 'Vielen Dank! Sie haben das Angebot angenommen; wir melden uns.',
      declined: 'Sie haben das Angebot abgelehnt. Danke für die Nachricht.',
      over: 'Das Angebot ist schon beantwortet oder wird gerade geändert. Es wurde nichts festgehalten.',
      nameless: 'Bitte schreiben Sie Ihren Namen, damit wir wissen, wer annimmt.',
      changed: 'Das Angebot hat sich geändert, seit Sie es geöffnet haben. Bitte sehen Sie es noch einmal an; es wurde nichts angenommen.',
    },
  },
  ru: {
    question: 'Вы принимаете предложение?',
    yourName: 'Ваше имя и фамилия',
    binding:
      'Указывая имя, вы принимаете предложение в том виде, как оно стоит на этой странице. Мы сохраним его вместе с временем и сетевым адресом.',
    ...{ accept: 'Принять предложение', ratherNot: 'Пожалуй, нет', reason: 'Почему? Нам важно знать.', decline: 'Отклонить предложение' },
    ...{ waiting: 'Ждёт вашего ответа', accepted: 'Принято', declined: 'Отклонено' },
    done: {
      accepted: 'Спасибо! Вы приняли предложение; мы свяжемся с вами.',
      declined: 'Вы отклонили предложение. Спасибо, что сообщили.',
      over: 'На предложение уже ответили, или оно сейчас меняется. Ничего не сохранено.',
      nameless: 'Напишите своё имя, чтобы мы знали, кто принимает.',
      changed: 'Предложение изменилось с тех пор, как вы его открыли. Посмотрите ещё раз; ничего не принято.',
    },
  },
};

export function answerWords(language: string): AnswerWords {
  return WORDS[language] ?? en;
}
