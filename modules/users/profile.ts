// What people change about themselves: name, language, own password (rows SC-02, SC-03, CS-002). The login stays.

import type { ActionCall, Values } from '../../engine/index.ts';
import { defineAction, image, password, phone, picklist, text, textArea } from '../../schema/index.ts';
import { checkNew } from './actions.ts';
import { proveSelf } from './prove-self.ts';

export const editProfile = defineAction({
  label: 'Edit profile',
  verb: 'profile',
  when: 'id = me()',
  input: {
    name: text({ length: 120, default: 'name' }),
    nickname: text({ length: 120, default: 'nickname' }),
    avatar: image({ default: 'avatar' }),
    phone: phone({ default: 'phone' }),
    language: picklist(['en', 'fi', 'sv', 'de', 'ru'], { default: 'language' }),
    time_zone: text({ length: 60, default: 'time_zone' }),
    locale: text({ length: 20, default: 'locale' }),
    notes: textArea({ default: 'notes' }),
  },
  async run({ context, id, input }) {
    // What becomes the picture must be in the person's own reach.
    if (input.avatar) await context.records.get('files', input.avatar, ['id']);
    await context.system('people edit their own profile').records.update('users', id, { ...input });
    return context.records.get('users', id);
  },
});

export const changePassword = defineAction({
  label: 'Change password',
  verb: 'profile',
  when: 'id = me()',
  input: {
    current: password({ help: 'Needed when you signed in some time ago.' }),
    password: password({ required: true }),
    repeat: password({ required: true }),
  },
  run: change,
});

/** The old password stops working at once. */
async function change({ context, id, input }: ActionCall): Promise<Values> {
  const { records } = context.system('people change their own password');
  const user = await records.get('users', id, ['login']);
  await proveSelf(context, 'current', input.current);
  await checkNew(context, input, String(user.login));
  await records.update('users', id, { password: input.password });
  return context.records.get('users', id);
}
