// SWIFT MT940, in the dialects of German, Dutch and Nordic banks.

import { unreadable } from '../../engine/index.ts';
import { checkBalances, type Entry, filled, negated, readAmount, type Statement } from './statement.ts';

interface Tag {
  readonly name: string;
  readonly lines: readonly string[];
}

export function readMt940(text: string): Statement[] {
  const statements: Statement[] = [];
  let current: Statement | undefined;
  let entry: Entry | undefined;
  for (const { name, lines } of tagsOf(text)) {
    const value = lines.join('');
    if (name === '20') {
      current = { id: value, entries: [], problems: [] };
      statements.push(current);
      entry = undefined;
    }
    if (!current) continue;
    if (name === '25')
      current.account = (value.split('/').at(-1) ?? value).replace(/\s/g, '').replace(/([A-Z]{2}\d{2}[A-Z0-9]+)[A-Z]{3}$/, '$1');
    if (name === '60F' || name === '60M') readBalance(current, 'opening', value);
    if (name === '62F' || name === '62M') readBalance(current, 'closing', value);
    if (name === '61') {
      entry = readLine(lines, current);
      if (entry) current.entries.push(entry);
    }
    if (name === '86' && entry) {
      Object.assign(entry, readDetails(lines));
      entry = undefined;
    }
  }
  if (statements.length === 0) throw unreadable('The file holds no bank statement (MT940).');
  return statements.map(checkBalances);
}

/** A tag goes on over the lines that follow, up to the next tag; `-` or `-}` ends a statement. */
function tagsOf(text: string): Tag[] {
  const tags: { name: string; lines: string[] }[] = [];
  for (const line of text.split(/\r\n|\r|\n/)) {
    const [, name, rest] = /^(?:\{.*?\{4:)?:(\d{2}[A-Z]?):(.*)$/.exec(line) ?? [];
    if (name !== undefined) tags.push({ name, lines: [rest ?? ''] });
    else if (/^(-\}?|\{.*|)$/.test(line)) continue;
    else tags.at(-1)?.lines.push(line);
  }
  return tags;
}

function readBalance(statement: Statement, key: 'opening' | 'closing', text: string): void {
  const [, mark, currency, raw] = /^([CD])\d{6}([A-Z]{3})([\d,.]+)/.exec(text) ?? [];
  const amount = readAmount(raw ?? '');
  if (amount === null || currency === undefined) return;
  statement.currency = currency;
  // A page of a longer statement begins with what the page before ended with.
  if (key === 'closing' || statement.opening === undefined) statement[key] = mark === 'D' ? negated(amount) : amount;
}

/** Value day, booking day without a year, mark, a letter of the currency, amount, kind, the customer's reference // the bank's. */
const LINE = /^(\d{2})(\d{2})(\d{2})(\d{4})?(R?[CD])([A-Z])?(\d+,\d*)([A-Z][A-Z0-9]{3})?(.*?)(?:\/\/(.*))?$/;

function readLine([line = '', ...more]: readonly string[], statement: Statement): Entry | undefined {
  const [, yy, mm, dd, booked, mark = '', , raw = '', , reference = '', bankId = ''] = LINE.exec(line) ?? [];
  const amount = readAmount(raw);
  if (yy === undefined || amount === null) {
    statement.problems.push(`A line that is no entry was left out: ${line.slice(0, 60)}`);
    return undefined;
  }
  const year = Number(yy) + (Number(yy) >= 80 ? 1900 : 2000);
  const valueOn = `${year}-${mm}-${dd}`;
  const isOut = mark === 'D' || mark === 'RC';
  const own = reference.trim();
  const supplement = more.join(' ').trim();
  return {
    bookedOn: booked === undefined ? valueOn : bookingDay(year, Number(mm), booked),
    valueOn,
    amount: isOut ? negated(amount) : amount,
    currency: statement.currency ?? 'EUR',
    ...(own && own !== 'NONREF' ? { endToEndId: own } : {}),
    ...(bankId.trim() ? { bankId: bankId.trim() } : {}),
    ...(supplement ? { message: supplement } : {}),
    ...(mark.startsWith('R') ? { reversal: true } : {}),
  };
}

/** Around New Year the booking day lies in the year before or after that of the value day. */
function bookingDay(year: number, valueMonth: number, booked: string): string {
  const month = Number(booked.slice(0, 2));
  const shift = month - valueMonth > 6 ? -1 : valueMonth - month > 6 ? 1 : 0;
  return `${year + shift}-${booked.slice(0, 2)}-${booked.slice(2)}`;
}

function readDetails(lines: readonly string[]): Partial<Entry> {
  const joined = lines.join('');
  if (/^\d{3}\?\d{2}/.test(joined)) return germanDetails(joined);
  if (/\/(REMI|NAME|EREF|CNTP|IBAN)\//.test(joined)) return slashedDetails(joined);
  return filled({ message: lines.join(' ') });
}

/** `166?00GUTSCHRIFT?20SVWZ+Rechnung 4711?32Meier GmbH`: fields of 27 characters, among which words are broken. */
function germanDetails(text: string): Partial<Entry> {
  const fields = text.split(/\?(?=\d{2})/).slice(1);
  const of = (from: number, to: number) =>
    fields
      .filter((field) => Number(field.slice(0, 2)) >= from && Number(field.slice(0, 2)) <= to)
      .map((field) => field.slice(2))
      .join('');
  const purpose = of(20, 29) + of(60, 63);
  const parts = purpose.split(/(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC)\+/);
  const part = (key: string) => {
    const index = parts.indexOf(key);
    return index < 0 ? undefined : parts[index + 1]?.trim();
  };
  return filled({
    name: of(32, 33),
    account: of(31, 31),
    message: part('SVWZ') ?? parts[0],
    endToEndId: part('EREF'),
  });
}

/** `/EREF/E1//CNTP/NL91ABNA0417164300/ABNANL2A/Meier//REMI/USTD//Invoice 4711/` */
function slashedDetails(text: string): Partial<Entry> {
  const words = ['EREF', 'CNTP', 'NAME', 'IBAN', 'REMI', 'TRTP', 'BIC', 'CSID', 'MARF', 'PREF', 'SVCL', 'ORDP', 'BENM'];
  const parts = text.split(new RegExp(`/(${words.join('|')})/`));
  const part = (key: string) => {
    const index = parts.indexOf(key);
    return index < 0 ? undefined : parts[index + 1]?.replace(/\/+$/, '').trim();
  };
  const [account, , name] = part('CNTP')?.split('/') ?? [];
  const remittance = part('REMI')?.replace(/^(USTD|STRD)\/\//, '');
  return filled({
    name: part('NAME') ?? name,
    account: part('IBAN') ?? account,
    reference: remittance?.match(/^(?:CUR|ISO)\/(.+)$/)?.[1],
    message: remittance,
    endToEndId: part('EREF'),
  });
}
