// A new own password. The present one is asked for when the sign-in is some time ago.

import { Button, PasswordInput, Stack, Text, Title } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusy } from '../busy.ts';
import { problemsIn } from '../form/problems.ts';
import { errorText, showDone } from '../messages.ts';
import { client } from '../workspace.ts';

type Part = 'current' | 'password' | 'repeat';
const parts: readonly Part[] = ['current', 'password', 'repeat'];
const empty = { current: '', password: '', repeat: '' };

export function OwnPassword({ me }: { me: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Record<Part, string>>(empty);
  const [wrong, setWrong] = useState<Partial<Record<Part, string>>>({});
  const [busy, during] = useBusy((error) => {
    const problems = problemsIn(error) ?? {};
    const at = parts.filter((part) => problems[part]);
    setWrong(at.length > 0 ? Object.fromEntries(at.map((part) => [part, problems[part] ?? ''])) : { password: errorText(error) });
  });

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    await during(async () => {
      setWrong({});
      const { current, ...fresh } = typed;
      await client.records('users').act(me, 'change_password', { ...fresh, ...(current ? { current } : {}) });
      setTyped(empty);
      // Every session ends with the password, this one too: the next call asks to sign in again.
      showDone(t('security.password.changed'));
    });
  };

  return (
    <section aria-labelledby="password-title">
      <Title order={2} size="h4" id="password-title" mb="xs">
        {t('security.password.title')}
      </Title>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={420}>
          {parts.map((part) => (
            <PasswordInput
              key={part}
              label={t(`security.password.${part}`)}
              description={part === 'current' ? t('security.password.currentHint') : undefined}
              autoComplete={part === 'current' ? 'current-password' : 'new-password'}
              value={typed[part]}
              onChange={({ currentTarget: { value } }) => setTyped((was) => ({ ...was, [part]: value }))}
              error={wrong[part]}
              required={part !== 'current'}
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            />
          ))}
          <Text c="dimmed" size="xs">
            {t('security.password.hint')}
          </Text>
          <div>
            <Button type="submit" size="sm" loading={busy}>
              {t('security.password.submit')}
            </Button>
          </div>
        </Stack>
      </form>
    </section>
  );
}
