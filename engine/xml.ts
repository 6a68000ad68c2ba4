// XML as a small tree, read by saxes and written as it stands. What strangers send is limited before it is understood.

import { SaxesParser } from 'saxes';
import { Refusal } from './errors.ts';

export interface XmlElement {
  /** With the prefix of `prefixes`, whatever prefix the file uses itself. */
  readonly name: string;
  readonly attributes: Record<string, string>;
  readonly children: XmlElement[];
  text: string;
}

/** Namespace -> prefix by which a format names its elements. `any`: names without a prefix, whatever the namespace. */
export type Prefixes = Readonly<Record<string, string>> | 'any';

/** Files from outside are refused beyond them. */
export const XML_LIMITS = {
  /** Characters; attachments travel inside an invoice. */
  size: 30_000_000,
  elements: 200_000,
  depth: 60,
} as const;

export function element(name: string, attributes: Record<string, string> = {}, text = ''): XmlElement {
  return { name, attributes, children: [], text };
}

/** Direct ones of that name. */
export function childrenOf(from: XmlElement, name: string): XmlElement[] {
  return from.children.filter((child) => child.name === name);
}

/** @throws Refusal `unreadable_file` with what is wrong: not well-formed, a document type, too large, too deep. */
export function readXml(text: string, prefixes: Prefixes): XmlElement {
  if (text.length > XML_LIMITS.size) throw unreadable(`The file is larger than ${XML_LIMITS.size / 1_000_000} million characters.`);
  const parser = new SaxesParser({ xmlns: true });
  const open: XmlElement[] = [];
  let root: XmlElement | undefined;
  let count = 0;
  parser.on('error', (error) => {
    throw unreadable(`The file is not well-formed XML: ${error.message}`);
  });
  // An entity can only be declared in a document type, so without one there is nothing to expand.
  parser.on('doctype', () => {
    throw unreadable('A document type is not allowed in the file.');
  });
  parser.on('opentag', (tag) => {
    if (++count > XML_LIMITS.elements) throw unreadable(`The file has more than ${XML_LIMITS.elements} elements.`);
    if (open.length >= XML_LIMITS.depth) throw unreadable(`The file is nested deeper than ${XML_LIMITS.depth} levels.`);
    const attributes = Object.values(tag.attributes).filter(({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns');
    const node = element(prefixed(tag.uri, tag.local, prefixes), Object.fromEntries(attributes.map(({ local, value }) => [local, value])));
    if (open.length === 0) root = node;
    open.at(-1)?.children.push(node);
    open.push(node);
  });
  const add = (part: string): void => {
    const node = open.at(-1);
    if (node) node.text += part;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => {
    const node = open.pop();
    if (node) node.text = node.text.trim();
  });
  parser.write(text.replace(/^\uFEFF/, '')).close();
  if (!root) throw unreadable('The file is empty.');
  return root;
}

function prefixed(uri: string, local: string, prefixes: Prefixes): string {
  if (prefixes === 'any') return local;
  const prefix = prefixes[uri];
  if (prefix === undefined) return uri === '' ? local : `{${uri}}${local}`;
  return prefix === '' ? local : `${prefix}:${local}`;
}

/** UTF-8 with its declaration; prefixes must be declared among the attributes. */
export function writeXml(root: XmlElement): string {
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>\n'];
  writeElement(root, '', parts);
  return parts.join('');
}

function writeElement(node: XmlElement, indent: string, parts: string[]): void {
  const attributes = Object.entries(node.attributes).map(([name, value]) => ` ${name}="${escapeAttribute(value)}"`);
  parts.push(indent, '<', node.name, ...attributes);
  if (node.children.length === 0) {
    parts.push('>', escapeText(node.text), '</', node.name, '>\n');
    return;
  }
  parts.push('>\n');
  for (const child of node.children) writeElement(child, `${indent}  `, parts);
  parts.push(indent, '</', node.name, '>\n');
}

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

/** Characters that XML cannot hold at all are left out. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"\r]|[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, (character) => ESCAPED[character] ?? '');
}

/** Line breaks and tabs in an attribute would be read as blanks. */
export function escapeAttribute(text: string): string {
  return escapeText(text).replace(/[\n\t]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** How a file that came from outside is turned away. */
export function unreadable(message: string): Refusal {
  return new Refusal(422, 'unreadable_file', message);
}
