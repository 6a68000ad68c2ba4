// How the house presents itself to people outside; one module of all says it.

import type { Letterhead } from '../schema/index.ts';
import type { BoundContext } from './context.ts';
import type { Context } from './types.ts';

/** Null: nobody has said it yet, or no module does. */
export async function readLetterhead(context: Context): Promise<Letterhead | null> {
  const { letterhead } = (context as BoundContext).space.state.behaviour;
  return letterhead ? letterhead(context.system('says who the house is')) : null;
}
