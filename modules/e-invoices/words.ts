// What is said to whoever sends an e-invoice that cannot leave as it is: in English, and in the languages of the screens.

import type { Context } from '../../engine/index.ts';

/** Finnish, Swedish, German, Russian. */
type Sentence = readonly [fi: string, sv: string, de: string, ru: string];

const WORDS = {
  // Where.
  'Own company, e-invoice address': [
    'Oma yritys, verkkolaskuosoite',
    'Eget företag, e-fakturaadress',
    'Eigene Firma, E-Rechnungsadresse',
    'Собственная компания, адрес для электронных счетов',
  ],
  'Own company, operator': [
    'Oma yritys, operaattori',
    'Eget företag, operatör',
    'Eigene Firma, Provider',
    'Собственная компания, оператор',
  ],
  'Own company, VAT number': [
    'Oma yritys, ALV-numero',
    'Eget företag, momsnummer',
    'Eigene Firma, USt-IdNr.',
    'Собственная компания, номер НДС',
  ],
  'Own company, contact': [
    'Oma yritys, yhteystiedot',
    'Eget företag, kontaktuppgifter',
    'Eigene Firma, Kontaktdaten',
    'Собственная компания, контакты',
  ],
  'Own company, address': ['Oma yritys, osoite', 'Eget företag, adress', 'Eigene Firma, Anschrift', 'Собственная компания, адрес'],
  'Own company, bank accounts': [
    'Oma yritys, pankkitilit',
    'Eget företag, bankkonton',
    'Eigene Firma, Bankkonten',
    'Собственная компания, банковские счета',
  ],
  'Customer, e-invoice address': [
    'Asiakas, verkkolaskuosoite',
    'Kund, e-fakturaadress',
    'Kunde, E-Rechnungsadresse',
    'Клиент, адрес для электронных счетов',
  ],
  'Customer, operator': ['Asiakas, operaattori', 'Kund, operatör', 'Kunde, Provider', 'Клиент, оператор'],
  'Customer, VAT number': ['Asiakas, ALV-numero', 'Kund, momsnummer', 'Kunde, USt-IdNr.', 'Клиент, номер НДС'],
  'Customer, buyer reference': ['Asiakas, ostajan viite', 'Kund, köparens referens', 'Kunde, Käuferreferenz', 'Клиент, ссылка покупателя'],
  'Customer, address': ['Asiakas, osoite', 'Kund, adress', 'Kunde, Anschrift', 'Клиент, адрес'],
  'Customer, country': ['Asiakas, maa', 'Kund, land', 'Kunde, Land', 'Клиент, страна'],
  'Invoice, delivery date': ['Lasku, toimituspäivä', 'Faktura, leveransdatum', 'Rechnung, Lieferdatum', 'Счёт, дата поставки'],
  'Invoice, due date': ['Lasku, eräpäivä', 'Faktura, förfallodatum', 'Rechnung, Fälligkeit', 'Счёт, срок оплаты'],
  'Invoice, number': ['Lasku, numero', 'Faktura, nummer', 'Rechnung, Nummer', 'Счёт, номер'],
  'Invoice, discount after tax': [
    'Lasku, alennus veron jälkeen',
    'Faktura, rabatt efter skatt',
    'Rechnung, Rabatt nach Steuer',
    'Счёт, скидка после налога',
  ],
  'Tax class': ['Veroluokka', 'Skatteklass', 'Steuerklasse', 'Налоговый класс'],
  Invoice: ['Lasku', 'Faktura', 'Rechnung', 'Счёт'],
  Line: ['Rivi', 'Rad', 'Zeile', 'Строка'],
  'right would be': ['oikein olisi', 'rätt vore', 'richtig wäre', 'верно было бы'],

  // What is wrong.
  'is missing': ['puuttuu', 'saknas', 'fehlt', 'отсутствует'],
  'is missing: the seller needs an identifier, a registration or a VAT number': [
    'puuttuu: myyjällä on oltava tunniste, rekisterinumero tai ALV-numero',
    'saknas: säljaren behöver en identifierare, ett registreringsnummer eller ett momsnummer',
    'fehlt: der Verkäufer braucht eine Kennung, eine Registernummer oder eine USt-IdNr.',
    'отсутствует: у продавца должен быть идентификатор, регистрационный номер или номер НДС',
  ],
  'is missing: an electronic address needs its scheme': [
    'puuttuu: sähköinen osoite tarvitsee tunnistelajinsa',
    'saknas: en elektronisk adress behöver sitt schema',
    'fehlt: eine elektronische Adresse braucht ihr Schema',
    'отсутствует: у электронного адреса должна быть схема',
  ],
  'is missing: a credit transfer needs an account': [
    'puuttuu: tilisiirto tarvitsee tilin',
    'saknas: en betalning till konto behöver ett konto',
    'fehlt: eine Überweisung braucht ein Konto',
    'отсутствует: для перевода нужен счёт',
  ],
  'is missing: something is to be paid, but not until when': [
    'puuttuu: maksettavaa on, mutta ei eräpäivää',
    'saknas: något ska betalas, men inte till när',
    'fehlt: es ist etwas zu zahlen, aber nicht bis wann',
    'отсутствует: есть что платить, но не сказано, до какого дня',
  ],
  'is missing: the currency of the accounts differs': [
    'puuttuu: kirjanpidon valuutta on toinen',
    'saknas: bokföringens valuta är en annan',
    'fehlt: die Währung der Buchhaltung ist eine andere',
    'отсутствует: валюта учёта другая',
  ],
  'is missing: further accounts need it': [
    'puuttuu: muut tilit tarvitsevat sen',
    'saknas: ytterligare konton behöver det',
    'fehlt: weitere Konten brauchen es',
    'отсутствует: нужно для остальных счетов',
  ],
  'is missing: the buyer pays the VAT': [
    'puuttuu: ostaja maksaa arvonlisäveron',
    'saknas: köparen betalar momsen',
    'fehlt: der Käufer zahlt die Umsatzsteuer',
    'отсутствует: НДС платит покупатель',
  ],
  'is missing: why is there no VAT?': [
    'puuttuu: miksi veroa ei ole?',
    'saknas: varför finns ingen moms?',
    'fehlt: warum gibt es keine Steuer?',
    'отсутствует: почему нет НДС?',
  ],
  'has no line': ['on ilman rivejä', 'har inga rader', 'hat keine Zeile', 'не содержит строк'],
  'stands beside the date itself; one of them must go': [
    'on päivämäärän rinnalla; toinen niistä on poistettava',
    'står bredvid själva datumet; ett av dem måste bort',
    'steht neben dem Datum selbst; eines von beiden muss weg',
    'указано вместе с самой датой; одно из двух лишнее',
  ],
  'does not begin with a country': [
    'ei ala maatunnuksella',
    'börjar inte med ett land',
    'beginnt nicht mit einem Land',
    'не начинается с кода страны',
  ],
  'is negative; turn the quantity instead': [
    'on negatiivinen; käännä sen sijaan määrä',
    'är negativt; vänd antalet i stället',
    'ist negativ; drehen Sie stattdessen die Menge um',
    'отрицательно; измените знак количества',
  ],
  'is before the beginning': ['on ennen alkua', 'ligger före början', 'liegt vor dem Anfang', 'раньше начала'],
  'is not what its parts make': [
    'ei ole osiensa summa',
    'är inte summan av delarna',
    'ist nicht die Summe der Teile',
    'не равно сумме частей',
  ],
  'is not what its lines make': [
    'ei ole riviensä summa',
    'är inte summan av raderna',
    'ist nicht die Summe der Zeilen',
    'не равно сумме строк',
  ],
  'is not what the rate makes': [
    'ei vastaa verokantaa',
    'stämmer inte med skattesatsen',
    'entspricht nicht dem Steuersatz',
    'не соответствует ставке',
  ],
  'has more than two decimals': [
    'sisältää yli kaksi desimaalia',
    'har fler än två decimaler',
    'hat mehr als zwei Nachkommastellen',
    'имеет больше двух знаков после запятой',
  ],
  'is more than the one note that Peppol takes': [
    'on useampi kuin yksi huomautus, jonka Peppol ottaa',
    'är mer än den enda anmärkning som Peppol tar emot',
    'ist mehr als die eine Bemerkung, die Peppol annimmt',
    'больше одного примечания, которое принимает Peppol',
  ],
  'is more than the one earlier invoice that CII has room for': [
    'on useampi kuin yksi aiempi lasku, jolle CII:ssä on tilaa',
    'är mer än den enda tidigare faktura som CII har plats för',
    'ist mehr als die eine frühere Rechnung, für die CII Platz hat',
    'больше одного прежнего счёта, который вмещает CII',
  ],
  'is longer than 20 characters': ['on yli 20 merkkiä pitkä', 'är längre än 20 tecken', 'ist länger als 20 Zeichen', 'длиннее 20 знаков'],
  'travel in a message of their own': [
    'kulkevat omassa viestissään',
    'skickas i ett eget meddelande',
    'reisen in einer eigenen Nachricht',
    'отправляются отдельным сообщением',
  ],
  'must have 2 to 35 characters': [
    'on oltava 2–35 merkkiä pitkä',
    'måste ha 2 till 35 tecken',
    'muss 2 bis 35 Zeichen haben',
    'должно содержать от 2 до 35 знаков',
  ],
  'has no VAT category': ['on ilman ALV-luokkaa', 'har ingen momskategori', 'hat keine Umsatzsteuerkategorie', 'не имеет категории НДС'],
  'is no VAT category': ['ei ole ALV-luokka', 'är ingen momskategori', 'ist keine Umsatzsteuerkategorie', 'не является категорией НДС'],
  'mixes what is not subject to VAT with what is': [
    'sekoittaa verottoman ja verollisen',
    'blandar det som inte omfattas av moms med det som gör det',
    'mischt nicht Steuerbares mit Steuerbarem',
    'смешивает не облагаемое НДС с облагаемым',
  ],
  'must be above zero': ['on oltava yli nolla', 'måste vara över noll', 'muss über null liegen', 'должно быть больше нуля'],
  'must be zero': ['on oltava nolla', 'måste vara noll', 'muss null sein', 'должно быть равно нулю'],
  'must be left out': ['on jätettävä pois', 'måste utelämnas', 'muss weggelassen werden', 'должно отсутствовать'],
  'must be left out where nothing is subject to VAT': [
    'on jätettävä pois, kun mikään ei ole verollista',
    'måste utelämnas när inget omfattas av moms',
    'muss weggelassen werden, wo nichts steuerbar ist',
    'должно отсутствовать, если ничто не облагается НДС',
  ],
  'lacks a category that its lines have': [
    'on ilman luokkaa, joka riveillä on',
    'saknar en kategori som raderna har',
    'fehlt eine Kategorie, die ihre Zeilen haben',
    'не содержит категории, которая есть в строках',
  ],
  'has no place in an electronic invoice': [
    'ei mahdu verkkolaskuun',
    'har ingen plats i en e-faktura',
    'hat in einer E-Rechnung keinen Platz',
    'не предусмотрено в электронном счёте',
  ],

  // What to do.
  'Open your own company among the accounts and enter address and scheme under "E-invoices".': [
    'Avaa oma yritys asiakkaista ja anna osoite ja tunnistelaji kohdassa ”Verkkolaskut”.',
    'Öppna ditt eget företag bland kontona och ange adress och schema under ”E-fakturor”.',
    'Öffnen Sie die eigene Firma unter den Firmen und tragen Sie unter „E-Rechnungen“ Adresse und Schema ein.',
    'Откройте собственную компанию среди компаний и укажите адрес и схему в разделе «Электронные счета».',
  ],
  'Open your own company among the accounts and enter the code of your operator under "E-invoices".': [
    'Avaa oma yritys asiakkaista ja anna operaattorisi tunnus kohdassa ”Verkkolaskut”.',
    'Öppna ditt eget företag bland kontona och ange operatörens kod under ”E-fakturor”.',
    'Öffnen Sie die eigene Firma unter den Firmen und tragen Sie unter „E-Rechnungen“ den Code Ihres Providers ein.',
    'Откройте собственную компанию среди компаний и укажите код оператора в разделе «Электронные счета».',
  ],
  'Open your own company among the accounts and enter VAT number and business ID.': [
    'Avaa oma yritys asiakkaista ja anna ALV-numero ja Y-tunnus.',
    'Öppna ditt eget företag bland kontona och ange momsnummer och organisationsnummer.',
    'Öffnen Sie die eigene Firma unter den Firmen und tragen Sie USt-IdNr. und Handelsregisternummer ein.',
    'Откройте собственную компанию среди компаний и укажите номер НДС и регистрационный номер.',
  ],
  'Open your own company among the accounts and enter its phone and e-mail address.': [
    'Avaa oma yritys asiakkaista ja anna sen puhelin ja sähköpostiosoite.',
    'Öppna ditt eget företag bland kontona och ange dess telefon och e-postadress.',
    'Öffnen Sie die eigene Firma unter den Firmen und tragen Sie Telefon und E-Mail-Adresse ein.',
    'Откройте собственную компанию среди компаний и укажите её телефон и эл. почту.',
  ],
  'Open your own company among the accounts and complete its name and address; the country by its name or code.': [
    'Avaa oma yritys asiakkaista ja täydennä nimi ja osoite; maa nimellä tai tunnuksella.',
    'Öppna ditt eget företag bland kontona och komplettera namn och adress; landet med namn eller kod.',
    'Öffnen Sie die eigene Firma unter den Firmen und ergänzen Sie Name und Anschrift; das Land mit Namen oder Code.',
    'Откройте собственную компанию среди компаний и дополните название и адрес; страну — названием или кодом.',
  ],
  'Open your own company among the accounts and enter its bank accounts.': [
    'Avaa oma yritys asiakkaista ja anna sen pankkitilit.',
    'Öppna ditt eget företag bland kontona och ange dess bankkonton.',
    'Öffnen Sie die eigene Firma unter den Firmen und tragen Sie ihre Bankkonten ein.',
    'Откройте собственную компанию среди компаний и укажите её банковские счета.',
  ],
  'Open the customer and enter address and scheme under "E-invoices".': [
    'Avaa asiakas ja anna osoite ja tunnistelaji kohdassa ”Verkkolaskut”.',
    'Öppna kunden och ange adress och schema under ”E-fakturor”.',
    'Öffnen Sie den Kunden und tragen Sie unter „E-Rechnungen“ Adresse und Schema ein.',
    'Откройте клиента и укажите адрес и схему в разделе «Электронные счета».',
  ],
  'Open the customer and enter the code of his operator under "E-invoices".': [
    'Avaa asiakas ja anna hänen operaattorinsa tunnus kohdassa ”Verkkolaskut”.',
    'Öppna kunden och ange operatörens kod under ”E-fakturor”.',
    'Öffnen Sie den Kunden und tragen Sie unter „E-Rechnungen“ den Code seines Providers ein.',
    'Откройте клиента и укажите код его оператора в разделе «Электронные счета».',
  ],
  'Open the customer and enter it under "E-invoices", in Germany the Leitweg-ID.': [
    'Avaa asiakas ja anna se kohdassa ”Verkkolaskut”, Saksassa Leitweg-ID.',
    'Öppna kunden och ange den under ”E-fakturor”, i Tyskland Leitweg-ID.',
    'Öffnen Sie den Kunden und tragen Sie sie unter „E-Rechnungen“ ein, in Deutschland die Leitweg-ID.',
    'Откройте клиента и укажите её в разделе «Электронные счета», в Германии — Leitweg-ID.',
  ],
  'Open the customer and complete name and address; the country by its name or code.': [
    'Avaa asiakas ja täydennä nimi ja osoite; maa nimellä tai tunnuksella.',
    'Öppna kunden och komplettera namn och adress; landet med namn eller kod.',
    'Öffnen Sie den Kunden und ergänzen Sie Name und Anschrift; das Land mit Namen oder Code.',
    'Откройте клиента и дополните название и адрес; страну — названием или кодом.',
  ],
  'Open the customer and enter the country that it went to.': [
    'Avaa asiakas ja anna maa, johon toimitettiin.',
    'Öppna kunden och ange landet dit det levererades.',
    'Öffnen Sie den Kunden und tragen Sie das Land ein, in das geliefert wurde.',
    'Откройте клиента и укажите страну поставки.',
  ],
  'Enter it at the customer, and issue the invoice anew.': [
    'Anna se asiakkaalle ja laadi lasku uudelleen.',
    'Ange det hos kunden och utfärda fakturan på nytt.',
    'Tragen Sie sie beim Kunden ein und stellen Sie die Rechnung neu aus.',
    'Укажите его у клиента и выставьте счёт заново.',
  ],
  'Enter it on the invoice.': ['Anna se laskulla.', 'Ange det på fakturan.', 'Tragen Sie es auf der Rechnung ein.', 'Укажите это в счёте.'],
  'Say in the tax class why there is no tax, credit the invoice and issue it anew.': [
    'Kerro veroluokassa, miksi veroa ei ole, hyvitä lasku ja laadi se uudelleen.',
    'Skriv i skatteklassen varför det inte finns någon skatt, kreditera fakturan och utfärda den på nytt.',
    'Sagen Sie in der Steuerklasse, warum keine Steuer anfällt, stornieren Sie die Rechnung und stellen Sie sie neu aus.',
    'Укажите в налоговом классе, почему нет налога, сторнируйте счёт и выставьте его заново.',
  ],
  'Choose a shorter pattern for the number series, credit the invoice and issue it anew.': [
    'Valitse numerosarjalle lyhyempi kaava, hyvitä lasku ja laadi se uudelleen.',
    'Välj ett kortare mönster för nummerserien, kreditera fakturan och utfärda den på nytt.',
    'Wählen Sie ein kürzeres Muster für den Nummernkreis, stornieren Sie die Rechnung und stellen Sie sie neu aus.',
    'Выберите более короткий шаблон нумерации, сторнируйте счёт и выставьте его заново.',
  ],
  'Credit it, and give the discount before tax.': [
    'Hyvitä se ja anna alennus ennen veroa.',
    'Kreditera den och ge rabatten före skatt.',
    'Stornieren Sie sie und geben Sie den Rabatt vor Steuer.',
    'Сторнируйте его и дайте скидку до налога.',
  ],
  'It is issued and stays as it is: credit it, correct the copy and issue that.': [
    'Se on laadittu ja pysyy ennallaan: hyvitä se, korjaa kopio ja laadi se.',
    'Den är utfärdad och förblir som den är: kreditera den, rätta kopian och utfärda den.',
    'Sie ist ausgestellt und bleibt, wie sie ist: Stornieren Sie sie, berichtigen Sie die Kopie und stellen Sie diese aus.',
    'Он выставлен и остаётся как есть: сторнируйте его, исправьте копию и выставьте её.',
  ],
  'Choose a format; the customer has none of his own yet.': [
    'Valitse muoto; asiakkaalla ei ole vielä omaa.',
    'Välj ett format; kunden har inget eget än.',
    'Wählen Sie ein Format; der Kunde hat noch kein eigenes.',
    'Выберите формат; у клиента своего ещё нет.',
  ],
  'Say first how e-invoices leave: in the settings, among the own billing companies.': [
    'Kerro ensin, miten verkkolaskut lähtevät: asetuksissa omissa laskuttavissa yrityksissä.',
    'Ange först hur e-fakturor skickas: i inställningarna, bland de egna fakturerande bolagen.',
    'Sagen Sie zuerst, wie E-Rechnungen das Haus verlassen: in den Einstellungen bei den eigenen Rechnungsfirmen.',
    'Сначала укажите, как отправляются электронные счета: в настройках, среди собственных компаний, выставляющих счета.',
  ],
  // Of a file that came and cannot be read.
  'The invoice lacks': ['Laskusta puuttuu', 'Fakturan saknar', 'Der Rechnung fehlt', 'В счёте нет'],
  number: ['numero', 'nummer', 'Nummer', 'номера'],
  'date of issue': ['päiväys', 'datum', 'Datum', 'даты'],
  currency: ['valuutta', 'valuta', 'Währung', 'валюты'],
  seller: ['myyjä', 'säljare', 'Verkäufer', 'продавца'],
  buyer: ['ostaja', 'köpare', 'Käufer', 'покупателя'],
  sums: ['summat', 'summor', 'Summen', 'сумм'],
  'This is no invoice in UBL, CII or Finvoice; the file begins with': [
    'Tämä ei ole UBL-, CII- eikä Finvoice-lasku; tiedoston alussa on',
    'Detta är ingen faktura i UBL, CII eller Finvoice; filen börjar med',
    'Das ist keine Rechnung in UBL, CII oder Finvoice; die Datei beginnt mit',
    'Это не счёт в формате UBL, CII или Finvoice; файл начинается с',
  ],
  'This PDF carries no e-invoice. It may be one to look at: enter it as a purchase invoice and attach it there.': [
    'Tässä PDF:ssä ei ole verkkolaskua. Se voi olla katseltava lasku: kirjaa se ostolaskuksi ja liitä se siihen.',
    'Den här PDF-filen innehåller ingen e-faktura. Den kan vara en faktura att läsa: registrera den som inköpsfaktura och bifoga den där.',
    'Dieses PDF enthält keine E-Rechnung. Vielleicht ist es eine zum Ansehen: Erfassen Sie sie als Eingangsrechnung und hängen Sie sie dort an.',
    'В этом PDF нет электронного счёта. Возможно, это счёт для чтения: введите его как счёт поставщика и приложите файл там.',
  ],
  'The file is not written in the encoding that it names:': [
    'Tiedostoa ei ole kirjoitettu merkistöllä, jonka se ilmoittaa:',
    'Filen är inte skriven i den teckenkodning som den anger:',
    'Die Datei ist nicht in der Zeichenkodierung geschrieben, die sie nennt:',
    'Файл записан не в той кодировке, которую он указывает:',
  ],
} as const satisfies Readonly<Record<string, Sentence>>;

/** In English. */
export type Word = keyof typeof WORDS;

/** Says it in one language; in English where it has no other. */
export type Say = (word: Word) => string;

const LANGUAGES = ['fi', 'sv', 'de', 'ru'];

export const inEnglish: Say = (word) => word;

export function sayIn(language: unknown): Say {
  const at = LANGUAGES.indexOf(String(language));
  return (word) => WORDS[word][at] ?? word;
}

/** In the language of a user; `system` reads it, as few may see their own record. */
export async function sayFor(user: string | null, { records }: Context): Promise<Say> {
  return sayIn(user === null ? 'en' : (await records.get('users', user, ['language'])).language);
}
