// The rules of signing in as administrators set them; what stands here holds where there are no such settings.

import type { BoundContext } from './context.ts';
import { type PasswordPolicy, usualPolicy } from './credentials.ts';
import type { Context } from './types.ts';

/** As administrators set them; minutes and counts. */
export interface SecurityRules {
  /** Off: nobody but root signs in or goes on working (row TT-04). */
  readonly signIn: boolean;
  /** What the others read meanwhile; empty: words of ours. */
  readonly offMessage: string;
  readonly failuresPerAddress: number;
  readonly failuresPerAccount: number;
  readonly banMinutes: number;
  /** Whether a session goes on in another browser (`device`) or from another address (`address`) than it was begun in. */
  readonly bind: 'no' | 'device' | 'address';
  readonly password: PasswordPolicy;
  /** Whether a link to choose a new password may be asked for (row CS-003). */
  readonly forgottenPassword: boolean;
  /** When a second step is asked for (rows TT-02, CS-001). */
  readonly secondStep: 'off' | 'new_device' | 'always';
}

export const usualRules: SecurityRules = {
  signIn: true,
  offMessage: '',
  failuresPerAddress: 50,
  failuresPerAccount: 10,
  banMinutes: 15,
  bind: 'no',
  password: usualPolicy,
  forgottenPassword: false,
  secondStep: 'off',
};

const NOUN = 'security_settings';

/** Whatever the actor's rights are: they bind whoever signs in. */
export async function securityRules(context: Context): Promise<SecurityRules> {
  // Instances may do without the module.
  if (!Object.hasOwn((context as BoundContext).space.state.schema.entities, NOUN)) return usualRules;
  const values = await context.system('reads the rules of signing in').settings(NOUN);
  const number = (name: string, usual: number) => Number(values[name] ?? usual);
  return {
    signIn: values.sign_in !== false,
    offMessage: String(values.sign_in_off_message ?? ''),
    failuresPerAddress: number('failures_per_address', usualRules.failuresPerAddress),
    failuresPerAccount: number('failures_per_account', usualRules.failuresPerAccount),
    banMinutes: number('ban_minutes', usualRules.banMinutes),
    bind: values.bind_sessions === 'device' || values.bind_sessions === 'address' ? values.bind_sessions : 'no',
    password: {
      length: number('password_length', usualPolicy.length),
      kinds: Number(values.password_kinds ?? usualPolicy.kinds),
      notLogin: values.password_not_login !== false,
    },
    forgottenPassword: values.forgotten_password === true,
    secondStep: values.second_factor === 'new_device' || values.second_factor === 'always' ? values.second_factor : 'off',
  };
}
