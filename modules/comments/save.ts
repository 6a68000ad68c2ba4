// Saving a comment: who may write one, who is told of it, and who cannot be told because he may not see the record.

import type { Context, Draft } from '../../engine/index.ts';
import type { AnyReference, Reference } from '../../schema/index.ts';
import { fieldTypes } from '../../schema/index.ts';
import { discussionOf } from '../cards/module.ts';
import { notify } from '../notifications/module.ts';

type About = Pick<AnyReference, 'entity' | 'id'>;

const EXCERPT = 300;

export async function checkComment(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { values, changed, verb } = draft;
  const about = values.about as About | null;
  if (!about) return;
  if (verb === 'update' && changed.has('about')) {
    draft.refuse('about', 'fixed', 'A comment stays with the record it was written about.');
    return;
  }
  if (verb === 'create' && context.actor.kind !== 'system') await checkMayComment(draft, about, context);
  if (changed.has('text')) {
    const plain = fieldTypes['formatted_text']!.print(values.text, context.schema.entities['comments']!.fields['text']!);
    values.excerpt = plain.replace(/\s+/g, ' ').trim().slice(0, EXCERPT);
    if (verb === 'update') values.edited_at = new Date().toISOString();
  }
  if (changed.has('reply_to') && values.reply_to) await checkReply(draft, about, context);
  if (changed.has('mentions')) {
    const mentioned = (values.mentions as readonly string[] | null) ?? [];
    const reached = await context.reachedBy(mentioned, about.entity, about.id);
    const missed = mentioned.filter((id) => !reached.includes(id));
    values.not_told = missed.length > 0 ? missed : null;
  }
}

async function checkMayComment(draft: Draft, about: About, context: Context): Promise<void> {
  const { discussion, commenters } = await discussionOf(context, about.entity);
  const editor = commenters !== 'editors' || (await mayChange(about, context));
  if (!discussion || commenters === 'nobody' || !editor) {
    draft.refuse('about', 'not_discussed', 'Comments on this record are not open to you.');
  }
}

/** Who does not reach the record at all is refused by the rule of access, in its own words. */
async function mayChange({ entity, id }: About, context: Context): Promise<boolean> {
  return context.records.can(entity, id).then(
    (can) => can.update,
    () => false,
  );
}

async function checkReply(draft: Draft, about: About, context: Context): Promise<void> {
  const found = await context.records.list('comments', { filter: `id = "${String(draft.values.reply_to)}"`, fields: ['about'], limit: 1 });
  const other = found.records[0]?.about as About | undefined;
  if (other?.id !== about.id) draft.refuse('reply_to', 'elsewhere', 'This comment is about another record.');
}

export async function tellOf(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete') return;
  const { values, changed, old } = draft;
  const about = values.about as About;
  const before = new Set((old?.mentions as readonly string[] | null) ?? []);
  const missed = new Set((values.not_told as readonly string[] | null) ?? []);
  const mentioned = ((values.mentions as readonly string[] | null) ?? []).filter((id) => !missed.has(id));
  const fresh = changed.has('mentions') ? mentioned.filter((id) => !before.has(id)) : [];
  const who = String(values.guest ?? context.actor.name);
  const text = String(values.excerpt ?? '');
  await notify(context, fresh, { kind: 'mention', title: `${who} mentioned you`, text, about, values: { who } });
  if (draft.verb !== 'create') return;
  const others = (await participants(about, context, Boolean(values.guest))).filter((id) => !mentioned.includes(id));
  const reached = await context.reachedBy(others, about.entity, about.id);
  await notify(context, reached, { kind: 'comment', title: `${who} commented`, text, about, values: { who } });
}

/** The owner, or all of a group that owns it, and those who spoke before. */
async function participants(about: About, context: Context, fromOutside: boolean): Promise<string[]> {
  const { comment_notices: notices } = await discussionOf(context, about.entity);
  // A customer mentions nobody, and must be heard.
  if (notices === 'mentioned' && !fromOutside) return [];
  const system = context.system('finds who is concerned by a comment');
  const { records } = system;
  const people = await ownersOf(about, system);
  if (notices === 'participants') {
    const before = await records.list('comments', { filter: `about = "${about.id}"`, fields: ['created_by'], limit: 200 });
    people.push(...before.records.flatMap(({ created_by: author }) => (author as Reference | null)?.id ?? []));
  }
  return [...new Set(people)];
}

/** Ids of those whose record it is: one person, or a group. */
export async function ownersOf({ entity, id }: About, { records, schema }: Context): Promise<string[]> {
  if (!schema.entities[entity]?.owned) return [];
  const { owner } = await records.get(entity, id, ['owner']);
  return owner ? [...(await membersOf((owner as Reference).id, records))] : [];
}

async function membersOf(owner: string, records: Context['records']): Promise<readonly string[]> {
  const groups = await records.list('owner_groups', { filter: `id = "${owner}"`, fields: ['members'], limit: 1 });
  const members = groups.records[0]?.members as readonly Reference[] | null | undefined;
  return members?.map(({ id }) => id) ?? [owner];
}
