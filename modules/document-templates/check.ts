// A template is checked when it is stored: what it cannot print is said then, and not when somebody needs the paper.

import { type BoundContext, type Context, type Draft, extraFields, Refusal, type Template, templateProblems } from '../../engine/index.ts';
import { check, type Entity, ExpressionError, nearest, parse } from '../../schema/index.ts';
import { houseExtras } from './house.ts';
import { openStored } from './open.ts';

const LOOKED_AT = ['file', 'kind', 'entity', 'for_list', 'condition', 'heading', 'body', 'columns', 'closing', 'file_name'];

export async function checkTemplate(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete' || !LOOKED_AT.some((name) => draft.changed.has(name))) return;
  const entity = nounOf(draft, context);
  if (!entity) return;
  checkCondition(draft, context, entity);
  const at = draft.values.file ? 'file' : draft.values.kind === 'xlsx' ? 'columns' : 'body';
  try {
    const template = await openStored(context as BoundContext, draft.values);
    if (template) await checkTags(draft, context, entity, template, at);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    draft.refuse(at, error.code, error.message);
  }
}

function nounOf(draft: Draft, { schema }: Context): Entity | null {
  const known = schema.entities.files!.fields.related_to!.to;
  const name = String(draft.values.entity);
  const entity = known.includes(name) ? schema.entities[name] : undefined;
  if (entity) return entity;
  const near = nearest(name, known);
  draft.refuse('entity', 'unknown', `There are no documents of “${name}”.${near ? ` Did you mean “${near}”?` : ''}`);
  return null;
}

function checkCondition(draft: Draft, { schema }: Context, entity: Entity): void {
  const { condition } = draft.values;
  if (!condition) return;
  try {
    check(parse(String(condition)), schema, entity.name, { kind: 'boolean' });
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    draft.refuse('condition', 'expression', error.message);
  }
}

async function checkTags(draft: Draft, context: Context, entity: Entity, template: Template, at: string): Promise<void> {
  const extras = extraFields(await houseExtras(context));
  const [problem] = templateProblems(template, context.schema, entity, extras);
  if (problem) draft.refuse(at, problem.code, problem.message);
}
