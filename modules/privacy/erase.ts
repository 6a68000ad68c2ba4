// The action that erases somebody, what it would do, and the job that does it.

import {
  type ActionCall,
  type Context,
  ERASED,
  type Erasure,
  erasePerson,
  invalid,
  type JobRun,
  logRequest,
  malformed,
  notGranted,
  previewErasure,
  Refusal,
  type Values,
} from '../../engine/index.ts';
import { fieldTypes, type Reference } from '../../schema/index.ts';
import { policy } from './policy.ts';

type Wanted = {
  readonly entity: string;
  readonly id: string;
  readonly request: string;
};

/** Started by typing the name: it cannot be taken back. */
export async function eraseAction({ context, entity, id, record, input }: ActionCall): Promise<Values> {
  assertNotConverted(entity, record);
  const title = nameOf(context, entity, record);
  if (String(input.confirm ?? '').trim() !== title)
    throw invalid([{ field: 'confirm', code: 'not_confirmed', message: 'is not the name of the record' }]);
  const request = await requestFor(context, { entity, id });
  return { job: await context.enqueue(ERASED, { entity, id, request } satisfies Wanted) };
}

function nameOf({ schema }: Context, noun: string, record: Values): string {
  const entity = schema.entities[noun]!;
  const parts = entity.title
    .filter((name) => record[name])
    .map((name) => {
      const field = entity.fields[name]!;
      return fieldTypes[field.type]!.print(record[name], field);
    });
  return parts.join(' ').trim();
}

/** What is under way for this person, or a new one: nothing is erased without a line in the log. */
async function requestFor(context: Context, subject: { entity: string; id: string }): Promise<string> {
  const { records } = context.system('notes that personal data is erased');
  const open = `subject = "${subject.id}" and kind = "erasure" and status = "open"`;
  const found = await records.list('privacy_requests', { filter: open, fields: ['id'], limit: 1 });
  const known = found.records[0] ?? (await records.create('privacy_requests', { subject, kind: 'erasure', handled_by: context.actor.id }));
  return String(known.id);
}

/** The service behind the dialog. @throws Refusal 403 without the right, 404 out of reach */
export async function erasurePreview({ context, input }: { context: Context; input: Values }): Promise<unknown> {
  const [entity, id] = [String(input.entity ?? ''), String(input.id ?? '')];
  if (!Object.hasOwn(policy.people, entity)) throw malformed('"entity" is contacts or leads.');
  const { actions } = await context.records.can(entity, id);
  if (!actions.includes(ERASED)) throw notGranted('You may not erase personal data of this record.');
  const record = await context.records.get(entity, id);
  assertNotConverted(entity, record);
  const preview = await previewErasure(context, policy, { entity, id }, await heldBack(context, entity, id));
  return { ...preview, title: nameOf(context, entity, record), hold: (await holdOf(context, entity, id)) !== null };
}

/** Who has become a contact is erased there, with the lead. */
function assertNotConverted(entity: string, record: Values): void {
  const contact = entity === 'leads' ? (record.contact as Reference | null) : null;
  if (contact) throw new Refusal(409, 'converted', 'This lead has become a contact. Erase that contact: the lead goes with it.');
}

async function holdOf(context: Context, entity: string, id: string): Promise<string | null> {
  const { records } = context.system('sees whether a record is under a legal hold');
  const { legal_hold: hold } = await records.get(entity, id, ['legal_hold']);
  return typeof hold === 'string' && hold !== '' ? hold : null;
}

async function heldBack(context: Context, entity: string, id: string): Promise<(name: string) => boolean> {
  const hold = await holdOf(context, entity, id);
  return () => hold !== null;
}

export async function eraseJob(run: JobRun): Promise<void> {
  const { context } = run;
  const { entity, id, request } = run.params as Wanted;
  const erasure = await erasePerson(run, policy, { entity, id }, await heldBack(context, entity, id));
  await note(context, request, erasure);
  await run.progress(1, 1);
}

async function note(context: Context, request: string, { emptied, deleted, masked, history, files }: Erasure): Promise<void> {
  const told = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => `${name} ${count}`)
      .join(', ') || '0';
  const lines = [
    `Erased by ${context.actor.name}.`,
    `Emptied: ${told(emptied)}. Deleted: ${told(deleted)}. Name taken out of texts: ${told(masked)}.`,
    `Lines of the history: ${history}. Stored files: ${files}.`,
  ];
  await logRequest(context, request, lines, { status: 'done' });
}
