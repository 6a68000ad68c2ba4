// What more than one of the formats says in the same way.

import type { XmlElement } from '../../engine/index.ts';
import { type Form, fixed, list, type Part, textAt } from './codec.ts';
import type { Allowance } from './model.ts';

/** The text as it is, with attributes that are always the same. */
export function labelled(attributes: Record<string, string>): Form {
  return { write: (text) => text, read: (text) => text, attributes: () => attributes };
}

/** A day as CCYYMMDD, 102 in UNTDID 2379. Senders write it with hyphens, too. */
export function compactDay(attributes: Record<string, string>): Form {
  return {
    ...labelled(attributes),
    write: (iso) => iso.replaceAll('-', ''),
    read: (digits) => digits.replace(/^(\d{4})-?(\d{2})-?(\d{2}).*$/, '$1-$2-$3'),
  };
}

/** By its looks: which element or scheme an account's number stands in. Nobody is turned away for a wrong check digit. */
export function looksLikeIban(account: string): boolean {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(account);
}

/** For `where`: one of the texts stands at the path. */
export function says(path: string, ...texts: string[]): (node: XmlElement) => boolean {
  return (node) => texts.includes(textAt(node, path) ?? '');
}

interface Reductions<A> {
  allowances: A[];
  charges: A[];
}

/** Allowances and charges, told apart by what stands at the path `indicator` alone. */
export function reductions<A extends Allowance>(name: string, indicator: string, parts: readonly Part<A>[]): Part<Reductions<A>>[] {
  const kind = (key: 'allowances' | 'charges', text: string) =>
    list<Reductions<Allowance>, typeof key>(name, key, [fixed(indicator, text), ...(parts as readonly Part<Allowance>[])], {
      where: says(indicator, text),
    }) as Part<Reductions<A>>;
  return [kind('allowances', 'false'), kind('charges', 'true')];
}
