// The authenticator app of one's own account: set up with a first code, recovery codes beside it, taken off again.

import {
  type ActionCall,
  type BoundContext,
  type Context,
  forgetDevices,
  hashRecoveryCode,
  invalid,
  newRecoveryCodes,
  newTotpSecret,
  Refusal,
  titleOfWorkspace,
  totpAddress,
  totpStep,
  type Values,
} from '../../engine/index.ts';
import { defineAction, password, text } from '../../schema/index.ts';
import { proveSelf } from './prove-self.ts';
import { refuseRoot } from './root.ts';

const current = password({ help: 'Needed when you signed in some time ago.' });
const own = { verb: 'profile' } as const;

/** Answers the secret and the address that the QR code shows; nothing is on before a code of the app was right. */
export const beginApp = defineAction({
  ...own,
  label: 'Set up an authenticator app',
  when: 'id = me() and second_factor is empty',
  input: { current },
  async run({ context, id, input }) {
    await proveSelf(context, 'current', input.current);
    const system = context.system('keeps the secret of an authenticator app');
    const { login } = await system.records.get('users', id, ['login']);
    const secret = newTotpSecret();
    await system.records.update('users', id, { totp_pending: secret });
    return { secret, address: totpAddress(secret, await titleOfWorkspace(system), String(login)) };
  },
});

/** Answers the recovery codes, once. */
export const confirmApp = defineAction({
  ...own,
  label: 'Confirm the authenticator app',
  when: 'id = me() and second_factor is empty',
  input: { code: text({ required: true, length: 20 }) },
  async run({ context, id, input }) {
    const system = context.system('switches an authenticator app on');
    const secret = await system.secret('users', id, 'totp_pending');
    if (secret === null) throw new Refusal(409, 'not_begun', 'Begin again: there is no code to compare with.');
    const step = totpStep(secret, String(input.code), Date.now());
    if (step === null) throw invalid([{ field: 'code', code: 'wrong', message: 'This code is wrong. Is the clock of the phone right?' }]);
    const codes = newRecoveryCodes();
    const recovery_codes = codes.map((code) => hashRecoveryCode(id, code));
    await system.records.update('users', id, { totp: secret, totp_pending: null, totp_last: step, recovery_codes, second_factor: 'app' });
    return { codes };
  },
});

export const renewRecovery = defineAction({
  ...own,
  label: 'New recovery codes',
  when: 'id = me() and second_factor = "app"',
  input: { current },
  async run({ context, id, input }) {
    await proveSelf(context, 'current', input.current);
    const codes = newRecoveryCodes();
    const recovery_codes = codes.map((code) => hashRecoveryCode(id, code));
    await context.system('keeps new recovery codes').records.update('users', id, { recovery_codes });
    return { codes };
  },
});

export const removeApp = defineAction({
  ...own,
  label: 'Remove the authenticator app',
  when: 'id = me() and second_factor = "app"',
  input: { current },
  async run({ context, id, input }) {
    await proveSelf(context, 'current', input.current);
    await takeOff(context, id);
    return context.records.get('users', id);
  },
});

/** Row SC-17 for the second step: the phone is lost, and the recovery codes with it. */
export async function resetSecondFactor({ context, id }: ActionCall): Promise<Values> {
  const { permission_sets } = await context.system('reads whose second factor is reset').records.get('users', id, ['permission_sets']);
  await refuseRoot(
    context,
    ((permission_sets as readonly { id: string }[] | null) ?? []).map((set) => set.id),
  );
  await takeOff(context, id);
  await forgetDevices((context as BoundContext).space, id);
  return context.records.get('users', id);
}

async function takeOff(context: Context, id: string): Promise<void> {
  const nothing = { totp: null, totp_pending: null, totp_last: null, recovery_codes: null, second_factor: null };
  await context.system('takes an authenticator app off').records.update('users', id, nothing);
}
