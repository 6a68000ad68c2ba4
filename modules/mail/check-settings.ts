// A server that was entered anew has not shown yet that it works.

import type { Context, Draft } from '../../engine/index.ts';

const SERVER = ['host', 'port', 'encryption', 'user', 'password', 'certificate', 'sender_address'];

export function forgetState({ values, changed }: Draft, _context: Context): void {
  if (!SERVER.some((name) => changed.has(name))) return;
  Object.assign(values, { state: values.host ? 'untested' : 'off', state_text: null, state_at: null });
}
