// Money goes back to the payer, and the books say so: a payment the other way round, for what the first one paid.

import { type ActionCall, Refusal } from '../../engine/index.ts';
import { idOf, type Money, type Reference, rowsOf } from '../../schema/index.ts';
import { negated } from '../invoices/module.ts';
import { openGateway } from './account.ts';
import { GatewayFailure } from './port.ts';

export async function refund({ context, id }: ActionCall): Promise<void> {
  const system = context.system('pays an online payment back');
  const tried = await system.records.get('online_payments', id);
  const { amount, currency } = tried.amount as Money;
  const paid = await system.records.get('payments', (tried.payment as Reference).id);
  // With the rights of whoever pays back: he must be one who books payments.
  await context.records.create('payments', {
    account: idOf(paid.account),
    owner: idOf(paid.owner),
    amount: negated({ amount, currency }),
    mode: paid.mode,
    reference: `Refund ${tried.external_id}`.slice(0, 140),
    allocations: rowsOf(paid.allocations).map((row) => ({
      invoice: (row.invoice as Reference).id,
      amount: negated(row.amount as Money),
    })),
  });
  await system.records.update('online_payments', id, { state: 'refunded' });
  const { port, account } = await openGateway(system, await system.records.get('payment_gateways', (tried.gateway as Reference).id));
  const known = { external: String(tried.external_id), receipt: String(tried.receipt ?? '') };
  try {
    // Last: where it is refused, nothing of the above has happened. Asked again with the same name, it is done once there.
    await port.refund(account, known, amount, currency, `refund-${id}`);
  } catch (error) {
    if (!(error instanceof GatewayFailure)) throw error;
    throw new Refusal(409, 'refund_refused', `The service refuses the refund: ${error.message}`);
  }
}
