// An administrator sends again what did not leave.

import type { ActionCall, Values } from '../../engine/index.ts';

export async function resend({ context, id }: ActionCall): Promise<Values> {
  const system = context.system('sends a mail again');
  await system.records.update('outgoing_mails', id, { state: 'queued', attempts: 0, next_at: new Date().toISOString(), until: null });
  await system.enqueue('send_mails', null);
  return context.records.get('outgoing_mails', id);
}
