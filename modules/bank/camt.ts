// camt.053, the statement of ISO 20022, of any version: what moved between versions is looked for in both places.

import { Decimal } from 'decimal.js';
import { childrenOf, readXml, unreadable, type XmlElement } from '../../engine/index.ts';
import { checkBalances, type Entry, filled, negated, readAmount, type Statement } from './statement.ts';

export function readCamt(text: string): Statement[] {
  const root = readXml(text, 'any');
  const found = at(root, 'BkToCstmrStmt').flatMap((report) => childrenOf(report, 'Stmt'));
  if (found.length === 0) throw unreadable('The file holds no bank statement (camt.053).');
  return found.map(readStatement);
}

function readStatement(node: XmlElement): Statement {
  const account = textAt(node, 'Acct', 'Id', 'IBAN') ?? textAt(node, 'Acct', 'Id', 'Othr', 'Id');
  const currency =
    textAt(node, 'Acct', 'Ccy') ?? childrenOf(node, 'Bal').flatMap((balance) => childrenOf(balance, 'Amt'))[0]?.attributes['Ccy'];
  const statement: Statement = {
    ...filled({
      id: textAt(node, 'Id'),
      account,
      currency,
      opening: balanceOf(node, 'OPBD') ?? balanceOf(node, 'PRCD'),
      closing: balanceOf(node, 'CLBD'),
    }),
    entries: [],
    problems: [],
  };
  for (const entry of childrenOf(node, 'Ntry')) {
    // What is only announced is not money yet.
    const status = textAt(entry, 'Sts', 'Cd') ?? textAt(entry, 'Sts');
    if (status !== undefined && status !== '' && status !== 'BOOK') continue;
    statement.entries.push(...readEntry(entry, statement));
  }
  return checkBalances(statement);
}

function balanceOf(node: XmlElement, code: string): string | undefined {
  const found = childrenOf(node, 'Bal').find((balance) => textAt(balance, 'Tp', 'CdOrPrtry', 'Cd') === code);
  return found && signedAmount(found);
}

/** A collective entry becomes its transactions, unless they do not make up its amount. */
function readEntry(node: XmlElement, { currency, problems }: Statement): Entry[] {
  const amount = signedAmount(node);
  const bookedOn = dayAt(node, 'BookgDt') ?? dayAt(node, 'ValDt');
  if (amount === undefined || bookedOn === undefined) {
    problems.push('An entry without an amount or a date was left out.');
    return [];
  }
  const whole: Entry = {
    bookedOn,
    amount,
    currency: childrenOf(node, 'Amt')[0]?.attributes['Ccy'] ?? currency ?? 'EUR',
    ...filled({ valueOn: dayAt(node, 'ValDt'), bankId: textAt(node, 'AcctSvcrRef'), message: textAt(node, 'AddtlNtryInf') }),
    ...(textAt(node, 'RvslInd') === 'true' ? { reversal: true as const } : {}),
  };
  const details = childrenOf(node, 'NtryDtls').flatMap((group) => childrenOf(group, 'TxDtls'));
  const [only, ...others] = details;
  if (!only) return [whole];
  if (others.length === 0) return [{ ...whole, ...detailsOf(only, whole) }];
  const parts = details.map((part) => ({ ...whole, ...detailsOf(part, whole), amount: partAmount(part, whole) ?? '' }));
  const sum = parts.reduce((all, part) => (part.amount === '' ? all : all.plus(part.amount)), new Decimal(0));
  if (sum.equals(whole.amount) && parts.every((part) => part.amount !== '')) return parts;
  problems.push(`The parts of the collective entry of ${whole.amount} on ${whole.bookedOn} do not make up its amount.`);
  return [whole];
}

/** Since version 8 a part has an amount and a sign of its own; before, the amount was among the details. */
function partAmount(node: XmlElement, whole: Entry): string | undefined {
  const [own] = childrenOf(node, 'Amt');
  const text = own?.text ?? textAt(node, 'AmtDtls', 'TxAmt', 'Amt');
  const amount = text === undefined ? null : readAmount(text);
  if (amount === null) return undefined;
  const sign = textAt(node, 'CdtDbtInd');
  const isOut = sign === undefined ? whole.amount.startsWith('-') : sign === 'DBIT';
  return isOut ? negated(amount) : amount;
}

function detailsOf(node: XmlElement, { amount, message }: Entry): Partial<Entry> {
  const side = amount.startsWith('-') ? 'Cdtr' : 'Dbtr';
  const parties = ['RltdPties', side];
  const remittance = at(node, 'RmtInf').flatMap((info) => childrenOf(info, 'Ustrd').map(({ text }) => text));
  const structured = at(node, 'RmtInf', 'Strd');
  return filled({
    name: textAt(node, ...parties, 'Pty', 'Nm') ?? textAt(node, ...parties, 'Nm'),
    account: textAt(node, 'RltdPties', `${side}Acct`, 'Id', 'IBAN') ?? textAt(node, 'RltdPties', `${side}Acct`, 'Id', 'Othr', 'Id'),
    reference: structured.map((one) => textAt(one, 'CdtrRefInf', 'Ref')).find((ref) => ref !== undefined),
    message: [...remittance, ...structured.flatMap((one) => childrenOf(one, 'AddtlRmtInf').map(({ text }) => text))].join(' ') || message,
    endToEndId: textAt(node, 'Refs', 'EndToEndId'),
    bankId: textAt(node, 'Refs', 'AcctSvcrRef'),
  });
}

function signedAmount(node: XmlElement): string | undefined {
  const amount = readAmount(textAt(node, 'Amt') ?? '');
  if (amount === null) return undefined;
  return textAt(node, 'CdtDbtInd') === 'DBIT' ? negated(amount) : amount;
}

function dayAt(node: XmlElement, name: string): string | undefined {
  return (textAt(node, name, 'Dt') ?? textAt(node, name, 'DtTm'))?.slice(0, 10);
}

function at(node: XmlElement, ...path: string[]): XmlElement[] {
  return path.reduce((found, name) => found.flatMap((one) => childrenOf(one, name)), [node]);
}

function textAt(node: XmlElement, ...path: string[]): string | undefined {
  return at(node, ...path)[0]?.text || undefined;
}
