// Suggestions: columns of other programs in five languages find their field; slips of the pen find what was meant.

import { describe, expect, it } from 'vitest';
import type { Entity } from '../../schema/index.ts';
import { resolve } from '../../schema/resolve.ts';
import { detect } from './detect.ts';
import { sales } from './fixture.ts';
import { fileOf } from './fixture-files.ts';
import { suggestMapping } from './mapping.ts';
import { Names, similarity } from './similar.ts';
import { openSource } from './source.ts';

const { schema } = resolve([sales]);

/** Column name -> suggested field. */
async function suggested(entity: string, csv: string) {
  const { columns } = await detect(await openSource(await fileOf(csv)));
  const guesses = suggestMapping(schema.entities[entity] as Entity, schema, columns);
  return Object.fromEntries(columns.map(({ name }, index) => [name, guesses[index]?.field ?? null]));
}

describe('fields for columns [CS-072]', () => {
  it('of a sales export', async () => {
    const deals =
      'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value\n1A,Eva Berg,GTX,Acme,Won,20-10-2016,01-03-2017,1054\n2B,Otto Nurmi,MG,Isdom,Lost,25-10-2016,,0\n';
    expect(await suggested('deals', deals)).toEqual({
      opportunity_id: null,
      sales_agent: 'owner',
      product: 'product',
      account: 'account',
      deal_stage: 'stage',
      engage_date: 'opened_on',
      close_date: 'closed_on',
      close_value: 'amount',
    });
    expect(
      await suggested(
        'accounts',
        'account,sector,revenue,employees,office_location,subsidiary_of\nAcme,retail,1100.04,2822,Kenya,\nIsdom,medical,12.5,12,Norway,Acme\n',
      ),
    ).toEqual({
      account: 'name',
      sector: 'sector',
      revenue: 'annual_revenue',
      employees: 'employees',
      office_location: 'country',
      subsidiary_of: 'parent',
    });
    expect(await suggested('products', 'product,series,sales_price\nGTX Basic,GTX,550\nMG,MG,55\n')).toEqual({
      product: 'name',
      series: 'category',
      sales_price: 'unit_price',
    });
    expect(await suggested('users', 'sales_agent,manager,regional_office\nEva Berg,Otto Nurmi,East\n')).toEqual({
      sales_agent: 'name',
      manager: 'manager',
      regional_office: 'department',
    });
  });

  const people = 'Anna;Virtanen;anna@example.com;+358 40 123 4567;Acme Oy;12.3.1980;Terveisiä\n';
  const meant = ['first_name', 'last_name', 'email', 'mobile', 'account', 'birthday', 'description'];
  it.each([
    ['Finnish', 'Etunimi;Sukunimi;Sähköposti;Matkapuhelin;Yritys;Syntymäaika;Lisätiedot\n'],
    ['Swedish', 'Förnamn;Efternamn;E-postadress;Mobilnummer;Företag;Födelsedatum;Anteckningar\n'],
    ['German', 'Vorname;Nachname;E-Mail;Handy;Firma;Geburtsdatum;Bemerkungen\n'],
    ['Russian', 'Имя;Фамилия;Электронная почта;Мобильный;Компания;Дата рождения;Комментарий\n'],
    ['English', 'First Name;Surname;E-mail Address;Cell phone;Organisation;Date of birth;Notes\n'],
  ])('named in %s', async (_, header) => {
    expect(Object.values(await suggested('contacts', header + people))).toEqual(meant);
  });

  it('by what the values are, where the name says nothing', async () => {
    expect(await suggested('contacts', 'A,B\nanna@example.com,Virtanen\nbo@example.com,Berg\n')).toEqual({ A: 'email', B: null });
    expect(await suggested('deals', 'X,Y\nWon,1\nLost,2\n')).toMatchObject({ X: 'stage' });
  });

  it('never against what the values are', async () => {
    expect(await suggested('contacts', 'height,birthday\nVirtanen,blue\nBerg,green\n')).toEqual({ height: null, birthday: null });
  });

  it('never twice, and never for what nobody may write', async () => {
    expect(await suggested('contacts', 'email,e-mail,created_at,version\na@b.fi,c@d.fi,2020-01-02,1\n')).toMatchObject({
      email: 'email',
      'e-mail': null,
      created_at: null,
      version: null,
    });
  });
});

describe('what was meant', () => {
  const products = new Names([
    'GTX Basic',
    'GTX Pro',
    'GTX Plus Pro',
    'MG Special',
    'Acme Corporation',
    'Retail',
    'Technology',
    'Philippines',
    'Anna Virtanen',
  ]);
  it.each([
    ['GTXPro', 'GTX Pro', 0.98],
    ['gtx pro', 'GTX Pro', 0.98],
    ['technolgy', 'Technology', 0.9],
    ['Philipines', 'Philippines', 0.9],
    ['Virtanen, Anna', 'Anna Virtanen', 0.95],
    ['Acme Oy', 'Acme Corporation', 0.92],
  ])('by %s', (given, value, score) => {
    const near = products.nearest(given);
    expect(near?.value).toBe(value);
    expect(near?.score).toBeGreaterThanOrEqual(score - 0.02);
    expect(near?.score).toBeLessThan(1);
  });

  it('is nothing where nothing is near', () => {
    expect(products.nearest('Zebra')).toBeNull();
    expect(similarity('', 'x')).toBe(0);
    expect(similarity('same', 'same')).toBe(1);
  });
});
