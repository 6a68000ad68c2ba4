// Euro reference rates as the European Central Bank publishes them each working day: eurofxref-daily.xml.

import { childrenOf, Refusal, readXml, type XmlElement } from '../../engine/index.ts';
import { type DailyRates, RatesFailure, type RatesPort } from '../../modules/money/port.ts';
import { ask } from '../http/ask.ts';

/** The file of a day has two thousand characters. */
const MOST = 1_000_000;

export const ecb: RatesPort = {
  async daily(address) {
    return readRates(await load(address));
  },
};

async function load(address: string): Promise<string> {
  const fail = (words: string, cause: unknown) => new RatesFailure(words, { cause });
  const init = { headers: { accept: 'application/xml, text/xml' }, redirect: 'follow' } as const;
  const { status, text } = await ask(address, init, MOST, fail);
  if (status !== 200) throw new RatesFailure(`The answer was ${status}.`);
  return text;
}

function readRates(text: string): DailyRates {
  const day = dayOf(text);
  const on = day?.attributes['time'] ?? '';
  const rates = day
    ? childrenOf(day, 'Cube').map(({ attributes }) => ({ code: attributes['currency'] ?? '', rate: attributes['rate'] ?? '' }))
    : [];
  const isGood = /^\d{4}-\d{2}-\d{2}$/.test(on) && rates.length > 0 && rates.every(({ code, rate }) => isRate(code, rate));
  if (!isGood) throw new RatesFailure('The answer holds no reference rates.');
  return { on, rates };
}

/** Cubes in cubes: all days, a day, a currency. */
function dayOf(text: string): XmlElement | undefined {
  try {
    const [all] = childrenOf(readXml(text, 'any'), 'Cube');
    return all && childrenOf(all, 'Cube')[0];
  } catch (error) {
    if (error instanceof Refusal) throw new RatesFailure(`The answer is no XML file of rates. ${error.message}`);
    throw error;
  }
}

function isRate(code: string, rate: string): boolean {
  return /^[A-Z]{3}$/.test(code) && /^\d{1,9}(\.\d{1,10})?$/.test(rate) && Number(rate) > 0;
}
