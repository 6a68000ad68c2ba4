// What protects this installation, told from how it is set up now and not from what it could do.

import { z } from 'zod';
import { type AddressRule, type BoundContext, readAddressRules, type SecurityRules, securityRules } from '../engine/index.ts';
import { type Endpoint, endpoint } from './endpoint.ts';
import type { Server } from './server.ts';

type State = 'on' | 'off' | 'fact';

interface Fact {
  readonly layer: 'transit' | 'sign_in' | 'access' | 'storage' | 'trail' | 'operation';
  readonly name: string;
  readonly state: State;
  readonly values: Readonly<Record<string, string | number>>;
}

const fact = z.object({
  layer: z.string(),
  name: z.string(),
  state: z.enum(['on', 'off', 'fact']),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
});

export function securityEndpoint(server: Pick<Server, 'engine' | 'version' | 'proxies'>): Endpoint {
  return endpoint({
    method: 'GET',
    path: '/protection',
    summary: 'What protects this installation',
    description: 'Facts by layer, as they are now: what is switched on, what is not, and with which numbers.',
    tag: 'Session',
    rule: { feature: 'administration' },
    answers: { 200: z.object({ address: z.string(), facts: z.array(fact) }) },
    async handler({ workspace, origin }) {
      const system = server.engine.system(workspace, { kind: 'system', detail: 'security overview' });
      const [rules, addresses, counts] = [await securityRules(system), await readAddressRules(system), await counted(system)];
      const facts: Fact[] = [
        { layer: 'transit', name: 'tls', state: origin.secure ? 'on' : 'off', values: {} },
        { layer: 'transit', name: 'proxies', state: server.proxies === null ? 'off' : 'on', values: {} },
        { layer: 'transit', name: 'own_pages', state: 'on', values: {} },
        ...signInFacts(rules, addresses, await system.settings('security_settings').catch(() => ({}))),
        { layer: 'access', name: 'rights', state: 'on', values: counts },
        { layer: 'access', name: 'workspaces', state: 'on', values: {} },
        { layer: 'storage', name: 'passwords', state: 'on', values: {} },
        { layer: 'storage', name: 'secrets', state: 'on', values: {} },
        { layer: 'trail', name: 'changes', state: 'on', values: {} },
        { layer: 'trail', name: 'sign_ins', state: 'on', values: { count: counts.sign_ins } },
        { layer: 'operation', name: 'monitoring', state: 'on', values: { version: server.version } },
        { layer: 'operation', name: 'backups', state: 'fact', values: {} },
      ];
      return { body: { address: origin.address, facts } };
    },
  });
}

function signInFacts(rules: SecurityRules, addresses: readonly AddressRule[], settings: Readonly<Record<string, unknown>>): Fact[] {
  const of = (purpose: string) => addresses.filter((rule) => rule.purpose === purpose).length;
  const limits = { address: rules.failuresPerAddress, account: rules.failuresPerAccount, minutes: rules.banMinutes };
  const facts: Omit<Fact, 'layer'>[] = [
    { name: 'sign_in', state: rules.signIn ? 'fact' : 'off', values: {} },
    { name: 'password_rules', state: 'on', values: { length: rules.password.length, kinds: rules.password.kinds } },
    { name: 'failures', state: 'on', values: limits },
    { name: 'allowed', state: of('sign_in_allow') > 0 ? 'on' : 'off', values: { count: of('sign_in_allow') } },
    { name: 'denied', state: of('sign_in_deny') > 0 ? 'on' : 'off', values: { count: of('sign_in_deny') } },
    { name: 'bound', state: rules.bind === 'no' ? 'off' : 'on', values: { to: rules.bind } },
  ];
  const { second_factor: second } = settings;
  if (typeof second === 'string') facts.push({ name: 'second_factor', state: second === 'off' ? 'off' : 'on', values: { when: second } });
  return facts.map((one) => ({ layer: 'sign_in', ...one }));
}

async function counted({ records }: BoundContext) {
  const count = async (entity: string, filter?: string) => {
    const query = { fields: ['id'], limit: 1, count: 'exact' as const, ...(filter ? { filter } : {}) };
    return (await records.list(entity, query)).count ?? 0;
  };
  return {
    users: await count('users', 'status = "enabled"'),
    sets: await count('permission_sets'),
    sign_ins: await count('sign_ins', 'created_at > now() - 30'),
  };
}
