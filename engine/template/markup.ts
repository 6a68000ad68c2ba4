// XML as office programs write it: text between elements, every blank and every prefix as it stands.

import { SaxesParser } from 'saxes';
import { escapeAttribute, escapeText, unreadable } from '../xml.ts';

export interface Markup {
  readonly name: string;
  attributes: Record<string, string>;
  children: Node[];
}

export interface Text {
  text: string;
}

export type Node = Markup | Text;

/** Far above what people write and far below what hurts. */
const LIMITS = { size: 50_000_000, elements: 1_000_000, depth: 200 } as const;

export const isText = (node: Node): node is Text => 'text' in node;

export function markup(name: string, attributes: Record<string, string> = {}, children: Node[] = []): Markup {
  return { name, attributes, children };
}

/** @throws Refusal `unreadable_file` */
export function readMarkup(text: string): Markup {
  if (text.length > LIMITS.size) throw unreadable('The file is too large to be a template.');
  const parser = new SaxesParser();
  const open: Markup[] = [];
  let root: Markup | undefined;
  let count = 0;
  parser.on('error', (error) => {
    throw unreadable(`The file is damaged: ${error.message}`);
  });
  // Entities can only be declared there: without, nothing expands.
  parser.on('doctype', () => {
    throw unreadable('The file holds a document type, which no office program writes.');
  });
  parser.on('opentag', ({ name, attributes }) => {
    if (++count > LIMITS.elements || open.length >= LIMITS.depth) throw unreadable('The file is too large to be a template.');
    const node = markup(name, { ...attributes });
    root ??= node;
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const add = (part: string): void => {
    const parent = open.at(-1);
    if (!parent) return;
    const last = parent.children.at(-1);
    if (last && isText(last)) last.text += part;
    else parent.children.push({ text: part });
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => void open.pop());
  parser.write(text.replace(/^\uFEFF/, '')).close();
  if (!root) throw unreadable('The file is empty.');
  return root;
}

/** With its XML declaration. */
export function writeMarkup(root: Markup): string {
  const parts = ['<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'];
  write(root, parts);
  return parts.join('');
}

function write(node: Node, parts: string[]): void {
  if (isText(node)) {
    parts.push(escapeText(node.text));
    return;
  }
  parts.push('<', node.name, ...Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`));
  if (node.children.length === 0) {
    parts.push('/>');
    return;
  }
  parts.push('>');
  for (const child of node.children) write(child, parts);
  parts.push('</', node.name, '>');
}

export function copyOf<N extends Node>(node: N): N {
  return structuredClone(node);
}

/** The element itself and all below it, in the order of the text. */
export function* walk(node: Node): Generator<Markup> {
  if (isText(node)) return;
  yield node;
  for (const child of node.children) yield* walk(child);
}

/** The first below it, at any depth. */
export function find(node: Markup, name: string): Markup | undefined {
  for (const one of walk(node)) if (one.name === name) return one;
  return undefined;
}
