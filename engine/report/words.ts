// The few words that files of a report say by themselves, in the languages of the client.

import type { TotalKind } from '../../schema/index.ts';

export type Words = Readonly<Record<TotalKind | 'all' | 'none' | 'page' | 'cut' | 'absent' | 'made' | 'asOf' | 'instant', string>>;

const ENGLISH: Words = {
  ...{ sum: 'Total', avg: 'Average', min: 'Lowest', max: 'Highest', count: 'Count', count_distinct: 'Different' },
  ...{ all: 'All', none: 'None', page: 'Page', cut: 'Shown are the first {shown} of {all} rows; totals are of all.' },
  ...{ absent: 'Not shown, because you may not read it: {names}', made: 'Made for {name} on {date}' },
  ...{ asOf: 'as of {date}', instant: 'As of' },
};

const WORDS: Readonly<Record<string, Words>> = {
  en: ENGLISH,
  fi: {
    ...{ sum: 'Yhteensä', avg: 'Keskiarvo', min: 'Pienin', max: 'Suurin', count: 'Lukumäärä', count_distinct: 'Eri arvoja' },
    ...{ all: 'Kaikki', none: 'Ei mitään', page: 'Sivu', cut: 'Näytetään {shown} ensimmäistä riviä {all} rivistä; summat ovat kaikista.' },
    ...{ absent: 'Ei näytetä, koska sinulla ei ole lukuoikeutta: {names}', made: 'Laadittu käyttäjälle {name} {date}' },
    ...{ asOf: 'tilanne {date}', instant: 'Tilanne' },
  },
  sv: {
    ...{ sum: 'Summa', avg: 'Medelvärde', min: 'Lägsta', max: 'Högsta', count: 'Antal', count_distinct: 'Olika' },
    ...{ all: 'Alla', none: 'Inget', page: 'Sida', cut: 'De första {shown} av {all} rader visas; summorna gäller alla.' },
    ...{ absent: 'Visas inte, eftersom du saknar läsrätt: {names}', made: 'Skapad för {name} den {date}' },
    ...{ asOf: 'läget {date}', instant: 'Läget' },
  },
  de: {
    ...{ sum: 'Summe', avg: 'Durchschnitt', min: 'Kleinster', max: 'Größter', count: 'Anzahl', count_distinct: 'Verschiedene' },
    ...{ all: 'Alle', none: 'Ohne', page: 'Seite', cut: 'Gezeigt werden die ersten {shown} von {all} Zeilen; Summen gelten für alle.' },
    ...{ absent: 'Nicht gezeigt, weil Sie es nicht lesen dürfen: {names}', made: 'Erstellt für {name} am {date}' },
    ...{ asOf: 'Stand {date}', instant: 'Stand' },
  },
  ru: {
    ...{ sum: 'Итого', avg: 'Среднее', min: 'Наименьшее', max: 'Наибольшее', count: 'Количество', count_distinct: 'Разных' },
    ...{ all: 'Все', none: 'Нет', page: 'Страница', cut: 'Показаны первые {shown} из {all} строк; итоги — по всем.' },
    ...{ absent: 'Не показано, потому что вам нельзя это читать: {names}', made: 'Составлено для {name}, {date}' },
    ...{ asOf: 'по состоянию на {date}', instant: 'По состоянию на' },
  },
};

/** English for a language there are no words in. */
export function wordsOf(language: string | undefined): Words {
  return WORDS[(language ?? 'en').slice(0, 2).toLowerCase()] ?? ENGLISH;
}

/** `{page}` -> its value; what has none stays. */
export function filled(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}
