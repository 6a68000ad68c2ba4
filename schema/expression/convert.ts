// When a value of one type stands where another is needed: what fits as it is, what is converted, and what is an error.

import type { ExpressionType } from '../types.ts';
import type { Span } from './ast.ts';
import { ExpressionError } from './error.ts';
import { empty, nameOfType } from './literals.ts';
import type { Operation } from './operation.ts';
import { folded, printed, startOfDate } from './operations.ts';
import { type Call, DATETIME, TEXT, type TypedNode } from './typed.ts';

/** A typed call; whoever makes one has fitted the arguments. */
export function callOf(operation: Operation, type: ExpressionType, ...args: TypedNode[]): Call {
  return { kind: 'call', type, operation, args };
}

/** @throws ExpressionError when the value does not fit. */
export function convert(node: TypedNode, type: ExpressionType, at: Span | null | undefined): TypedNode {
  const from = node.type.kind;
  if (from === 'empty' && node.kind === 'constant') return empty(type);
  if (from === type.kind) {
    refuseStrangers(node.type, type, at);
    return node;
  }
  switch (type.kind) {
    case 'number':
    case 'money':
      if (isNumber(node.type)) return node;
      break;
    case 'text':
      if (from === 'choice') return node;
      if (from in printed || from === 'money') {
        throw new ExpressionError(`Text is needed here, this is ${nameOfType(node.type)}; write concat(...) around it`, at);
      }
      break;
    case 'choice':
      if (from === 'text' && type.options === null) return node;
      break;
    case 'datetime':
      if (from === 'date') return callOf(startOfDate, DATETIME, node);
      break;
    case 'date':
      if (from === 'datetime') throw new ExpressionError('A date is needed here, this is an instant; write date(...) around it', at);
      break;
    case 'empty':
      return node;
  }
  const needed = type.kind === 'boolean' ? 'A condition' : capital(nameOfType(type));
  throw new ExpressionError(`${needed} is needed here, this is ${nameOfType(node.type)}`, at);
}

/** Numbers and money reckon with each other. */
export function isNumber(type: ExpressionType): boolean {
  return type.kind === 'number' || type.kind === 'money';
}

/** Choices compare with texts. */
export function isText(type: ExpressionType): boolean {
  return type.kind === 'text' || type.kind === 'choice';
}

/** A reference to accounts is never one to users. @throws ExpressionError */
export function refuseStrangers(a: ExpressionType, b: ExpressionType, at: Span | null | undefined): void {
  if (!('to' in a && 'to' in b) || a.to.length === 0 || b.to.length === 0) return;
  if (a.to.some((name) => b.to.includes(name))) return;
  throw new ExpressionError(`These can never be the same: one refers to ${a.to.join(' or ')}, the other to ${b.to.join(' or ')}`, at);
}

/** Without case and accents, unless exact() says otherwise. */
export function withoutCase(node: TypedNode): TypedNode {
  if (node.kind === 'constant') return node;
  if (node.kind !== 'literal') return callOf(folded, TEXT, node);
  const value = typeof node.value === 'string' ? folded.js([node.value], NOWHEN) : node.value.map((item) => folded.js([item], NOWHEN));
  return { ...node, bound: value as string, value: value as string };
}

const NOWHEN = { now: 0, zone: 'UTC' };

/** Wrapped in exact(): compared with case and accents. */
export function isExact(node: TypedNode): boolean {
  return node.kind === 'call' && node.operation.name === 'exact';
}

/** How a value reads inside a text. */
export function asText(node: TypedNode, at: Span | null | undefined): TypedNode {
  const kind = node.type.kind === 'money' ? 'number' : node.type.kind;
  if (kind === 'text' || kind === 'choice') return node;
  if (kind === 'empty') return empty(TEXT);
  const operation = printed[kind];
  if (!operation) throw new ExpressionError(`${capital(nameOfType(node.type))} cannot be put in a text`, at);
  return callOf(operation, TEXT, node);
}

/** A type that all of them have, after conversion. */
export function commonType(nodes: readonly TypedNode[], at: Span | null | undefined): ExpressionType {
  let common: ExpressionType = { kind: 'empty' };
  for (const { type } of nodes) common = common.kind === 'empty' ? type : type.kind === 'empty' ? common : both(common, type, at);
  return common;
}

function both(a: ExpressionType, b: ExpressionType, at: Span | null | undefined): ExpressionType {
  if (a.kind === b.kind) {
    if (a.kind === 'choice' && b.kind === 'choice')
      return a.options && b.options ? { kind: 'choice', options: union(a.options, b.options) } : TEXT;
    if ('to' in a && 'to' in b) return { kind: a.kind, to: a.to.length && b.to.length ? union(a.to, b.to) : [] };
    return a;
  }
  if (isNumber(a) && isNumber(b)) return { kind: 'money' };
  if (isText(a) && isText(b)) return TEXT;
  if ((a.kind === 'date' && b.kind === 'datetime') || (a.kind === 'datetime' && b.kind === 'date')) return DATETIME;
  throw new ExpressionError(`These must be alike, but there is ${nameOfType(a)} and ${nameOfType(b)}`, at);
}

function union(a: readonly string[], b: readonly string[]): readonly string[] {
  return a === b ? a : [...new Set([...a, ...b])];
}

/** With a capital at its beginning. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
