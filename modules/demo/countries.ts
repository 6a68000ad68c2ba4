// Ten countries as demo data knows them: towns, streets, legal forms, words of company names, names of people.

export interface Country {
  readonly name: string;
  readonly language: string;
  /** Calling code. */
  readonly code: string;
  /** Mobile numbers start like this after the calling code. */
  readonly mobile: string;
  /** Town, its area code, its postal code. */
  readonly towns: readonly (readonly [name: string, area: string, postal: string])[];
  /** `#` stands for the number. */
  readonly streets: readonly string[];
  /** `@` stands for the name. */
  readonly forms: readonly string[];
  /** What companies here are called; a family name may stand before the trade. */
  readonly stems: readonly string[];
  readonly trades: readonly string[];
  readonly women: readonly string[];
  readonly men: readonly string[];
  /** Family names; `a|b` are those of men and women. */
  readonly families: readonly string[];
}

function words(text: string): string[] {
  return text.split(/,\s*/);
}

export const countries: readonly Country[] = [
  {
    name: 'Finland',
    language: 'fi',
    code: '+358',
    mobile: '40',
    towns: [
      ['Helsinki', '9', '00180'],
      ['Turku', '2', '20100'],
      ['Tampere', '3', '33100'],
      ['Oulu', '8', '90100'],
      ['Jyväskylä', '14', '40100'],
      ['Kuopio', '17', '70110'],
    ],
    streets: words('Kauppakatu #, Rantatie #, Teollisuuskatu #, Asemakatu #, Mannerheimintie #, Hämeenkatu #, Satamakatu #'),
    forms: ['@ Oy', '@ Oy', '@ Oyj'],
    stems: words('Havukallio, Saimaanranta, Kaamos, Revontuli, Kuusilinna, Tunturi, Aallokko, Pohjantähti, Metsäpuro, Koskiharju'),
    trades: words('Konepaja, Logistiikka, Energia, Rakennus, Elintarvike, Terveyspalvelut, Ohjelmistot, Puutuote'),
    women: words('Aino, Helmi, Sofia, Eevi, Venla, Kaisa, Päivi, Tuula, Riikka, Noora, Hanna, Marjatta'),
    men: words('Mikko, Eino, Väinö, Juhani, Oskari, Pekka, Antti, Tuomas, Ilkka, Jukka, Sami, Kalle'),
    families: words(
      'Korhonen, Virtanen, Mäkinen, Nieminen, Hämäläinen, Laine, Heikkinen, Koskinen, Järvinen, Lehtonen, Saarinen, Ahonen, Pitkänen, Väisänen',
    ),
  },
  {
    name: 'Sweden',
    language: 'sv',
    code: '+46',
    mobile: '70',
    towns: [
      ['Stockholm', '8', '111 22'],
      ['Göteborg', '31', '411 05'],
      ['Malmö', '40', '211 19'],
      ['Uppsala', '18', '753 20'],
      ['Västerås', '21', '722 12'],
      ['Umeå', '90', '903 26'],
    ],
    streets: words('Storgatan #, Drottninggatan #, Hamngatan #, Kungsgatan #, Järnvägsgatan #, Skolgatan #'),
    forms: ['@ AB', '@ AB', '@ & Söner AB'],
    stems: words('Norrsken, Älvdal, Björkhaga, Mälarstrand, Granvik, Solkulla, Skärgården, Höganäset'),
    trades: words('Verkstad, Bygg, Transport, Livsmedel, Energi, Vård, Data, Skog'),
    women: words('Astrid, Elsa, Freja, Linnéa, Ingrid, Karin, Maja, Åsa, Birgitta, Ebba'),
    men: words('Lars, Erik, Gustav, Nils, Björn, Anders, Oskar, Göran, Håkan, Viktor'),
    families: words('Andersson, Johansson, Lindqvist, Bergström, Nyström, Åkesson, Lundgren, Sjöberg, Hedlund, Öberg, Ekström, Forsberg'),
  },
  {
    name: 'Norway',
    language: 'no',
    code: '+47',
    mobile: '91',
    towns: [
      ['Oslo', '22', '0150'],
      ['Bergen', '55', '5003'],
      ['Trondheim', '73', '7010'],
      ['Stavanger', '51', '4006'],
      ['Tromsø', '77', '9008'],
    ],
    streets: words('Storgata #, Kirkegata #, Havnegata #, Bryggen #, Sjøgata #'),
    forms: ['@ AS', '@ AS', '@ ASA'],
    stems: words('Fjordlys, Nordkapp, Havbris, Jotunfjell, Lofotvær, Trollheim, Ørneskaret'),
    trades: words('Maritim, Havbruk, Energi, Entreprenør, Sjømat, Industri, Helse'),
    women: words('Ingrid, Solveig, Nora, Marit, Kari, Silje, Åse, Thea'),
    men: words('Ola, Håkon, Magnus, Sverre, Øyvind, Lars, Bjørn, Torstein'),
    families: words('Hansen, Olsen, Larsen, Bakken, Solberg, Nygård, Haugen, Strand, Moen, Sørensen'),
  },
  {
    name: 'Denmark',
    language: 'da',
    code: '+45',
    mobile: '40',
    towns: [
      ['København', '33', '1050'],
      ['Aarhus', '86', '8000'],
      ['Odense', '66', '5000'],
      ['Aalborg', '98', '9000'],
    ],
    streets: words('Vestergade #, Nørregade #, Havnevej #, Søndergade #, Åboulevarden #'),
    forms: ['@ A/S', '@ ApS'],
    stems: words('Vesterhav, Kystlinjen, Bøgeskov, Sydfyn, Rosenlund, Klitgården'),
    trades: words('Maskinfabrik, Mejeri, Logistik, Vindkraft, Byg, Pharma'),
    women: words('Freja, Mette, Signe, Kirsten, Anne, Gitte, Søs'),
    men: words('Søren, Jens, Mads, Rasmus, Niels, Kåre, Torben'),
    families: words('Nielsen, Jensen, Pedersen, Christensen, Rasmussen, Møller, Kjær, Østergaard'),
  },
  {
    name: 'Germany',
    language: 'de',
    code: '+49',
    mobile: '151',
    towns: [
      ['Hamburg', '40', '20095'],
      ['Berlin', '30', '10115'],
      ['München', '89', '80331'],
      ['Köln', '221', '50667'],
      ['Nürnberg', '911', '90402'],
      ['Düsseldorf', '211', '40213'],
      ['Lübeck', '451', '23552'],
    ],
    streets: words('Hauptstraße #, Bahnhofstraße #, Industriestraße #, Am Hafen #, Goethestraße #, Königsallee #'),
    forms: ['@ GmbH', '@ GmbH & Co. KG', '@ AG', '@ GmbH'],
    stems: words('Rheintal, Alpenblick, Nordlicht, Schwarzwald, Elbufer, Grünfeld, Isarwinkel, Hansekontor'),
    trades: words('Maschinenbau, Spedition, Energietechnik, Bau, Lebensmittel, Medizintechnik, Softwarehaus, Stahlhandel'),
    women: words('Anna, Greta, Katharina, Ursula, Sabine, Hannelore, Lena, Mareike, Franziska'),
    men: words('Jürgen, Hans, Karl, Matthias, Günther, Lukas, Jörg, Felix, Björn, Sebastian'),
    families: words('Müller, Schmidt, Schröder, Fischer, Weiß, Krüger, Köhler, Schäfer, Großmann, von Arnim, Vogel, Jäger'),
  },
  {
    name: 'Netherlands',
    language: 'nl',
    code: '+31',
    mobile: '6',
    towns: [
      ['Amsterdam', '20', '1012 AB'],
      ['Rotterdam', '10', '3011 AD'],
      ['Utrecht', '30', '3511 EP'],
      ['Eindhoven', '40', '5611 AZ'],
      ['Groningen', '50', '9711 LM'],
    ],
    streets: words('Hoofdstraat #, Kerkstraat #, Havenweg #, Herengracht #, Stationsplein #'),
    forms: ['@ B.V.', '@ B.V.', '@ N.V.'],
    stems: words('Zuiderduin, Waterland, Oranjepoort, De Gouden Tulp, Polderzicht, Maasoever'),
    trades: words('Bloemenexport, Transport, Zuivel, Techniek, Bouw, Waterwerken'),
    women: words('Anouk, Femke, Sanne, Lieke, Marijke, Noor, Tess'),
    men: words('Daan, Sander, Willem, Jeroen, Thijs, Bram, Pieter'),
    families: words('de Jong, Jansen, van den Berg, Bakker, van Dijk, Visser, de Vries, Mulder, van der Meer'),
  },
  {
    name: 'France',
    language: 'fr',
    code: '+33',
    mobile: '6',
    towns: [
      ['Paris', '1', '75002'],
      ['Lyon', '4', '69002'],
      ['Nantes', '2', '44000'],
      ['Bordeaux', '5', '33000'],
      ['Strasbourg', '3', '67000'],
    ],
    streets: words('# rue de la République, # avenue Foch, # quai des Chartrons, # rue du Commerce, # boulevard Voltaire'),
    forms: ['@ SARL', '@ SA', '@ SAS'],
    stems: words('Bellerive, Clairmont, Valdoré, Grand Large, Mont d’Or, Étoile du Nord, Belle Époque'),
    trades: words('Énergies, Transports, Laiterie, Mécanique, Bâtiment, Santé, Vignobles'),
    women: words('Camille, Élodie, Manon, Hélène, Chloé, Juliette, Aurélie'),
    men: words('François, Julien, Mathieu, Étienne, Jérôme, Antoine, Benoît'),
    families: words('Dupont, Lefèvre, Moreau, Girard, Lemaître, Fontaine, Béranger, Chevalier'),
  },
  {
    name: 'Poland',
    language: 'pl',
    code: '+48',
    mobile: '601',
    towns: [
      ['Warszawa', '22', '00-001'],
      ['Kraków', '12', '31-001'],
      ['Gdańsk', '58', '80-001'],
      ['Wrocław', '71', '50-001'],
      ['Łódź', '42', '90-001'],
    ],
    streets: words('ul. Długa #, ul. Polna #, al. Jerozolimskie #, ul. Świętego Marcina #, ul. Portowa #'),
    forms: ['@ Sp. z o.o.', '@ S.A.'],
    stems: words('Bałtyk, Złoty Róg, Tatry, Wiślana, Białowieża, Żubr'),
    trades: words('Budowa, Transport, Energetyka, Meble, Spożywcza, Informatyka'),
    women: words('Agnieszka, Małgorzata, Zofia, Katarzyna, Łucja, Joanna'),
    men: words('Piotr, Paweł, Łukasz, Krzysztof, Stanisław, Michał'),
    families: words('Kowalski|Kowalska, Wiśniewski|Wiśniewska, Wójcik, Kamiński|Kamińska, Zieliński|Zielińska, Nowak, Dąbrowski|Dąbrowska'),
  },
  {
    name: 'Estonia',
    language: 'et',
    code: '+372',
    mobile: '5',
    towns: [
      ['Tallinn', '6', '10111'],
      ['Tartu', '7', '51003'],
      ['Pärnu', '44', '80010'],
    ],
    streets: words('Pikk #, Narva mnt #, Ülikooli #, Sadama #'),
    forms: ['@ OÜ', '@ AS'],
    stems: words('Põhjarannik, Läänemere, Kõrvemaa, Ööbik, Sinirand'),
    trades: words('Puit, Tehnika, Logistika, Tarkvara, Toit'),
    women: words('Kadri, Liis, Maarja, Piret, Külli'),
    men: words('Jüri, Märt, Priit, Tõnu, Rasmus'),
    families: words('Tamm, Saar, Sepp, Mägi, Kask, Pärn, Õunapuu'),
  },
  {
    name: 'Russia',
    language: 'ru',
    code: '+7',
    mobile: '921',
    towns: [
      ['Санкт-Петербург', '812', '190000'],
      ['Москва', '495', '101000'],
      ['Петрозаводск', '814', '185000'],
      ['Казань', '843', '420000'],
    ],
    streets: words('Невский пр. #, ул. Ленина #, ул. Гоголя #, наб. Фонтанки #, ул. Мира #'),
    forms: ['ООО «@»', 'АО «@»', 'ООО «@»'],
    stems: words('Северный ветер, Балтийский берег, Белые ночи, Онежская заря, Уральский камень, Волжский путь'),
    trades: words('Логистика, Машиностроение, Энергосервис, Продукты, Стройпроект'),
    women: words('Анна, Ольга, Екатерина, Наталья, Юлия, Алёна, Ксения, Светлана'),
    men: words('Иван, Дмитрий, Алексей, Сергей, Андрей, Фёдор, Михаил, Юрий'),
    families: words(
      'Иванов|Иванова, Смирнов|Смирнова, Кузнецов|Кузнецова, Соловьёв|Соловьёва, Лебедев|Лебедева, Щербаков|Щербакова, Чайковский|Чайковская',
    ),
  },
];
