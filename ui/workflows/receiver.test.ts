import { expect, it, vi } from 'vitest';
import type { EntityDescription } from '../../client/index.ts';
import { provideWidgets } from '../fields/lookup.ts';
import type { Widget } from '../fields/widget.ts';
import { receiversIn, receiversText } from './receiver.ts';

vi.mock('../workspace.ts', () => ({ client: {}, workspace: 'demo' }));
provideWidgets({ text: { text: String, Show: () => null, Edit: () => null } as Widget });

const field = (name: string, type: string, to: string[] = []) => ({ name, label: name, type, to, options: [] });
const users = { name: 'users', fields: [field('email', 'email')], back_references: [], title: ['name'] };
const deals = { name: 'deals', fields: [field('owner', 'owner', ['users'])], back_references: [], title: ['name'] };
const nouns = [users, deals] as unknown as EntityDescription[];

it('tells receivers apart, and commas inside of an expression from those between them [CS-262]', () => {
  const text = 'owner, owner.email, anna, x@example.com, if(amount > max(1, 10), owner, "a, b")';
  const found = receiversIn(text, nouns, nouns[1]!);
  expect(found.map(({ way }) => way)).toEqual(['field', 'field', 'person', 'address', 'expression']);
  expect(receiversText(found)).toBe(text);
});
