// Rates of the central bank, by night or at once. A wrong answer leaves the rates that are there, and is told.

import type { ActionCall, Context, JobRun, Values } from '../../engine/index.ts';
import { Refusal } from '../../engine/index.ts';
import { tellAdministrators } from '../mail/module.ts';
import { type DailyRates, RatesFailure } from './port.ts';

const HOUR = 3_600_000;

export async function fetchNow({ context }: ActionCall): Promise<Values> {
  return { job: await context.enqueue('fetch_rates', null) };
}

export async function fetchRates({ context }: JobRun): Promise<void> {
  // Elevated: the schedule is nobody's, and whoever asks for rates need not be allowed to write them by hand.
  const system = context.system('writes the rates of the central bank');
  const { address, nightly } = await system.settings('rate_settings');
  try {
    if (!system.ports.rates) throw new RatesFailure('This instance has no connector for rates.');
    const daily = await system.ports.rates.daily(String(address));
    const count = await writeRates(system, daily);
    await note(system, { state: 'works', answer: `${daily.on}: ${count}`, next_at: nightly ? nextNight() : null });
  } catch (error) {
    if (!(error instanceof RatesFailure)) throw error;
    const next_at = nightly ? new Date(Date.now() + HOUR).toISOString() : null;
    await note(system, { state: 'failed', answer: error.message, next_at });
    throw new Refusal(503, 'no_rates', `No rates could be fetched: ${error.message}`);
  }
}

/** Answers how many of our currencies are among them. A rate that somebody typed in for the day goes before. */
async function writeRates(system: Context, { on, rates }: DailyRates): Promise<number> {
  if (on > new Date(Date.now() + 24 * HOUR).toISOString().slice(0, 10))
    throw new RatesFailure(`The rates are of ${on}, which is still to come.`);
  return system.transaction(async ({ records }) => {
    const currencies = await records.list('currencies', { fields: ['id', 'code'], filter: 'active', limit: 500 });
    let count = 0;
    for (const { id, code } of currencies.records) {
      const found = rates.find((one) => one.code === code);
      if (!found) continue;
      count++;
      const filter = `currency = "${id}" and valid_on = "${on}"`;
      const known = await records.list('exchange_rates', { fields: ['id', 'source'], filter, limit: 1 });
      const [same] = known.records;
      if (!same) await records.create('exchange_rates', { currency: id, valid_on: on, rate: found.rate, source: 'ecb' });
      else if (same.source === 'ecb') await records.update('exchange_rates', String(same.id), { rate: found.rate });
    }
    return count;
  });
}

/** The administrators hear of it once, not every hour. */
async function note(system: Context, values: Values): Promise<void> {
  const { id, state: before } = await system.settings('rate_settings');
  await system.records.update('rate_settings', String(id), { ...values, asked_at: new Date().toISOString() });
  if (values.state !== 'failed' || before === 'failed') return;
  await tellAdministrators(system, {
    kind: 'rates',
    title: 'Exchange rates could not be fetched',
    text: String(values.answer),
    link: '/settings/rate_settings',
  });
}

/** Rates come in the afternoon of Central Europe. */
function nextNight(): string {
  const night = new Date(Date.now() + 24 * HOUR);
  night.setUTCHours(2, 0, 0, 0);
  return night.toISOString();
}
