// A gateway as its connector needs it: with its keys opened.

import { type Context, Refusal, type Values } from '../../engine/index.ts';
import type { GatewayAccount, GatewayPort } from './port.ts';

/** @param system with the engine's own rights: it opens the keys */
export async function openGateway(system: Context, gateway: Values): Promise<{ port: GatewayPort; account: GatewayAccount }> {
  const port = system.ports.gateways?.[String(gateway.kind)];
  if (!port)
    throw new Refusal(409, 'no_connector', 'This instance has no connector for this service: its operator adds one, see docs/modules.md.');
  const key = async (field: string) => (gateway[field] ? await system.secret('payment_gateways', String(gateway.id), field) : null) ?? '';
  const account = {
    ...{ address: String(gateway.address ?? ''), test: gateway.test === true, client: String(gateway.client ?? '') },
    ...{ key: await key('key'), hookSecret: await key('hook_secret') },
  };
  return { port, account };
}
