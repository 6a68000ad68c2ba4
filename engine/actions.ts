// Named actions: a state change with a meaning, its own verb, its own line in the history.

import { compileCondition, prepare, type Sql, sql } from '../db/index.ts';
import type { Action, Entity } from '../schema/index.ts';
import { check, fieldMeant, fieldTypes, nearest, shape } from '../schema/index.ts';
import { scope } from './access.ts';
import { invalid, malformed, notFound, notGranted, Refusal } from './errors.ts';
import { planned } from './planned.ts';
import { entityOf, get, isId, type Reader, scopeCondition } from './read.ts';
import type { Writer } from './records.ts';
import { bind, environment, slot } from './slots.ts';
import type { Values, Verb } from './types.ts';

/** What is possible now; `actions` are names of those that are granted and apply to the record as it is. */
export interface Permits {
  readonly update: boolean;
  readonly delete: boolean;
  readonly actions: readonly string[];
}

/** What the actor may do with one record: which buttons a screen shows. @throws Refusal 404 for what is out of reach */
export async function permits(reader: Reader, name: string, id: string): Promise<Permits> {
  const entity = entityOf(reader.rights, name);
  if (!isId(id)) throw notFound(`This ${entity.label.toLowerCase()}`);
  const plan = planned(reader.workspace, `can|${reader.rights.key}|${name}`, () => {
    const columns = [reach(reader, entity, 'view'), ...permitColumns(reader, entity)];
    return prepare(
      sql`select ${sql.join(columns, ', ')} from ${sql.identifier(reader.workspace.space, name)} t where t."id" = ${slot('id', 0)}::uuid`,
    );
  });
  const { rows } = await reader.db.query(bind(plan, { id: [id], bind: environment(reader.rights) }));
  const [view, ...cells] = rows[0] ?? [];
  if (view !== 't') throw notFound(`This ${entity.label.toLowerCase()}`);
  return readPermits(entity, cells);
}

/** One truth a column, over the row `t`; see `readPermits`. */
export function permitColumns(reader: Reader, entity: Entity): Sql[] {
  const actions = Object.values(entity.actions);
  return [
    reach(reader, entity, 'update'),
    reach(reader, entity, 'delete'),
    ...actions.map((action) => reach(reader, entity, action.verb, condition(reader, entity, action))),
  ];
}

/** @param cells as `permitColumns` asked for them */
export function readPermits(entity: Entity, cells: readonly (string | null)[]): Permits {
  const actions = Object.keys(entity.actions).filter((_, i) => cells[i + 2] === 't');
  return { update: cells[0] === 't', delete: cells[1] === 't' && entity.deletable === 'right', actions };
}

function reach(reader: Reader, entity: Entity, verb: Verb, offered: Sql | null = null): Sql {
  if (scope(reader.rights, entity, verb) === null) return sql`false`;
  const inScope = scopeCondition(reader, entity, sql.identifier('t'), verb);
  return sql`coalesce((${inScope ?? sql`true`}) and (${offered ?? sql`true`}), false)`;
}

/** @throws Refusal 404 for an unknown action or record, 403 when its verb is not granted, 409 when it does not apply now. */
export async function runAction(writer: Writer, name: string, id: string, actionName: string, input: Values): Promise<Values> {
  const entity = entityOf(writer.rights, name);
  const action = Object.hasOwn(entity.actions, actionName) ? entity.actions[actionName]! : null;
  if (!action) {
    const near = nearest(actionName, Object.keys(entity.actions));
    throw new Refusal(404, 'unknown_action', `${entity.plural} have no action "${actionName}".${near ? ` Did you mean "${near}"?` : ''}`);
  }
  if (!scope(writer.rights, entity, action.verb)) throw notGranted(`You may not use "${action.label}" on ${entity.plural.toLowerCase()}.`);
  const values = checkActionInput(action, input);
  await lockFor(writer, entity, action, id);
  const record = await get(writer, name, id);
  const run = writer.workspace.state.behaviour.actions[name]?.[actionName];
  if (!run) throw new Error(`The action ${name}.${actionName} has no behaviour.`);
  const result = await run({ context: writer.context, entity: name, id, record, input: values });
  // Many end with writing their record, which is answered anyway.
  const isMore = result && typeof result === 'object' && (result as Values).id !== id;
  return { record: await get({ ...writer }, name, id).catch(() => ({ id })), ...(isMore ? { result } : {}) };
}

function checkActionInput(action: Action, input: Values): Values {
  const problems = [];
  const values: Values = {};
  for (const [name, given] of Object.entries(input)) {
    const field = fieldMeant(action.input, name);
    if (!field) {
      const near = nearest(name, Object.keys(action.input));
      throw malformed(
        `"${action.label}" asks for no "${name}".`,
        [{ field: name, code: 'unknown_field', message: near ? `Did you mean "${near}"?` : 'There is no such value.' }],
        'unknown_field',
      );
    }
    const checked = fieldTypes[field.type]!.check(given, field);
    if (checked.ok) values[field.name] = checked.value;
    else problems.push({ field: name, code: checked.code, message: checked.message });
  }
  for (const field of Object.values(action.input)) {
    if (field.required && (values[field.name] ?? null) === null)
      problems.push({ field: field.name, code: 'required', message: `${field.label} is required.` });
  }
  if (problems.length > 0) throw invalid(problems);
  return values;
}

async function lockFor(writer: Writer, entity: Entity, action: Action, id: string): Promise<void> {
  if (!isId(id)) throw notFound(`This ${entity.label.toLowerCase()}`);
  const plan = planned(writer.workspace, `act|${writer.rights.key}|${entity.name}|${action.name}`, () => {
    const row = sql.identifier('t');
    const reach = scopeCondition(writer, entity, row, action.verb);
    const offered = condition(writer, entity, action);
    const where = sql`t."id" = ${slot('id', 0)}::uuid and (${reach ?? sql`true`})`;
    return prepare(
      sql`select coalesce((${offered ?? sql`true`}), false) from ${sql.identifier(writer.workspace.space, entity.name)} t where ${where} for update of t`,
    );
  });
  const { rows } = await writer.db.query(bind(plan, { id: [id], bind: environment(writer.rights) }));
  if (!rows[0]) throw notFound(`This ${entity.label.toLowerCase()}`);
  if (rows[0][0] !== 't')
    throw new Refusal(409, 'not_now', `"${action.label}" does not apply to this ${entity.label.toLowerCase()} as it is now.`);
}

function condition(reader: Reader, entity: Entity, action: Action) {
  if (!action.when) return null;
  const { schema } = reader.workspace.state;
  const typed = check(action.when, schema, entity.name, { kind: 'boolean' }, { internal: true });
  return compileCondition(typed, { space: reader.workspace.space, alias: sql.identifier('t'), literals: shape(typed).literals });
}
