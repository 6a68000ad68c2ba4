// A file format described once, as parts that can both write and read themselves: what is written can so always be read.

import { childrenOf, element, type XmlElement } from '../../engine/index.ts';

/** What amounts need to know of the invoice around them. */
export interface Scope {
  readonly currency: string;
  readonly vatCurrency?: string | undefined;
}

export interface Part<T> {
  /** Adds to `into`; says whether there was anything to add. Constants do not count. */
  write(value: T, into: XmlElement, scope: Scope): boolean;
  read(from: XmlElement, value: T): void;
}

/** How a value looks in the file. */
export interface Form {
  write(text: string): string;
  read(text: string): string;
  attributes?(scope: Scope): Record<string, string>;
}

export interface Matching {
  where?(node: XmlElement): boolean;
}

type Keys<T, V> = { [K in keyof T]-?: Exclude<T[K], undefined> extends V ? K : never }[keyof T] & string;
type Texts<T> = Keys<T, string>;
type Lists<T> = Keys<T, readonly unknown[]>;
type ItemOf<L> = Exclude<L, undefined> extends readonly (infer I)[] ? I : never;

const plain: Form = { write: (text) => text, read: (text) => text };

/** `<name>text</name>` */
export function leaf<T>(name: string, key: Texts<T>, form: Form = plain): Part<T> {
  return {
    write(value, into, scope) {
      const text = textOf(value, key);
      if (text === undefined) return false;
      into.children.push(element(name, form.attributes?.(scope), form.write(text)));
      return true;
    },
    read(from, value) {
      const [found] = childrenOf(from, name);
      if (found && found.text !== '') set(value, key, form.read(found.text));
    },
  };
}

/** The text of the element itself. */
export function content<T>(key: Texts<T>, form: Form = plain): Part<T> {
  return {
    write(value, into, scope) {
      const text = textOf(value, key);
      if (text === undefined) return false;
      into.text = form.write(text);
      Object.assign(into.attributes, form.attributes?.(scope));
      return true;
    },
    read(from, value) {
      if (from.text !== '') set(value, key, form.read(from.text));
    },
  };
}

export function attribute<T>(name: string, key: Texts<T>): Part<T> {
  return {
    write(value, into) {
      const text = textOf(value, key);
      if (text !== undefined) into.attributes[name] = text;
      return text !== undefined;
    },
    read(from, value) {
      const text = from.attributes[name];
      if (text !== undefined && text !== '') set(value, key, text);
    },
  };
}

/** What a format demands and the invoice does not know: `cac:TaxScheme/cbc:ID`, with its text. */
export function fixed<T>(path: string, text: string): Part<T> {
  return {
    write(_, into) {
      const names = path.split('/');
      let node = into;
      for (const [index, name] of names.entries()) {
        const next = element(name, {}, index === names.length - 1 ? text : '');
        node.children.push(next);
        node = next;
      }
      return false;
    },
    read() {},
  };
}

/** The text of the first element at a path like `fixed`'s. */
export function textAt(node: XmlElement, path: string): string | undefined {
  let found = [node];
  for (const name of path.split('/')) found = found.flatMap((one) => childrenOf(one, name));
  return found[0]?.text;
}

/** An element of the format that is no group of the invoice: its parts belong to the same value. */
export function within<T>(name: string, parts: readonly Part<T>[], { where }: Matching = {}): Part<T> {
  return {
    write: (value, into, scope) => writeNode(name, parts, value, into, scope),
    read(from, value) {
      const found = childrenOf(from, name).find((node) => where?.(node) ?? true);
      if (found) readParts(parts, found, value);
    },
  };
}

/** A group that occurs once at most. */
export function group<T, K extends keyof T & string>(
  name: string,
  key: K,
  parts: readonly Part<Exclude<T[K], undefined>>[],
  { where }: Matching = {},
): Part<T> {
  type Inner = Exclude<T[K], undefined>;
  return {
    write(value, into, scope) {
      const inner = value[key];
      return inner !== undefined && writeNode(name, parts, inner as Inner, into, scope);
    },
    read(from, value) {
      const found = childrenOf(from, name).find((node) => where?.(node) ?? true);
      if (found) set(value, key, readParts(parts, found, started<Inner>(value, key)));
    },
  };
}

/** The group's parts without an element of their own. */
export function spread<T, K extends keyof T & string>(key: K, parts: readonly Part<Exclude<T[K], undefined>>[]): Part<T> {
  type Inner = Exclude<T[K], undefined>;
  return {
    write(value, into, scope) {
      const inner = value[key];
      return inner !== undefined && writeParts(parts, inner as Inner, into, scope);
    },
    read(from, value) {
      const inner = readParts(parts, from, started<Inner>(value, key));
      if (Object.keys(inner as object).length > 0) set(value, key, inner);
    },
  };
}

/** A group that may occur again and again. */
export function list<T, K extends Lists<T>>(name: string, key: K, parts: readonly Part<ItemOf<T[K]>>[], { where }: Matching = {}): Part<T> {
  type Inner = ItemOf<T[K]>;
  return {
    write(value, into, scope) {
      const items = value[key] as readonly Inner[];
      for (const item of items) writeNode(name, parts, item, into, scope);
      return items.length > 0;
    },
    read(from, value) {
      const found = childrenOf(from, name).filter((node) => where?.(node) ?? true);
      set(
        value,
        key,
        found.map((node) => readParts(parts, node, {} as Inner)),
      );
    },
  };
}

export function writeParts<T>(parts: readonly Part<T>[], value: T, into: XmlElement, scope: Scope): boolean {
  return parts.map((part) => part.write(value, into, scope)).includes(true);
}

export function readParts<T>(parts: readonly Part<T>[], from: XmlElement, value: T): T {
  for (const part of parts) part.read(from, value);
  return value;
}

function writeNode<T>(name: string, parts: readonly Part<T>[], value: T, into: XmlElement, scope: Scope): boolean {
  const node = element(name);
  if (!writeParts(parts, value, node, scope)) return false;
  into.children.push(node);
  return true;
}

function textOf(value: unknown, key: string): string | undefined {
  return (value as Record<string, string | undefined>)[key];
}

function set(value: unknown, key: string, to: unknown): void {
  (value as Record<string, unknown>)[key] = to;
}

/** A group may stand in several places of a file. */
function started<T>(value: unknown, key: string): T {
  return ((value as Record<string, unknown>)[key] ?? {}) as T;
}
