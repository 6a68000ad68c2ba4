// The words of the page that a customer opens, in the languages of documents.

export interface PageWords {
  readonly open: string;
  readonly pay: string;
  readonly payNow: string;
  readonly test: string;
  readonly overdue: string;
  readonly nothing: string;
  readonly tried: Readonly<Record<'begun' | 'paid' | 'failed' | 'cancelled' | 'refunded', string>>;
}

const en: PageWords = {
  open: 'Still open',
  ...{ pay: 'How to pay', payNow: 'Pay now', test: 'Test: no money moves.', overdue: 'Overdue', nothing: 'Paid. Thank you!' },
  tried: {
    begun: 'Your payment is on its way. This page will say so once it is confirmed.',
    paid: 'Your payment has arrived. Thank you!',
    failed: 'The payment did not work. Nothing was paid; please try again or choose another way.',
    cancelled: 'The payment was cancelled. Nothing was paid.',
    refunded: 'The payment was paid back.',
  },
};

const WORDS: Readonly<Record<string, PageWords>> = {
  en,
  fi: {
    open: 'Avoinna',
    ...{ pay: 'Maksaminen', payNow: 'Maksa nyt', test: 'Testi: rahaa ei siirry.', overdue: 'Myöhässä', nothing: 'Maksettu. Kiitos!' },
    tried: {
      begun: 'Maksusi on matkalla. Tällä sivulla näkyy, kun se on vahvistettu.',
      paid: 'Maksusi on saapunut. Kiitos!',
      failed: 'Maksu ei onnistunut. Mitään ei veloitettu; yritä uudelleen tai valitse toinen tapa.',
      cancelled: 'Maksu peruttiin. Mitään ei veloitettu.',
      refunded: 'Maksu on palautettu.',
    },
  },
  sv: {
    open: 'Återstår',
    ...{ pay: 'Så betalar du', payNow: 'Betala nu', test: 'Test: inga pengar flyttas.', overdue: 'Förfallen', nothing: 'Betald. Tack!' },
    tried: {
      begun: 'Din betalning är på väg. Sidan visar när den är bekräftad.',
      paid: 'Din betalning har kommit fram. Tack!',
      failed: 'Betalningen lyckades inte. Inget har betalats; försök igen eller välj ett annat sätt.',
      cancelled: 'Betalningen avbröts. Inget har betalats.',
      refunded: 'Betalningen har återbetalats.',
    },
  },
  de: {
    open: 'Noch offen',
    ...{
      pay: 'So zahlen Sie',
      payNow: 'Jetzt zahlen',
      test: 'Test: Es fließt kein Geld.',
      overdue: 'Überfällig',
      nothing: 'Bezahlt. Danke!',
    },
    tried: {
      begun: 'Ihre Zahlung ist unterwegs. Diese Seite zeigt es, sobald sie bestätigt ist.',
      paid: 'Ihre Zahlung ist eingegangen. Vielen Dank!',
      failed: 'Die Zahlung ist nicht gelungen. Es wurde nichts gezahlt; versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
      cancelled: 'Die Zahlung wurde abgebrochen. Es wurde nichts gezahlt.',
      refunded: 'Die Zahlung wurde erstattet.',
    },
  },
  ru: {
    open: 'Осталось',
    ...{
      pay: 'Как заплатить',
      payNow: 'Оплатить',
      test: 'Проверка: деньги не списываются.',
      overdue: 'Просрочено',
      nothing: 'Оплачено. Спасибо!',
    },
    tried: {
      begun: 'Ваш платёж в пути. Страница сообщит, когда он будет подтверждён.',
      paid: 'Ваш платёж получен. Спасибо!',
      failed: 'Платёж не прошёл. Ничего не списано; попробуйте ещё раз или выберите другой способ.',
      cancelled: 'Платёж отменён. Ничего не списано.',
      refunded: 'Платёж возвращён.',
    },
  },
};

export function pageWords(language: string): PageWords {
  return WORDS[language] ?? en;
}
