// A value of a choice goes, and its records get another one (row CS-037). A job, so it can be watched, and undone as a whole.

import { type ActionCall, type Context, invalid, type JobRun, type Values } from '../../engine/index.ts';
import { type Entity, text } from '../../schema/index.ts';
import { choicesOf, having } from './choices.ts';

export const replaceInput = {
  from: text({ label: 'Value to remove', required: true, length: 250 }),
  to: text({ label: 'Value to put in its place', length: 250, help: 'Empty: the field is emptied.' }),
};

type Params = {
  /** `custom_fields` or `field_settings`, and the record there. */
  readonly of: string;
  readonly id: string;
  readonly entity: string;
  readonly field: string;
  readonly from: string;
  readonly to: string | null;
};

export async function startReplacing({ context, entity: of, id, record, input }: ActionCall): Promise<Values> {
  const entity = String(record.entity);
  const name = String(of === 'custom_fields' ? record.name : record.field);
  const field = context.system('reads the options of a field').schema.entities[entity]?.fields[name];
  const { from, to } = { from: String(input.from), to: input.to ? String(input.to) : null };
  const option = field?.options.find(({ value }) => value === from);
  if (!option) throw invalid([{ field: 'from', code: 'not_an_option', message: 'is not one of the options.' }]);
  if (!field?.custom && !option.custom)
    throw invalid([{ field: 'from', code: 'fixed', message: 'came with the module and stays; take it out of use instead.' }]);
  if (to === from || (to !== null && !field?.options.some(({ value, active }) => value === to && active !== false)))
    throw invalid([{ field: 'to', code: 'not_an_option', message: 'is not another option that is in use.' }]);
  if (to === null && field?.required)
    throw invalid([{ field: 'to', code: 'required', message: 'The field is required: say what takes its place.' }]);
  return { job: await context.enqueue('replace_value', { of, id, entity, field: name, from, to }) };
}

export async function runReplacing(run: JobRun): Promise<void> {
  const { of, id, entity: noun, field, from, to } = run.params as Params;
  // Elevated: whoever arranges fields need not reach every record that has the value.
  const context = run.context.system('replaces a value of a choice');
  const entity = context.schema.entities[noun];
  if (!entity) return;
  const refused = new Set<string>();
  for (let done = 0; ; ) {
    if (run.cancelled()) return;
    const ids = (await holders(context, entity, field, from)).filter((record) => !refused.has(record.id));
    if (ids.length === 0) break;
    for (const { id: record, value } of ids) {
      const next = Array.isArray(value) ? [...new Set(value.flatMap((one) => (one === from ? (to ?? []) : [one])))] : to;
      await context.records.update(noun, record, { [field]: next }).catch((error: unknown) => {
        refused.add(record);
        run.error({ id: record, field, code: 'refused', message: error instanceof Error ? error.message : '' });
      });
    }
    done += ids.length;
    await run.progress(done);
  }
  if (refused.size > 0) return;
  const { choices } = await context.records.get(of, id, ['choices']);
  await context.records.update(of, id, { choices: choicesOf({ choices }).filter(({ value }) => value !== from) });
}

async function holders({ records }: Context, entity: Entity, field: string, value: string): Promise<{ id: string; value: unknown }[]> {
  const found = await records.list(entity.name, { fields: ['id', field], filter: having(entity, field, value), sort: 'id', limit: 500 });
  return found.records.map((record) => ({ id: String(record.id), value: record[field] }));
}
