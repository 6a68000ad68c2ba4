// Credit ratings of accounts, as a register gave them: one record each time it was asked. Who sees them, and who asks for them, are rights of
// their own: a rating is paid for, and nobody's business but of those who decide on credit.

import { type ActionCall, type Context, granted, Refusal, type Values } from '../../engine/index.ts';
import { date, defineAction, defineEntity, extend, idOf, reference, text } from '../../schema/index.ts';
import { RegisterFailure } from './port.ts';
import { accountAt } from './register.ts';

export const creditRatings = defineEntity('credit_ratings', {
  label: 'Credit rating',
  plural: 'Credit ratings',
  icon: 'shield-check',
  title: 'rating',
  area: 'administration',
  owned: false,
  searchable: false,
  rootOnly: 'not reachable(account)',
  access: { create: 'false', update: 'false', import: 'false', bulk: 'false' },
  fields: {
    account: reference('accounts', { required: true, readOnly: true }),
    rating: text({ label: 'Class', required: true, readOnly: true, length: 20 }),
    meaning: text({ readOnly: true, length: 250 }),
    rated_on: date({ label: 'Rated on', readOnly: true }),
    source: text({ required: true, readOnly: true, length: 80 }),
  },
  list: { columns: ['account', 'rating', 'meaning', 'rated_on', 'source', 'created_at'], sort: '-created_at' },
  board: null,
});

export const rated = extend('accounts', {
  actions: {
    fetch_credit_rating: defineAction({
      label: 'Fetch credit rating',
      when: 'business_id is not empty',
      seldom: true,
      run: fetchRating,
    }),
  },
});

/** Of each account its last one, for whoever may see them. */
export async function latestRatings({ records, actor }: Context, accounts: readonly Values[]): Promise<ReadonlyMap<string, Values>> {
  const noun = actor.rights.schema.entities['credit_ratings'];
  if (accounts.length === 0 || !noun || !granted(actor.rights, noun, 'view')) return new Map();
  const ids = accounts.map(({ id }) => `"${id}"`).join(', ');
  const fields = ['account', 'rating', 'meaning', 'rated_on', 'source', 'created_at'];
  const found = await records.list('credit_ratings', { fields, filter: `account in (${ids})`, sort: '-created_at', limit: 500 });
  // The last one is found first, and stays.
  return new Map(found.records.toReversed().map((rating) => [String(idOf(rating.account)), rating]));
}

/** Asks the registers that rate companies, by name, until one knows this one. */
async function fetchRating({ context, id, record }: ActionCall): Promise<Values> {
  // Elevated: whoever asks need not be allowed to see the keys, nor to enter ratings himself.
  const system = context.system('fetches a credit rating from a register');
  const registers = (
    await system.records.list('trade_registers', { filter: 'active and report is not empty', sort: 'name', limit: 20 })
  ).records.flatMap((register) => {
    const port = system.ports.registers?.[String(register.kind)];
    return port?.rating ? [{ register, ask: port.rating }] : [];
  });
  if (registers.length === 0) throw new Refusal(409, 'no_rating_register', 'No trade register that rates companies is switched on.');
  for (const { register, ask } of registers) {
    const source = String(register.name);
    const found = await ask(await accountAt(system, register), String(record.business_id)).catch((error: unknown) => {
      if (!(error instanceof RegisterFailure)) throw error;
      throw new Refusal(409, 'register_failed', `${source}: ${error.message}`);
    });
    if (!found) continue;
    const { rating, meaning = null, ratedOn = null } = found;
    await system.records.create('credit_ratings', { account: id, rating, meaning, rated_on: ratedOn, source });
    return {};
  }
  const names = registers.map(({ register }) => register.name).join(', ');
  throw new Refusal(409, 'not_rated', `${names}: there is no credit rating of ${record.business_id}.`);
}
