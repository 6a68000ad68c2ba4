// The words of the page that a customer opens, in the languages of documents.

export interface PageWords {
  readonly invoice: string;
  readonly customer: string;
  readonly date: string;
  readonly due: string;
  readonly total: string;
  readonly open: string;
  readonly pdf: string;
  readonly pay: string;
  readonly payNow: string;
  readonly test: string;
  readonly nothing: string;
  readonly tried: Readonly<Record<'begun' | 'paid' | 'failed' | 'cancelled' | 'refunded', string>>;
}

const en: PageWords = {
  ...{ invoice: 'Invoice', customer: 'For', date: 'Date', due: 'Due', total: 'To be paid', open: 'Still open', pdf: 'Open as PDF' },
  ...{ pay: 'How to pay', payNow: 'Pay now', test: 'Test: no money moves.', nothing: 'Nothing is to be paid. Thank you!' },
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
    ...{ invoice: 'Lasku', customer: 'Saaja', date: 'Päiväys', due: 'Eräpäivä', total: 'Maksettava', open: 'Avoinna', pdf: 'Avaa PDF:nä' },
    ...{ pay: 'Maksaminen', payNow: 'Maksa nyt', test: 'Testi: rahaa ei siirry.', nothing: 'Maksettavaa ei ole. Kiitos!' },
    tried: {
      begun: 'Maksusi on matkalla. Tällä sivulla näkyy, kun se on vahvistettu.',
      paid: 'Maksusi on saapunut. Kiitos!',
      failed: 'Maksu ei onnistunut. Mitään ei veloitettu; yritä uudelleen tai valitse toinen tapa.',
      cancelled: 'Maksu peruttiin. Mitään ei veloitettu.',
      refunded: 'Maksu on palautettu.',
    },
  },
  sv: {
    ...{
      invoice: 'Faktura',
      customer: 'Till',
      date: 'Datum',
      due: 'Förfaller',
      total: 'Att betala',
      open: 'Återstår',
      pdf: 'Öppna som PDF',
    },
    ...{ pay: 'Så betalar du', payNow: 'Betala nu', test: 'Test: inga pengar flyttas.', nothing: 'Det finns inget att betala. Tack!' },
    tried: {
      begun: 'Din betalning är på väg. Sidan visar när den är bekräftad.',
      paid: 'Din betalning har kommit fram. Tack!',
      failed: 'Betalningen lyckades inte. Inget har betalats; försök igen eller välj ett annat sätt.',
      cancelled: 'Betalningen avbröts. Inget har betalats.',
      refunded: 'Betalningen har återbetalats.',
    },
  },
  de: {
    ...{
      invoice: 'Rechnung',
      customer: 'Für',
      date: 'Datum',
      due: 'Fällig',
      total: 'Zu zahlen',
      open: 'Noch offen',
      pdf: 'Als PDF öffnen',
    },
    ...{
      pay: 'So zahlen Sie',
      payNow: 'Jetzt zahlen',
      test: 'Test: Es fließt kein Geld.',
      nothing: 'Es ist nichts zu zahlen. Vielen Dank!',
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
    ...{ invoice: 'Счёт', customer: 'Кому', date: 'Дата', due: 'Срок оплаты', total: 'К оплате', open: 'Осталось', pdf: 'Открыть PDF' },
    ...{ pay: 'Как заплатить', payNow: 'Оплатить', test: 'Проверка: деньги не списываются.', nothing: 'Платить ничего не нужно. Спасибо!' },
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
