// What the columns of other programs and other languages are called: field name -> names in English, Finnish, Swedish,
// German and Russian. Compared without case, accents, spaces and punctuation.

export const FIELD_WORDS: Readonly<Record<string, string>> = {
  name: 'name|full name|display name|title|nimi|koko nimi|namn|fullständigt namn|bezeichnung|vollständiger name|имя|название|наименование|фио|полное имя',
  first_name: 'first name|given name|forename|fname|firstname|etunimi|förnamn|vorname|имя',
  last_name: 'last name|surname|family name|lname|lastname|second name|sukunimi|efternamn|nachname|familienname|фамилия',
  title: 'job title|position|role title|function|titteli|tehtävänimike|asema|befattning|position|funktion|должность',
  kind: 'kind|record type|laji|slag|art|вид',
  type: 'type|account type|customer type|tyyppi|asiakastyyppi|typ|kundtyp|kundentyp|тип',
  status: 'status|state|condition|tila|läge|zustand|статус|состояние',
  email:
    'email|e-mail|mail|email address|e-mail address|work email|sähköposti|sähköpostiosoite|e-post|epost|e-postadress|e-mail-adresse|mailadresse|эл почта|электронная почта|почта|емейл|имейл',
  phone:
    'phone|phone number|telephone|tel|tel no|work phone|business phone|office phone|landline|puhelin|puhelinnumero|puh|telefon|telefonnummer|tfn|telefonnr|rufnummer|телефон|номер телефона|рабочий телефон',
  mobile:
    'mobile|mobile phone|cell|cell phone|cellphone|gsm|matkapuhelin|kännykkä|mobil|mobiltelefon|mobilnummer|handy|handynummer|мобильный|мобильный телефон|сотовый',
  website:
    'website|web|web site|url|homepage|home page|domain|www|kotisivu|kotisivut|verkkosivu|www-osoite|webbplats|hemsida|webseite|internetseite|homepage|сайт|веб-сайт',
  account:
    'account|account name|company|company name|organisation|organization|organisation name|customer|customer name|client|firm|business|yritys|yrityksen nimi|asiakas|organisaatio|företag|företagsnamn|kund|organisation|firma|firmenname|unternehmen|kunde|kundenname|компания|название компании|организация|клиент|фирма|контрагент',
  company:
    'company|company name|organisation|organization|firm|account|yritys|organisaatio|företag|firma|unternehmen|компания|организация|фирма',
  contact:
    'contact|contact name|contact person|person|primary contact|yhteyshenkilö|kontakti|kontakt|kontaktperson|ansprechpartner|kontaktperson|контакт|контактное лицо',
  product: 'product|product name|item|article|tuote|tuotteen nimi|nimike|produkt|artikel|produktname|товар|продукт|изделие|услуга',
  owner:
    'owner|record owner|account owner|sales agent|sales rep|sales representative|salesperson|seller|account manager|assigned to|assignee|responsible|omistaja|myyjä|vastuuhenkilö|vastuumyyjä|ägare|säljare|ansvarig|kundansvarig|besitzer|verkäufer|zuständig|verantwortlich|vertriebsmitarbeiter|betreuer|владелец|ответственный|менеджер|продавец',
  manager: 'manager|supervisor|boss|reports to|team lead|esihenkilö|esimies|johtaja|chef|ledare|vorgesetzter|leiter|руководитель|начальник',
  department:
    'department|unit|team|division|regional office|office|branch|osasto|yksikkö|tiimi|avdelning|enhet|abteilung|bereich|niederlassung|отдел|подразделение|департамент|филиал',
  stage:
    'stage|deal stage|sales stage|opportunity stage|pipeline stage|phase|vaihe|myyntivaihe|kaupan vaihe|fas|säljfas|affärsfas|skede|phase|verkaufsphase|стадия|этап|этап сделки',
  amount:
    'amount|value|close value|deal value|deal amount|opportunity amount|total|sum|summa|arvo|kaupan arvo|määrä|belopp|värde|affärsvärde|betrag|wert|summe|auftragswert|сумма|сумма сделки|стоимость',
  expected_amount:
    'expected amount|expected value|estimated value|budget|arvioitu arvo|budjetti|uppskattat värde|erwarteter wert|ожидаемая сумма|бюджет',
  probability: 'probability|win probability|likelihood|chance|todennäköisyys|sannolikhet|wahrscheinlichkeit|вероятность',
  opened_on:
    'opened on|open date|engage date|engaged on|start date|created date|opportunity date|avattu|avauspäivä|alkupäivä|aloituspäivä|öppnad|öppningsdatum|startdatum|eröffnet am|beginn|дата открытия|дата начала',
  closed_on:
    'closed on|close date|closed date|actual close date|won date|date closed|suljettu|päättymispäivä|päätöspäivä|sulkemispäivä|avslutad|avslutsdatum|slutdatum|geschlossen am|abschlussdatum|дата закрытия',
  closing_date:
    'closing date|expected close date|expected closing date|expected close|estimated close date|forecast date|arvioitu päätöspäivä|odotettu päättymispäivä|förväntat avslut|beräknat avslutsdatum|erwarteter abschluss|voraussichtliches abschlussdatum|ожидаемая дата закрытия|плановая дата',
  lost_reason: 'lost reason|loss reason|reason lost|häviön syy|förlustorsak|verlustgrund|причина отказа',
  next_step: 'next step|next action|seuraava askel|nästa steg|nächster schritt|следующий шаг',
  next_action_on:
    'next action on|next action date|follow up date|follow up|next contact|seuraava yhteydenotto|uppföljningsdatum|wiedervorlage|дата следующего контакта',
  source: 'source|lead source|origin|channel|campaign source|lähde|liidin lähde|källa|ursprung|quelle|herkunft|источник',
  unit_price:
    'unit price|price|sales price|list price|selling price|retail price|hinta|yksikköhinta|myyntihinta|ovh|pris|styckpris|försäljningspris|preis|einzelpreis|verkaufspreis|listenpreis|цена|цена за единицу|цена продажи',
  purchase_price:
    'purchase price|cost|cost price|buying price|ostohinta|hankintahinta|inköpspris|einkaufspreis|kosten|закупочная цена|себестоимость',
  code: 'code|sku|product code|item number|article number|part number|tuotekoodi|tuotenumero|koodi|artikelnummer|produktkod|kod|artikelnr|produktcode|код|артикул',
  category:
    'category|product group|group|series|family|product line|kategoria|tuoteryhmä|ryhmä|kategori|produktgrupp|grupp|kategorie|warengruppe|produktgruppe|категория|группа товаров|серия',
  unit: 'unit|unit of measure|uom|yksikkö|enhet|einheit|единица|ед изм',
  quantity: 'quantity|qty|count|number of units|määrä|kpl|antal|kvantitet|menge|anzahl|количество|кол-во',
  discount: 'discount|discount percent|alennus|rabatt|nachlass|скидка',
  active: 'active|enabled|in use|aktiivinen|käytössä|aktiv|активен|активный',
  sector:
    'sector|industry|line of business|branch of industry|toimiala|bransch|näringsgren|branche|wirtschaftszweig|industrie|отрасль|сфера деятельности',
  employees:
    'employees|number of employees|headcount|staff|company size|henkilöstö|työntekijät|henkilömäärä|henkilöstömäärä|anställda|antal anställda|mitarbeiter|mitarbeiterzahl|anzahl mitarbeiter|сотрудники|число сотрудников|количество сотрудников',
  annual_revenue:
    'annual revenue|revenue|turnover|sales revenue|yearly revenue|liikevaihto|omsättning|årsomsättning|umsatz|jahresumsatz|выручка|оборот|годовой оборот',
  year_established:
    'year established|founded|founding year|established|year founded|perustamisvuosi|perustettu|grundat|grundad|grundat år|gründungsjahr|gegründet|год основания',
  parent:
    'parent|parent company|parent account|subsidiary of|part of|head company|group company|emoyhtiö|emoyritys|konserni|moderbolag|moderföretag|koncern|muttergesellschaft|mutterunternehmen|konzern|материнская компания|головная компания|входит в',
  business_id:
    'business id|company id|registration number|company number|org no|trade register number|y-tunnus|ytunnus|organisationsnummer|orgnr|org nr|handelsregisternummer|hrb|инн|огрн|регистрационный номер',
  vat_number:
    'vat number|vat|vat id|vat no|tax number|tax id|alv-numero|alv-tunnus|momsnummer|momsregistreringsnummer|vat-nummer|ust-id|ust-idnr|umsatzsteuer-id|steuernummer|номер ндс',
  country: 'country|office location|nation|land|country name|maa|land|staat|страна|государство',
  city: 'city|town|post town|billing city|locality|kaupunki|postitoimipaikka|paikkakunta|stad|ort|postort|stadt|город|населенный пункт',
  postal_code: 'postal code|zip|zip code|postcode|post code|postinumero|postnummer|postnr|plz|postleitzahl|индекс|почтовый индекс',
  address:
    'address|street|street address|mailing address|home address|osoite|katuosoite|postiosoite|adress|gatuadress|postadress|adresse|strasse|anschrift|straße|адрес|улица',
  billing_address:
    'billing address|invoice address|address|street address|street|laskutusosoite|osoite|katuosoite|fakturaadress|faktureringsadress|adress|rechnungsadresse|rechnungsanschrift|adresse|платежный адрес|юридический адрес|адрес',
  shipping_address: 'shipping address|delivery address|toimitusosoite|leveransadress|lieferadresse|lieferanschrift|адрес доставки',
  birthday:
    'birthday|date of birth|birth date|dob|syntymäpäivä|syntymäaika|födelsedag|födelsedatum|geburtstag|geburtsdatum|день рождения|дата рождения',
  language: 'language|preferred language|kieli|äidinkieli|språk|sprache|язык',
  description:
    'description|notes|note|comment|comments|remarks|memo|info|additional information|kuvaus|muistiinpanot|huomautus|huomautukset|lisätiedot|beskrivning|anteckningar|kommentar|anmärkning|beschreibung|notizen|bemerkung|bemerkungen|описание|примечание|комментарий|заметки',
  notes: 'notes|note|comments|remarks|memo|muistiinpanot|anteckningar|notizen|bemerkungen|заметки|примечание',
  subject: 'subject|topic|summary|aihe|otsikko|ämne|rubrik|betreff|thema|тема',
  due_on: 'due on|due date|deadline|due|määräpäivä|eräpäivä|deadline|förfallodatum|fällig am|fälligkeit|frist|срок|крайний срок',
  starts_at: 'starts at|start|start time|begins|from|alkaa|alkuaika|börjar|starttid|beginnt|startzeit|von|начало|время начала',
  ends_at: 'ends at|end|end time|until|to|päättyy|loppuaika|slutar|sluttid|endet|endzeit|bis|окончание|конец',
  completed_at: 'completed at|completed|done at|valmistunut|slutförd|abgeschlossen|завершено',
  priority: 'priority|importance|urgency|tärkeys|prioriteetti|prioritet|viktighet|priorität|wichtigkeit|приоритет|важность',
  place: 'place|location|venue|paikka|plats|ort|treffpunkt|место',
  related_to: 'related to|regarding|concerns|liittyy|gäller|avser|bezieht sich auf|betrifft|относится к|связано с',
  login:
    'login|user name|username|user id|login name|käyttäjätunnus|tunnus|användarnamn|inloggning|benutzername|anmeldename|логин|имя пользователя',
  nickname: 'nickname|alias|short name|initials|lempinimi|smeknamn|spitzname|kürzel|псевдоним',
  iban: 'iban|bank account|account number|tilinumero|pankkitili|bankkonto|kontonummer|расчетный счет',
  bic: 'bic|swift|swift code|pankin tunnus|бик',
  customer_since: 'customer since|client since|asiakas alkaen|asiakkuus alkanut|kund sedan|kunde seit|клиент с',
  id: 'id|record id|kontor id|uuid|tunniste|guid',
};

