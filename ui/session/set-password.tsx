// A password is chosen by a mailed link. The link's secret stands behind `#`, so that no server on the way wrote it down.

import { Alert, Button, PasswordInput, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { problemText } from '../form/problems.ts';
import { client, workspace } from '../workspace.ts';
import { Card } from './card.tsx';
import { refusalText } from './refusal.ts';

export function SetPassword({ token, onDone }: { token: string; onDone: () => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState<string | null>(null);
  const [password, setPassword] = useState('');
  const [repeat, setRepeat] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [over, setOver] = useState(false);
  const [done, setDone] = useState(false);
  const [busy, during] = useBusy((cause) => {
    const told = cause instanceof KontorError ? cause.errors.find(({ field }) => field === 'password') : undefined;
    setError(told ? t('signIn.weak', { why: problemText(told) }) : refusalText(cause));
    setOver(cause instanceof KontorError && cause.code === 'link_over');
  });

  useEffect(() => {
    const fail = (cause: unknown) => {
      // Half a link was copied.
      setError(refusalText(cause, 'signIn.linkOver'));
      setOver(true);
    };
    client.session.link(token).then((link) => setLogin(link.login), fail);
  }, [token]);

  const choose = async () => {
    if (over || done) return onDone();
    if (password !== repeat) return setError(t('signIn.unequal'));
    await during(async () => {
      setError(null);
      await client.session.choosePassword(token, password);
      setDone(true);
    });
  };

  return (
    <Card sheet={false} title={t('signIn.choose')} hint={workspace} error={error} onSubmit={() => void choose()}>
      {done && (
        <Alert color="green" variant="light" p="xs" role="status">
          {t('signIn.chosen')}
        </Alert>
      )}
      {!done && !over && (
        <>
          <TextInput label={t('signIn.login')} value={login ?? ''} readOnly autoComplete="username" />
          <PasswordInput
            label={t('signIn.newPassword')}
            value={password}
            onChange={(event) => setPassword(event.currentTarget.value)}
            autoComplete="new-password"
            required
            withAsterisk={false}
            data-autofocus
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          />
          <PasswordInput
            label={t('signIn.repeat')}
            value={repeat}
            onChange={(event) => setRepeat(event.currentTarget.value)}
            autoComplete="new-password"
            required
            withAsterisk={false}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          />
        </>
      )}
      <Button type="submit" loading={busy} disabled={login === null && !over} fullWidth>
        {t(done || over ? 'signIn.toSignIn' : 'signIn.save')}
      </Button>
    </Card>
  );
}
