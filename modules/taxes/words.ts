// Names of the first tax classes, and why no tax is due, in the languages of workspaces.

import type { SeedWords } from '../general/module.ts';

export const taxWords: SeedWords = {
  'VAT standard rate': ['Yleinen verokanta', 'Normal momssats', 'Regelsteuersatz', 'Основная ставка НДС'],
  'VAT reduced rate': ['Alennettu verokanta', 'Reducerad momssats', 'Ermäßigter Steuersatz', 'Пониженная ставка НДС'],
  'VAT lower reduced rate': [
    'Toinen alennettu verokanta',
    'Lägre reducerad momssats',
    'Stark ermäßigter Steuersatz',
    'Вторая пониженная ставка НДС',
  ],
  'Reverse charge': [
    'Käännetty verovelvollisuus',
    'Omvänd skattskyldighet',
    'Steuerschuldnerschaft des Leistungsempfängers',
    'Обратное начисление НДС',
  ],
  'Reverse charge: VAT is paid by the buyer (Directive 2006/112/EC, Art. 196)': [
    'Käännetty verovelvollisuus: ostaja maksaa arvonlisäveron (direktiivi 2006/112/EY, 196 artikla)',
    'Omvänd skattskyldighet: köparen betalar momsen (direktiv 2006/112/EG, artikel 196)',
    'Steuerschuldnerschaft des Leistungsempfängers (Richtlinie 2006/112/EG, Art. 196)',
    'Обратное начисление: НДС платит покупатель (Директива 2006/112/EC, ст. 196)',
  ],
  'Supply within the EU': ['EU-myynti', 'Försäljning inom EU', 'Innergemeinschaftliche Lieferung', 'Поставка внутри ЕС'],
  'Intra-Community supply (Directive 2006/112/EC, Art. 138)': [
    'Yhteisömyynti (direktiivi 2006/112/EY, 138 artikla)',
    'Gemenskapsintern leverans (direktiv 2006/112/EG, artikel 138)',
    'Innergemeinschaftliche Lieferung (Richtlinie 2006/112/EG, Art. 138)',
    'Поставка внутри Сообщества (Директива 2006/112/EC, ст. 138)',
  ],
  Export: ['Vienti', 'Export', 'Ausfuhr', 'Экспорт'],
  'Export outside the EU (Directive 2006/112/EC, Art. 146)': [
    'Vienti EU:n ulkopuolelle (direktiivi 2006/112/EY, 146 artikla)',
    'Export utanför EU (direktiv 2006/112/EG, artikel 146)',
    'Ausfuhr aus der EU (Richtlinie 2006/112/EG, Art. 146)',
    'Экспорт за пределы ЕС (Директива 2006/112/EC, ст. 146)',
  ],
  'Exempt from VAT': ['Arvonlisäveroton', 'Momsfri', 'Von der Umsatzsteuer befreit', 'Освобождено от НДС'],
};
