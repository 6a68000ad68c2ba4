// What a calendar shows of a range: events with every time they take place, tasks by their due date, and where somebody is busy.

import type { Context, Values } from '../../engine/index.ts';
import { busyOf, merged, printed, takesTime } from './busy.ts';
import { everything, MOST, readEvents, readInput, SHOWN } from './range.ts';
import { dayOf, type Span, spansBetween, type Timed, zoneOf } from './recurrence.ts';

/** `{from, to, users?, groups?, everybody?, tasks?}`; without users and groups it is one's own. `everybody`: all that one may see. */
export async function calendar({ context, input }: { context: Context; input: Values }): Promise<unknown> {
  const asked = readInput(input);
  const { from, to } = asked;
  const me = context.actor.id;
  const whole = asked.users.length === 0 && asked.groups.length === 0;
  const users = whole && me ? [me] : asked.users;
  const people = asked.everybody ? null : [...users, ...asked.groups];
  const events = await readEvents(context.records, context.schema, people, from, to);
  const tasks = input.tasks === false ? [] : await readTasks(context, people, from, to);
  const others = asked.everybody ? [] : users.filter((user) => user !== me);
  const hours = others.length > 0 ? await busyOf(context, others, from, to, null) : [];
  return {
    events: events.flatMap((event) => occurrences(event, from, to)),
    tasks,
    // Only what is not shown as an event anyway.
    busy: hours.map(({ person, spans }) => {
      const shown = events.filter((event) => takesTime(event, person.id)).flatMap((event) => spansBetween(timed(event), from, to));
      return { user: { id: person.id, title: person.name }, known: person.busy, spans: without(spans, merged(shown)).map(printed) };
    }),
    more: events.length >= MOST,
  };
}

async function readTasks({ records, schema }: Context, people: readonly string[] | null, from: number, to: number): Promise<Values[]> {
  const fields = schema.entities.activities?.fields ?? {};
  if (people?.length === 0 || !['kind', 'status', 'due_on', 'owner'].every((name) => fields[name])) return [];
  const [first, last] = [new Date(from).toISOString().slice(0, 10), new Date(to).toISOString().slice(0, 10)];
  const whose = people ? ` and owner in (${people.map((id) => JSON.stringify(id)).join(', ')})` : '';
  const filter = `kind = "task" and status != "cancelled" and due_on >= "${first}" and due_on <= "${last}"${whose}`;
  return everything(records, { filter, fields: ['id', ...SHOWN.filter((name) => fields[name])], sort: 'due_on' });
}

/** One line for each time; days without hours are said as days, which are the same everywhere. */
function occurrences(event: Values, from: number, to: number): Values[] {
  const zone = zoneOf(timed(event));
  return spansBetween(timed(event), from, to).map((span) => ({
    ...event,
    ...printed(span),
    ...(event.all_day ? { first_day: dayOf(span.start, zone), day_after: dayOf(span.end, zone) } : {}),
    repeats: Boolean(event.recurrence),
  }));
}

function without(spans: readonly Span[], taken: readonly Span[]): Span[] {
  return spans.flatMap((span) => {
    let rest = [span];
    for (const { start, end } of taken) {
      rest = rest.flatMap((one) =>
        end <= one.start || start >= one.end
          ? [one]
          : [
              { start: one.start, end: Math.min(start, one.end) },
              { start: Math.max(end, one.start), end: one.end },
            ].filter((piece) => piece.end > piece.start),
      );
    }
    return rest;
  });
}

const timed = (event: Values): Timed => event as Values & Timed;
