// Encodings: the same names written by programs of five countries must be read as they were meant.

import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { detectEncoding } from './encoding.ts';
import { fileOf } from './fixture-files.ts';

const TEXTS = {
  Finnish: 'nimi;kaupunki\nVäinö Mäkelä;Jyväskylä\nÅke Björk;Hämeenlinna\n',
  Swedish: 'namn;ort\nBjörn Åström;Göteborg\n',
  German: 'Name;Ort\nJürgen Groß;Köln\nMüller & Söhne GmbH;Düsseldorf\n',
  Russian: 'Имя;Город\nИван Петров;Москва\nООО "Ромашка";Санкт-Петербург\n',
  French: 'nom;ville\nFrançois Lefèvre;Besançon\n',
  Spanish: 'nombre;ciudad\nJosé Muñoz;Málaga\nÍñigo Núñez;Cádiz\n',
  Polish: 'nazwa;miasto\nŁukasz Wójcik;Łódź\nŻaneta;Gdańsk\n',
  Czech: 'jmeno;mesto\nJiří Dvořák;Plzeň\nŽluťoučký kůň;České Budějovice\n',
  Estonian: 'nimi;linn\nÜlo Õunapuu;Pärnu\n',
  Latvian: 'vards;pilseta\nJānis Bērziņš;Rīga\n',
  Turkish: 'ad;sehir\nGökhan Yıldız;İstanbul\nŞule Çağlar;Muğla\n',
  Icelandic: 'nafn;borg\nÞór Guðmundsson;Reykjavík\nJón Sigurðsson;Hafnarfjörður\n',
  Greek: 'Όνομα;Πόλη\nΓιώργος Παπαδόπουλος;Αθήνα\n',
  Japanese: '名前;都市\n田中太郎;東京都\n鈴木花子;大阪市\n佐藤;横浜市です\n',
  'one letter': 'name;x\nCafé;1\n',
  'a euro sign': 'price;x\n100 €;ä\n',
} as const;

const ENCODINGS: Readonly<Record<keyof typeof TEXTS, readonly string[]>> = {
  Finnish: ['utf-8', 'windows-1252', 'iso-8859-1', 'iso-8859-15', 'cp850', 'macintosh', 'utf-16le', 'utf-16be'],
  Swedish: ['utf-8', 'windows-1252', 'iso-8859-1'],
  German: ['utf-8', 'windows-1252', 'iso-8859-1', 'macintosh', 'cp850', 'utf-16le'],
  Russian: ['utf-8', 'windows-1251', 'koi8-r', 'iso-8859-5', 'cp866', 'utf-16le', 'utf-16be'],
  French: ['utf-8', 'windows-1252'],
  Spanish: ['utf-8', 'windows-1252'],
  Polish: ['utf-8', 'windows-1250', 'iso-8859-2'],
  Czech: ['windows-1250', 'iso-8859-2'],
  Estonian: ['windows-1252', 'windows-1257'],
  Latvian: ['windows-1257'],
  Turkish: ['windows-1254'],
  Icelandic: ['windows-1252'],
  Greek: ['windows-1253', 'iso-8859-7'],
  Japanese: ['utf-8', 'shift_jis', 'euc-jp'],
  'one letter': ['utf-8', 'windows-1252'],
  'a euro sign': ['utf-8', 'windows-1252', 'iso-8859-15'],
};

const CASES = Object.entries(ENCODINGS).flatMap(([language, encodings]) =>
  encodings.map((encoding) => [language as keyof typeof TEXTS, encoding] as const),
);

describe('encoding of a file [CS-072]', () => {
  it.each(CASES)('reads %s written as %s', async (language, encoding) => {
    const text = TEXTS[language];
    const found = await detectEncoding(await fileOf(text, encoding));
    expect(iconv.decode(iconv.encode(text, encoding), found.encoding)).toBe(text);
  });

  it.each([
    ['utf-8', 'efbbbf'],
    ['utf-16le', 'fffe'],
    ['utf-16be', 'feff'],
  ])('believes the byte order mark of %s', async (encoding, mark) => {
    const bytes = Buffer.concat([Buffer.from(mark, 'hex'), iconv.encode('a,b\n1,2\n', encoding)]);
    expect(await detectEncoding(await fileOf(bytes))).toMatchObject({ encoding, mark: true, confidence: 1 });
  });

  it('finds the one letter that tells, megabytes from the start', async () => {
    const rows = 'Anna,Helsinki\n'.repeat(200_000);
    const found = await detectEncoding(
      await fileOf(Buffer.concat([Buffer.from(rows), iconv.encode('Mäkelä,Hämeenlinna\n', 'windows-1252')])),
    );
    expect(found.encoding).toBe('windows-1252');
  });

  it('keeps to UTF-8 where a few bytes were spoilt, and counts them', async () => {
    const text = Buffer.from(`nimi\n${'Mäkelä\n'.repeat(50)}`);
    const found = await detectEncoding(await fileOf(Buffer.concat([text, Buffer.from([0xff, 0x0a])])));
    expect(found).toMatchObject({ encoding: 'utf-8', broken: 1 });
  });

  it('does not tear a character that lies across two reads', async () => {
    const text = `${'x'.repeat((1 << 20) - 1)}ä\n`;
    expect(await detectEncoding(await fileOf(text))).toMatchObject({ encoding: 'utf-8', broken: 0 });
  });
});
