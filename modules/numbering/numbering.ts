// How the records of a module are numbered: one record here for each module that has numbers of an administrator's making (row CS-028).

import { type ActionCall, type BoundContext, type Context, type Draft, setNextNumber } from '../../engine/index.ts';
import { defineAction, defineEntity, integer, mayBeNumbered, nearest, patternOf, patternProblem, text } from '../../schema/index.ts';

/** What is asked for wherever a next number is set. */
export const nextNumberInput = { next: integer({ label: 'Next number', required: true, min: 1, max: 999_999_999_999, grouping: false }) };

export const numberings = defineEntity('numberings', {
  label: 'Numbering of a module',
  plural: 'Numbering of modules',
  icon: 'list',
  title: 'entity',
  area: 'administration',
  owned: false,
  fields: {
    entity: text({ label: 'Module', required: true, unique: true, length: 63, names: 'any_noun', example: 'accounts' }),
    prefix: text({ length: 20, example: 'C-', help: 'Before the digits; {year} and {month} are those of the day a record is made.' }),
    digits: integer({ required: true, min: 1, max: 12, default: '4', help: 'At least so many: lower numbers get zeros in front.' }),
  },
  list: { columns: ['entity', 'prefix', 'digits', 'updated_at'], sort: 'entity' },
  hooks: { beforeSave: checkNumbering },
  actions: {
    set_next: defineAction({ label: 'Set the next number', verb: 'update', input: nextNumberInput, run: setNext }),
    number_all: defineAction({ label: 'Number records without a number', verb: 'update', run: numberAll }),
  },
});

function checkNumbering(draft: Draft, context: Context): void {
  const { verb, values, old } = draft;
  if (verb === 'delete') return;
  if (old && values.entity !== old.entity) draft.refuse('entity', 'read_only', 'can’t be changed.');
  // The whole schema: a module that is switched off keeps its numbers.
  const { entities } = (context as BoundContext).space.state.schema;
  const names = Object.values(entities).flatMap((entity) => (mayBeNumbered(entity) ? [entity.name] : []));
  const entity = String(values.entity);
  if (!names.includes(entity))
    draft.refuse('entity', 'unknown', `No records of “${entity}” are numbered here; did you mean ${nearest(entity, names)}?`);
  const prefix = String(values.prefix ?? '');
  const problem = patternProblem(patternOf(prefix, Number(values.digits)));
  if (problem) draft.refuse('prefix', 'pattern', 'knows only {year} and {month} in braces.');
  // A1 and 2 would look like A and 12.
  else if (/[\d}]$/.test(prefix))
    draft.refuse(
      'prefix',
      'digit',
      'ends with a digit, so numbers could look like those of another prefix: end it with a sign, e.g. a hyphen.',
    );
}

async function setNext({ context, record, input }: ActionCall): Promise<void> {
  await setNextNumber(context, { entity: String(record.entity), pattern: patternIn(record) }, Number(input.next));
}

export function patternIn({ prefix, digits }: Readonly<Record<string, unknown>>): string {
  return patternOf(String(prefix ?? ''), Number(digits));
}

async function numberAll({ context, record }: ActionCall): Promise<{ job: string }> {
  return { job: await context.enqueue('number_records', { entity: String(record.entity) }) };
}
