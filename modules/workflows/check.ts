// A workflow is stored only if it makes sense: whoever makes it hears what is wrong, where, and what was probably meant. It reaches no
// further than who makes it could hand out, for it acts with the engine's own hand.

import type { Values } from '../../engine/index.ts';
import { type Context, type Draft, extraFields, type Given, tagsIn, templateProblems, textExtra, whyBeyond } from '../../engine/index.ts';
import {
  check,
  type Entity,
  type Expression,
  ExpressionError,
  type ExpressionType,
  fieldTypes,
  parse,
  type Schema,
} from '../../schema/index.ts';
import { isBound } from '../permission-sets/module.ts';
import { isAddress, isFollowable, isWritable, listed, type Mistake, meant, pairsIn, stepsOf, wayTo, whyNotSet } from './parts.ts';
import { targetProblem } from './targets.ts';

const BOOLEAN: ExpressionType = { kind: 'boolean' };
const MOST_STEPS = 50;

export async function checkWorkflow(draft: Draft, context: Context): Promise<void> {
  if (draft.verb === 'delete' || isSwitchedOff(draft)) return;
  for (const { field, code, message } of await mistakesIn(draft.values, context)) draft.refuse(field, code, message);
  const { values, old } = draft;
  // What happened before it was switched on is none of its business.
  if (values.active === true && (old?.active !== true || old.entity !== values.entity)) values.since = new Date().toISOString();
  guardSecret(draft);
}

const HARMLESS: ReadonlySet<string> = new Set(['active', 'order', 'description', 'name']);

/** One that makes no sense any more, as a field is gone, can still be switched off. */
function isSwitchedOff({ verb, values, changed }: Draft): boolean {
  return verb === 'update' && values.active !== true && [...changed].every((name) => HARMLESS.has(name));
}

/** Whoever turns a call to another host gives the secret anew: he need not have been told the one that is stored. */
function guardSecret(draft: Draft): void {
  const { old, values, changed } = draft;
  if (!old?.secret || changed.has('secret')) return;
  const before = new Set(hostsIn(stepsOf(old)));
  if (hostsIn(stepsOf(values)).some((host) => !before.has(host)))
    draft.refuse('secret', 'required', 'The secret was given for another host; enter it anew.');
}

