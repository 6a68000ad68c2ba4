// Norwegian companies: open data of the Central Coordinating Register (data.brreg.no/enhetsregisteret/api). It asks for no key.

import type { Company, RegisterPort } from '../../modules/trade-registers/port.ts';
import { at, type Json, textAt } from '../http/gateway.ts';
import { askRegister, filled, rowsIn, titled, websiteOf, yearOf } from '../http/register.ts';

const ADDRESS = 'https://data.brreg.no/enhetsregisteret/api';
const MOST = 20;

export const brreg: RegisterPort = {
  async find({ address }, text) {
    const number = text.replace(/^NO|MVA$|\s/gi, '');
    const isNumber = /^\d{9}$/.test(number);
    const url = new URL(`${address || ADDRESS}/enheter${isNumber ? `/${number}` : ''}`);
    if (!isNumber) {
      url.searchParams.set('navn', text);
      url.searchParams.set('size', String(MOST));
    }
    const answer = await askRegister(url, ({ feilmelding, message }) => feilmelding ?? message);
    const found = isNumber ? [answer].filter((one) => one !== null) : rowsIn(at(answer, '_embedded.enheter'));
    return found.map(companyOf);
  },
};

function companyOf(company: Json): Company {
  const id = textAt(company, 'organisasjonsnummer');
  const address = company['forretningsadresse'] ?? company['postadresse'];
  const lines = at(address, 'adresse');
  const employees = company['antallAnsatte'];
  return filled({
    id,
    name: textAt(company, 'navn'),
    vatNumber: company['registrertIMvaregisteret'] === true ? `NO${id}MVA` : '',
    street: Array.isArray(lines) ? lines.filter(Boolean).join('\n') : '',
    postalCode: textAt(address, 'postnummer'),
    city: titled(textAt(address, 'poststed')),
    country: 'Norway',
    website: websiteOf(textAt(company, 'hjemmeside')),
    phone: textAt(company, 'telefon') || textAt(company, 'mobil'),
    email: textAt(company, 'epostadresse'),
    ...(typeof employees === 'number' ? { employees } : {}),
    ...yearOf(textAt(company, 'stiftelsesdato') || textAt(company, 'registreringsdatoEnhetsregisteret')),
    about: [textAt(company, 'organisasjonsform.beskrivelse'), textAt(company, 'naeringskode1.beskrivelse')].filter(Boolean),
    ended: Boolean(company['slettedato']) || company['konkurs'] === true || company['underAvvikling'] === true,
  });
}
