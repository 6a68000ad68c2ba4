// What fields do by themselves while one types: appear, become required, start with a value, follow a formula. The server decides;
// this is its echo in advance, and where something is not at hand here, it stays silent.

import type { EntityDescription, FieldDescription, Me, Money, Values } from '../../client/index.ts';
import {
  check,
  DEFAULT_CURRENCY,
  decimalsOf,
  type Environment,
  type ExpressionType,
  evaluate,
  fieldTypes,
  minorDigits,
  parse,
  type Schema,
  type Typed,
} from '../../schema/index.ts';
import { currentZone } from '../zone.ts';
import { describedSchema, toField } from './described-schema.ts';

export interface Rules {
  isVisible(field: FieldDescription, values: Values): boolean;
  isRequired(field: FieldDescription, values: Values): boolean;
  /** Values a new record begins with. A default that only the server knows is left to it. */
  defaults(fields: readonly FieldDescription[], values: Values): Values;
  /** The values with all that follows from them. */
  withFormulas(fields: readonly FieldDescription[], values: Values): Values;
  /** The same for a row of line items. */
  ofRows(field: FieldDescription): Rules;
}

interface Setup {
  readonly entities: readonly EntityDescription[];
  readonly me: Me;
}

export function rulesOf(setup: Setup, entity: string, schema: Schema = describedSchema(setup.entities)): Rules {
  const { me } = setup;
  const fieldNames = Object.keys(schema.entities[entity]?.fields ?? {});
  const checked = new Map<string, Typed | null>();

  const typed = (text: string, expect?: ExpressionType): Typed | null => {
    const known = checked.get(text);
    if (known !== undefined) return known;
    let made: Typed | null = null;
    try {
      made = check(parse(text), schema, entity, expect);
    } catch {
      // It speaks of something that is not described to this reader.
    }
    checked.set(text, made);
    return made;
  };

  const value = (text: string, values: Values, expect?: ExpressionType): unknown => {
    const expression = typed(text, expect);
    if (!expression) return undefined;
    try {
      return evaluate(expression, whole(fieldNames, values), environment(me));
    } catch {
      // Half a number under the fingers.
      return undefined;
    }
  };

  const compute = (field: FieldDescription, values: Values): unknown => {
    const expect = typeOf(field);
    const found = field.formula === null ? undefined : value(field.formula, values, expect);
    return found === undefined ? undefined : asRead(field, found, values, me);
  };

  const rules: Rules = {
    isVisible: (field, values) => field.visible_if === null || value(field.visible_if, values) !== false,
    isRequired: (field, values) => field.required || (field.required_if !== null && value(field.required_if, values) === true),
    defaults(fields, values) {
      const made: Values = {};
      for (const field of fields) {
        if (field.name in values) continue;
        const decided = field.system && field.name === 'owner' ? me.owners[entity] : undefined;
        if (decided) made.owner = decided.standard ?? { id: me.id, title: me.name };
        if (decided || field.default === null) continue;
        const found = asRead(field, value(field.default, { ...values, ...made }, typeOf(field)), values, me);
        if (found !== undefined && found !== null) made[field.name] = found;
      }
      return made;
    },
    withFormulas(fields, values) {
      const computed = fields.filter((field) => field.formula !== null);
      const withRows = fields.filter((field) => field.fields?.some((inner) => inner.formula !== null));
      if (computed.length + withRows.length === 0) return values;
      let now = values;
      // A formula may need another: each round settles at least one of them.
      for (let round = 0; round <= computed.length; round++) {
        const next = { ...now };
        for (const field of withRows) {
          const rows = now[field.name];
          if (Array.isArray(rows)) next[field.name] = rows.map((row: Values) => rules.ofRows(field).withFormulas(field.fields ?? [], row));
        }
        for (const field of computed) {
          const found = compute(field, next);
          if (found !== undefined) next[field.name] = found;
        }
        if (JSON.stringify(next) === JSON.stringify(now)) break;
        now = next;
      }
      return now;
    },
    ofRows(field) {
      const name = field.to[0] ?? '';
      const known = rows.get(name) ?? rulesOf(setup, name, schema);
      rows.set(name, known);
      return known;
    },
  };
  const rows = new Map<string, Rules>();
  return rules;
}

function environment(me: Me): Environment {
  return { now: new Date().toISOString(), zone: currentZone(), binds: { me: me.id } };
}

/** What a record does not have is empty; what was never read would be "not at hand". */
function whole(fieldNames: readonly string[], values: Values): Values {
  return Object.fromEntries(fieldNames.map((name) => [name, values[name] ?? null]));
}

function typeOf(field: FieldDescription): ExpressionType | undefined {
  return fieldTypes[field.type]?.expression(toField(field));
}

/** A canonical value as the API would read it; undefined where more is needed than is known here. */
function asRead(field: FieldDescription, value: unknown, values: Values, me: Me): unknown {
  if (value === undefined || value === null) return value;
  const kind = typeOf(field)?.kind;
  if (kind === 'reference') return value === me.id ? { id: me.id, title: me.name } : undefined;
  if (kind === 'references' || kind === 'file') return undefined;
  if (kind === 'money') return moneyOf(String(value), currencyFor(field, values));
  return field.type === 'integer' ? Number(value) : value;
}

/** As the server writes it: with the digits of the currency at least. */
function moneyOf(amount: string, currency: string): Money {
  const missing = minorDigits(currency) - decimalsOf(amount);
  if (missing <= 0) return { amount, currency };
  return { amount: `${amount}${amount.includes('.') ? '' : '.'}${'0'.repeat(missing)}`, currency };
}

function currencyFor(field: FieldDescription, values: Values): string {
  const own = values[field.name] as Money | null | undefined;
  const beside = Object.values(values).find((value): value is Money => typeof value === 'object' && value !== null && 'currency' in value);
  return beside?.currency ?? own?.currency ?? field.currency ?? DEFAULT_CURRENCY;
}