function hostsIn(steps: readonly Values[]): string[] {
  return steps.filter(({ kind }) => kind === 'http').map(({ address }) => String(address).split(/[/?#]/)[2] ?? '');
}

/** @param context of whoever makes the workflow: what he may not read does not exist for it */
export async function mistakesIn(values: Values, context: Context): Promise<Mistake[]> {
  const found: Mistake[] = [];
  const { schema } = context;
  const entity = schema.entities[String(values.entity)];
  if (!isFollowable(entity)) {
    const names = Object.values(schema.entities).filter(isFollowable);
    const near = meant(
      String(values.entity),
      names.map(({ name }) => name),
    );
    return [
      {
        field: 'entity',
        code: 'unknown',
        message: `There is no module “${String(values.entity ?? '')}” whose records start workflows.${near}`,
      },
    ];
  }
  const look = new Look(schema, entity, values, found);
  look.fields();
  look.condition();
  const steps = stepsOf(values);
  if (steps.length === 0) look.add('steps', 'required', 'A workflow needs a step at least.');
  if (steps.length > MOST_STEPS) look.add('steps', 'too_many', `A workflow has ${MOST_STEPS} steps at most.`);
  for (const [i, step] of steps.entries()) await look.step(step, `steps.${i}`, context);
  const beyond = await whyNotHand(context, values, look.grants);
  if (beyond) look.add('entity', 'not_granted', beyond);
  return found;
}

type Line = Given['grants'][number];

/** It does what its maker could hand out: all for root and for who sets rights, else what he holds himself (row SC-14). */
async function whyNotHand(context: Context, { name }: Values, grants: readonly Line[]): Promise<string | null> {
  const { rights } = context.actor;
  if (rights.root || rights.key === 'system') return null;
  if (rights.features.has('set_authorization') && !(await isBound(context))) return null;
  return whyBeyond(rights, [{ name: `The workflow ${String(name ?? '')}`.trim(), grants }], context.schema);
}

/** One look at a workflow. */
class Look {
  readonly #schema: Schema;
  readonly #entity: Entity;
  readonly #values: Values;
  readonly #found: Mistake[];
  readonly #grants: Line[];

  constructor(schema: Schema, entity: Entity, values: Values, found: Mistake[]) {
    this.#schema = schema;
    this.#entity = entity;
    this.#values = values;
    this.#found = found;
    this.#grants = [line(entity.name, 'view')];
  }

  get grants(): readonly Line[] {
    return this.#grants;
  }

  add(field: string, code: string, message: string): undefined {
    this.#found.push({ field, code, message });
  }

  fields(): undefined {
    const { fields } = this.#values;
    if (fields === null || fields === undefined) return;
    if (!Array.isArray(fields) || !fields.every((name) => typeof name === 'string'))
      return this.add('fields', 'malformed', 'Write a list of names of fields.');
    const known = Object.values(this.#entity.fields).filter(({ internal }) => !internal);
    for (const name of fields as string[]) {
      if (known.some((field) => field.name === name)) continue;
      const near = meant(
        name,
        known.map((field) => field.name),
      );
      this.add('fields', 'unknown', `${this.#entity.plural} have no field “${name}”.${near}`);
    }
  }

  condition(): undefined {
    const { condition, becomes } = this.#values;
    const tree = condition ? this.expression('condition', String(condition), BOOLEAN) : null;
    if (becomes !== true) return;
    if (!condition) this.add('becomes', 'required', 'Say what begins to hold: a condition.');
    // The history knows the values of the record as they were, not those of all records around it.
    else if (tree && speaksOfLists(tree))
      this.add(
        'becomes',
        'lists',
        'Whether a condition over lists held before cannot be told; leave this off, or ask for fields of the record.',
      );
  }

  async step(step: Values, at: string, context: Context): Promise<void> {
    switch (step.kind) {
      case 'update':
        return this.#update(step, at, context);
      case 'create':
        return this.#create(step, at, context);
      case 'mail':
      case 'notify':
        return this.#message(step, at, context);
      case 'http':
        return this.#http(step, at, context);
      default:
        this.add(`${at}.kind`, 'unknown', 'A step changes or makes a record, mails, tells somebody, or calls another program.');
    }
  }

  expression(field: string, text: string, expect?: ExpressionType): Expression | null {
    try {
      const tree = parse(text);
      check(tree, this.#schema, this.#entity.name, expect);
      const who = asksWho(tree);
      if (!who) return tree;
      this.add(field, 'nobody', `${who}() is nobody here: a workflow runs by itself. Write owner, created_by or updated_by.`);
    } catch (error) {
      if (!(error instanceof ExpressionError)) throw error;
      this.add(field, 'expression', error.message);
    }
    return null;
  }

  #update(step: Values, at: string, context: Context): undefined {
    const path = String(step.target ?? '').trim();
    if (path === '' && this.#values.event === 'deleted')
      return this.add(`${at}.target`, 'gone', 'The record is gone then; say which linked ones are changed.');
    const way = path === '' ? [] : wayTo(this.#schema, this.#entity, path);
    if (typeof way === 'string') return this.add(`${at}.target`, 'unknown', way);
    if (this.#values.event === 'deleted' && way[0]?.by)
      return this.add(`${at}.target`, 'gone', 'What referred to a record that is gone refers to nothing any more.');
    const target = this.#schema.entities[way.at(-1)?.to ?? this.#entity.name]!;
    if (!isWritable(target, 'update')) return this.add(`${at}.target`, 'closed', `${target.plural} are not changed by workflows.`);
    this.#grants.push(line(target.name, 'update'), line(target.name, 'view'));
    this.#assign(step, at, target, context);
  }

  #create(step: Values, at: string, context: Context): undefined {
    const noun = this.#schema.entities[String(step.noun)];
    const open = Object.values(this.#schema.entities).filter((one) => isWritable(one, 'create'));
    if (!noun || !open.includes(noun)) {
      const near = meant(
        String(step.noun),
        open.map(({ name }) => name),
      );
      return this.add(`${at}.noun`, 'unknown', `Workflows make no “${String(step.noun ?? '')}”.${near}`);
    }
    this.#grants.push(line(noun.name, 'create'));
    const given = new Set(this.#assign(step, at, noun, context));
    for (const { name, label, required, default: preset, formula, readOnly, system, type } of Object.values(noun.fields)) {
      if (required && !preset && !formula && !readOnly && !system && type !== 'children' && !given.has(name))
        this.add(`${at}.assign`, 'required', `A new ${noun.label.toLowerCase()} needs “${label}” (${name}).`);
    }
  }

  /** Names of the fields that are set. */
  #assign(step: Values, at: string, noun: Entity, { actor }: Context): string[] {
    const pairs = pairsIn(step.assign, 'value');
    if (pairs === null) {
      this.add(`${at}.assign`, 'malformed', 'Write a list of {"field": …, "value": …}.');
      return [];
    }
    if (pairs.length === 0 && step.kind === 'update') this.add(`${at}.assign`, 'required', 'Say which fields are set.');
    for (const [i, { field: name, value }] of pairs.entries()) {
      const place = `${at}.assign.${i}`;
      const field = noun.fields[name];
      if (!field || field.internal) {
        const open = Object.values(noun.fields).filter((one) => whyNotSet(one) === null);
        this.add(
          `${place}.field`,
          'unknown',
          `${noun.plural} have no field “${name}”.${meant(
            name,
            open.map((one) => one.name),
          )}`,
        );
        continue;
      }
      const why = whyNotSet(field);
      if (why) this.add(`${place}.field`, field.byHand ? 'by_hand' : 'closed', why);
      else if (!actor.rights.root && actor.rights.fields.has(`${noun.name}.${name}`))
        this.add(`${place}.field`, 'not_writable', `You may read “${field.label}” but not change it.`);
      else if (pairs.findIndex((other) => other.field === name) < i) this.add(`${place}.field`, 'twice', `“${field.label}” is set twice.`);
      else this.expression(`${place}.value`, value, fieldTypes[field.type]!.expression(field));
    }
    return pairs.map(({ field }) => field);
  }

  async #message(step: Values, at: string, context: Context): Promise<void> {
    const receivers = listed(step.to);
    if (receivers.length === 0) this.add(`${at}.to`, 'required', 'Say who gets it.');
    for (const receiver of receivers) await this.#receiver(receiver, step, `${at}.to`, context);
    if (!step.subject) this.add(`${at}.subject`, 'required', 'is needed.');
    this.#tags(step.subject, `${at}.subject`);
    this.#tags(step.text, `${at}.text`);
  }

  async #receiver(receiver: string, { kind }: Values, at: string, context: Context): Promise<void> {
    if (kind === 'mail' && isAddress(receiver)) return;
    if (/^[\w.@-]+$/.test(receiver) && (await isLogin(context, receiver))) return;
    const mine = this.#found.length;
    const tree = this.expression(at, receiver);
    if (!tree) {
      if (kind === 'mail' && receiver.includes('@') && this.#found.length > mine)
        this.#found.splice(mine, 1, { field: at, code: 'not_an_address', message: `“${receiver}” is no address.` });
      return;
    }
    const { type } = check(tree, this.#schema, this.#entity.name);
    const to = type.kind === 'reference' || type.kind === 'references' ? type.to : [];
    const isPerson = to.length > 0 && to.every((noun) => noun === 'users' || noun === 'owner_groups');
    if (isPerson) return;
    const isMailed =
      kind === 'mail' && (type.kind === 'text' || (to.length > 0 && to.every((noun) => mailFieldOf(this.#schema.entities[noun]))));
    if (!isMailed)
      this.add(
        at,
        'no_receiver',
        `“${receiver}” is ${kind === 'mail' ? 'no address, and nobody who has one' : 'no user and no owner group'}.`,
      );
  }

  async #http(step: Values, at: string, context: Context): Promise<void> {
    const problem = await targetProblem(context, String(step.address ?? ''));
    if (problem) this.add(`${at}.address`, 'target', problem);
    for (const part of ['address', 'headers', 'body']) this.#tags(step[part], `${at}.${part}`, part === 'headers');
    for (const text of headerLines(step.headers)) {
      const why = whyNoHeader(text);
      if (why) this.add(`${at}.headers`, 'header', why);
    }
    const pairs = pairsIn(step.answer, 'path');
    if (pairs === null) return this.add(`${at}.answer`, 'malformed', 'Write a list of {"field": …, "path": …}.');
    if (pairs.length > 0 && this.#values.event === 'deleted') this.add(`${at}.answer`, 'gone', 'The record is gone then.');
    if (pairs.length > 0) this.#grants.push(line(this.#entity.name, 'update'));
    for (const [i, { field: name }] of pairs.entries()) {
      const field = this.#entity.fields[name];
      const why =
        field && !field.internal
          ? whyNotSet(field)
          : `${this.#entity.plural} have no field “${name}”.${meant(name, Object.keys(this.#entity.fields))}`;
      if (why) this.add(`${at}.answer.${i}.field`, field?.byHand ? 'by_hand' : 'closed', why);
    }
  }

  #tags(text: unknown, at: string, isHeader = false): undefined {
    const tags = tagsIn(String(text ?? ''));
    if (tags.some(({ kind }) => kind !== 'value'))
      return this.add(at, 'condition', 'Conditions have no place here; make a workflow of each.');
    const extras = extraFields(isHeader ? [textExtra('secret', '')] : []);
    const [problem] = templateProblems({ tags: [tags], outside: tags, unsettled: [] }, this.#schema, this.#entity, extras);
    if (problem) this.add(at, problem.code, problem.message);
    // Of a record that is gone there is nothing left to walk from.
    else if (this.#values.event === 'deleted' && tags.some(({ path }) => path.length > 1))
      this.add(at, 'gone', 'The record is gone then; only its own fields can be told.');
  }
}

const line = (target: string, verb: string): Line => ({ target, verb, scopes: ['all'] });

async function isLogin(context: Context, login: string): Promise<boolean> {
  const { records } = context.system('asks whether a workflow tells somebody who is there');
  const found = await records.list('users', { filter: `login = ${JSON.stringify(login)}`, fields: ['id'], limit: 1 });
  return found.records.length > 0;
}

/** The field with the address of whoever a record is about. */
export function mailFieldOf(entity: Entity | undefined): string | null {
  return Object.values(entity?.fields ?? {}).find(({ type, internal }) => type === 'email' && !internal)?.name ?? null;
}

export function headerLines(text: unknown): string[] {
  return String(text ?? '')
    .split('\n')
    .map((one) => one.trim())
    .filter(Boolean);
}

const OURS = /^(host|content-length|transfer-encoding|connection|upgrade|x-kontor-.*)$/i;

function whyNoHeader(text: string): string | null {
  const [name = ''] = text.split(':');
  if (!text.includes(':') || !/^[A-Za-z0-9-]{1,100}$/.test(name.trim())) return `“${text}” is no header; write Name: value.`;
  return OURS.test(name.trim()) ? `The header ${name.trim()} is set by Kontor.` : null;
}

function nodesOf(node: unknown): readonly Values[] {
  if (typeof node !== 'object' || node === null) return [];
  const own = 'kind' in node ? [node as Values] : [];
  return [...own, ...Object.values(node).flatMap(nodesOf)];
}

function speaksOfLists(tree: Expression): boolean {
  return nodesOf(tree).some(({ kind }) => kind === 'aggregate');
}

function asksWho(tree: Expression): string | null {
  const asked = nodesOf(tree).find(({ kind, name }) => kind === 'call' && /^(me|my_\w+)$/.test(String(name)));
  return asked ? String(asked.name) : null;
}
