// Passwords set by an administrator, and the three states of an account.

import { type ActionCall, type Context, invalid, passwordProblem, securityRules, type Values } from '../../engine/index.ts';
import { refuseRoot } from './root.ts';

/** Row SC-17. The old password stops working at once. */
export async function setPassword({ context, id, input }: ActionCall): Promise<Values> {
  const { records } = context.system('stores the hash of a password');
  const user = await records.get('users', id, ['login', 'permission_sets']);
  await refuseRoot(
    context,
    ((user.permission_sets as readonly { id: string }[] | null) ?? []).map((set) => set.id),
  );
  await checkNew(context, input, String(user.login));
  await records.update('users', id, { password: input.password });
  return context.records.get('users', id);
}

/** @throws Refusal 422 when the repetition differs or the password is weak. */
export async function checkNew(context: Context, { password, repeat }: Values, login: string): Promise<void> {
  if (password !== repeat) throw invalid([{ field: 'repeat', code: 'unequal', message: 'The two passwords differ.' }]);
  const problem = passwordProblem(String(password), login, (await securityRules(context)).password);
  if (problem) throw invalid([{ field: 'password', ...problem }]);
}

export function become({ context, id }: ActionCall, status: 'enabled' | 'disabled' | 'archived'): Promise<Values> {
  return context.records.update('users', id, { status });
}
