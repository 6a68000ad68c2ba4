// Who is invited, and what they answer. Colleagues hear of it as a notification; contacts' answers are noted by whoever hears them.

import { type ActionCall, type Context, type Draft, invalid, type Values } from '../../engine/index.ts';
import type { Reference } from '../../schema/index.ts';
import { notify } from '../notifications/module.ts';

export type Answer = 'yes' | 'no' | 'maybe';
const QUIET = ['import', 'undo', 'demo', 'system'];

export async function tellInvited({ id, values, old, changed }: Draft, context: Context): Promise<void> {
  const invited = (values.participants as string[] | null) ?? [];
  if (values.kind !== 'event' || invited.length === 0 || QUIET.includes(context.cause.kind)) return;
  if (Date.parse(String(values.repeats_until ?? values.ends_at)) < Date.now() && !(values.recurrence && !values.repeats_until)) return;
  const before = (old?.participants as string[] | null) ?? [];
  const fresh = invited.filter((user) => !before.includes(user));
  const subject = String(values.subject);
  const about = { entity: 'activities', id };
  if (changed.has('participants') && fresh.length > 0) {
    await notify(context, await context.reachedBy(fresh, 'activities', id), {
      kind: 'invitation',
      title: `${context.actor.name} invites you: ${subject}`,
      about,
      values: { change: 'invited', who: context.actor.name },
    });
  }
  const moved = old && (changed.has('starts_at') || changed.has('ends_at') || (changed.has('status') && values.status === 'cancelled'));
  const others = invited.filter((user) => before.includes(user));
  if (moved && others.length > 0) {
    const change = changed.has('status') ? 'cancelled' : 'moved';
    await notify(context, await context.reachedBy(others, 'activities', id), {
      kind: 'invitation',
      title: `${change === 'moved' ? 'Moved' : 'Cancelled'}: ${subject}`,
      about,
      values: { change, who: context.actor.name },
    });
  }
}

/** One's own answer. It is no change of the event: whoever may see it may say whether they come. */
export async function answer({ context, id, record, input }: ActionCall): Promise<Values> {
  const { actor } = context;
  await note(context, id, record, String(actor.id), input.answer as Answer);
  const owner = (record.owner as Reference | null)?.id;
  const title = String(record.subject);
  if (owner) {
    await notify(context, [owner], {
      kind: 'invitation',
      title: `${actor.name} answers ${String(input.answer)}: ${title}`,
      about: { entity: 'activities', id },
      values: { change: String(input.answer), who: actor.name },
    });
  }
  return { answer: input.answer };
}

/** What a contact said, noted by somebody who may change the event. */
export async function answerOfContact({ context, id, record, input }: ActionCall): Promise<Values> {
  const guests = ((record.guests as readonly Reference[] | null) ?? []).map((guest) => guest.id);
  if (!guests.includes(String(input.contact))) {
    throw invalid([{ field: 'contact', code: 'not_invited', message: 'This contact is not invited.' }]);
  }
  await note(context, id, record, String(input.contact), input.answer as Answer);
  return { answer: input.answer };
}

async function note(context: Context, id: string, record: Values, who: string, said: Answer): Promise<void> {
  const answers = { ...(record.answers as Record<string, string> | null), [who]: said };
  await context.system('notes the answer to an invitation').records.update('activities', id, { answers });
}
