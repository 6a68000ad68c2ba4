// Which programs workflows may call: what administrators listed, and nothing in the own network unless they said so (row CS-255).

import type { Context, Values } from '../../engine/index.ts';

/** Why a step may not call there, in words; null where it may. */
export async function targetProblem(context: Context, address: string): Promise<string | null> {
  if (/^[a-z]+:\/\/[^/?#]*(\{\{|\[)/i.test(address)) return 'The host is written out; only what stands behind it may come from the record.';
  const port = context.ports.webhooks;
  if (!port) return 'This instance calls no other programs.';
  const plain = address.replace(/\{\{[^{}]*\}\}|\[[\w.;=]+\]/g, 'x');
  const problem = port.whyNot(plain);
  if (problem) return problem;
  const { host } = new URL(plain);
  const { targets } = await context.settings('workflow_settings');
  const listed = hostsIn(targets);
  return listed.length === 0 || listed.some((pattern) => matches(host, pattern))
    ? null
    : `“${host}” is not among the programs that may be called; an administrator lists them in the settings of workflows.`;
}

/** Hosts may only be private where they are on the list by name. */
export function mayBePrivate({ targets, private_targets: isOn }: Values): boolean {
  return isOn === true && hostsIn(targets).length > 0;
}

export function hostsIn(text: unknown): string[] {
  return String(text ?? '')
    .split(/[\s,;]+/)
    .map((host) => host.toLowerCase())
    .filter(Boolean);
}

/** With a port where the pattern has one. */
function matches(host: string, pattern: string): boolean {
  const bare = host.replace(/:\d+$/, '');
  if (pattern.startsWith('*.')) return bare.endsWith(pattern.slice(1));
  return pattern === host || pattern === bare;
}
