// A record while it is being edited: what it was, what was typed over it, what follows from both. Nothing typed is ever dropped:
// when somebody else saves meanwhile, only what stands under it changes.

import { useMemo, useRef, useState } from 'react';
import type { EntityDescription, FieldDescription, Values } from '../../client/index.ts';
import { toWire } from '../fields/lookup.ts';
import { type Derived, useDerive } from '../parts.ts';
import { useSetup } from '../queries.ts';
import { rowsToWire } from './lines-wire.ts';
import { type Rules, rulesOf } from './rules.ts';

/** The same functions for as long as a form is open, so that a field is drawn again only when something of its own changed. */
export interface DraftActions {
  set(name: string, value: unknown): void;
  /** The own input gives way to what stands below. */
  drop(name: string): void;
  /** The own input stays; what stood below has been seen. */
  keep(name: string): void;
}

export interface Draft extends DraftActions {
  /** As the form shows it. */
  readonly values: Values;
  /** What a module's browser part makes of them. */
  readonly derived: Derived;
  readonly rules: Rules;
  /** Something was typed that is not saved yet. */
  readonly dirty: boolean;
  /** Fields typed over whose value below has changed since: what stands there now. */
  readonly conflicts: Readonly<Record<string, unknown>>;
  /** What to send: only what was typed (and what a new record begins with). */
  toSend(): Values;
}

interface State {
  /** What was typed, by field. */
  readonly typed: Values;
  /** What stood below when it was typed. */
  readonly over: Values;
}

/** `base` may change while one edits: it is the record as it is now, or what a new one begins with. */
export function useDraft(entity: EntityDescription, base: Values, typedAtFirst: Values = {}): Draft {
  const setup = useSetup();
  const rules = useMemo(() => rulesOf(setup, entity.name), [setup, entity.name]);
  const [state, setState] = useState<State>({ typed: typedAtFirst, over: {} });
  const { typed, over } = state;
  const latest = useRef(base);
  latest.current = base;
  const actions = useMemo((): DraftActions => {
    const below = (name: string) => latest.current[name];
    return {
      set(name, value) {
        const stood = below(name);
        setState((was) => ({
          typed: { ...was.typed, [name]: value },
          over: name in was.over ? was.over : { ...was.over, [name]: stood },
        }));
      },
      drop: (name) => setState((was) => ({ typed: without(was.typed, name), over: without(was.over, name) })),
      keep(name) {
        const stands = below(name);
        setState((was) => ({ ...was, over: { ...was.over, [name]: stands } }));
      },
    };
  }, []);

  const derive = useDerive(entity.name, { ...base, ...typed });
  const derived = useMemo(() => derive(rules.withFormulas(entity.fields, { ...base, ...typed })), [derive, rules, entity, base, typed]);
  const { values } = derived;
  const conflicts = Object.fromEntries(
    Object.keys(over)
      .filter((name) => !same(base[name], over[name]) && !same(base[name], typed[name]))
      .map((name) => [name, base[name] ?? null]),
  );

  return {
    values,
    derived,
    rules,
    // What came with the address is no work of the person's.
    dirty: Object.keys(typed).some((name) => !same(typed[name], name in over ? base[name] : typedAtFirst[name])),
    conflicts,
    ...actions,
    toSend: () => Object.fromEntries(entity.fields.flatMap((field) => sent(field, typed, base))),
  };
}

function sent(field: FieldDescription, typed: Values, base: Values): [string, unknown][] {
  const { name } = field;
  if (!(name in typed) || field.read_only) return [];
  if (field.fields) return same(typed[name], base[name]) ? [] : [[name, rowsToWire(field, typed[name])]];
  const now = toWire(field, typed[name]);
  return same(now, toWire(field, base[name])) ? [] : [[name, now]];
}

/** Of many rows those before the first that differs are enough. */
export function same(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((one, i) => same(one, b[i]));
  return JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

function without(values: Values, name: string): Values {
  const { [name]: _, ...rest } = values;
  return rest;
}