/** Words for a noun itself: on its own import a column of that name holds its title. */
export const ENTITY_WORDS: Readonly<Record<string, string>> = {
  accounts:
    'account|company|organisation|organization|customer|client|firm|yritys|asiakas|organisaatio|företag|kund|bolag|firma|unternehmen|kunde|компания|клиент|организация|контрагент',
  contacts: 'contact|person|contact person|yhteyshenkilö|henkilö|kontakt|kontaktperson|ansprechpartner|контакт|контактное лицо',
  leads: 'lead|prospect|liidi|presumtiv kund|interessent|лид|потенциальный клиент',
  deals:
    'deal|opportunity|sale|kauppa|myyntimahdollisuus|tarjous|affär|affärsmöjlighet|verkaufschance|opportunity|geschäft|сделка|возможность',
  products: 'product|item|article|tuote|nimike|produkt|artikel|товар|продукт',
  users:
    'user|sales agent|salesperson|seller|employee|agent|käyttäjä|myyjä|työntekijä|användare|säljare|benutzer|verkäufer|mitarbeiter|пользователь|сотрудник|продавец',
  departments: 'department|unit|team|office|regional office|osasto|yksikkö|avdelning|enhet|abteilung|отдел|подразделение',
  activities: 'activity|task|event|tapahtuma|tehtävä|aktiviteetti|aktivitet|uppgift|aktivität|aufgabe|мероприятие|задача',
};
