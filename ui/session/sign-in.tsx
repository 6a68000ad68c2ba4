// Sign-in: the whole page at first, a sheet over the work when a session ended meanwhile.

import { Alert, Button, PasswordInput, Text, TextInput, Title } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import { type FormEvent, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { LanguageMenu } from '../shell/language-menu.tsx';
import { client, workspace } from '../workspace.ts';
import classes from './sign-in.module.css';

type Factor = { kind: 'email' | 'totp' | 'passkey'; attempt: string };

export function SignIn({ again, onEnter }: { again: boolean; onEnter: (userId: string) => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const [factor, setFactor] = useState<Factor | null>(null);
  const [error, setError] = useState<string | null>(() => refusal(t));
  const [busy, setBusy] = useState(false);
  const trap = useFocusTrap();

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const answer = factor
        ? await client.session.secondFactor({ attempt: factor.attempt, code: code.trim() })
        : await client.session.signIn({ login: login.trim(), password });
      if ('user' in answer) onEnter(answer.user.id);
      else setFactor({ kind: answer.second_factor, attempt: answer.attempt });
    } catch (cause) {
      setError(said(cause) ?? t(reason(cause), { seconds: cause instanceof KontorError ? (cause.retryAfter ?? 60) : 60 }));
    } finally {
      setBusy(false);
    }
  };

  return (
    <div className={again ? classes.sheet : classes.page} role="dialog" aria-modal="true" aria-labelledby="sign-in-title">
      <form className={classes.card} onSubmit={submit} ref={trap}>
        <div className={classes.mark} aria-hidden="true">
          <img src="/assets/icon.svg" alt="" width={36} height={36} />
        </div>
        <div>
          <Title order={1} id="sign-in-title">
            {again ? t('signIn.again') : t('signIn.title')}
          </Title>
          <Text c="dimmed" size="sm" className={classes.workspace}>
            {again ? t('signIn.againHint') : workspace}
          </Text>
        </div>
        {error && (
          <Alert color="red" variant="light" p="xs" role="alert">
            {error}
          </Alert>
        )}
        {factor ? (
          <TextInput
            label={t(`signIn.code.${factor.kind}`)}
            value={code}
            onChange={(event) => setCode(event.currentTarget.value)}
            autoComplete="one-time-code"
            inputMode="numeric"
            required
            withAsterisk={false}
            data-autofocus
          />
        ) : (
          <>
            <TextInput
              label={t('signIn.login')}
              value={login}
              onChange={(event) => setLogin(event.currentTarget.value)}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              required
              withAsterisk={false}
              data-autofocus
            />
            <PasswordInput
              label={t('signIn.password')}
              value={password}
              onChange={(event) => setPassword(event.currentTarget.value)}
              autoComplete="current-password"
              required
              withAsterisk={false}
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
            />
          </>
        )}
        <Button type="submit" loading={busy} fullWidth>
          {t('signIn.submit')}
        </Button>
        {!factor && <Providers onError={(cause) => setError(said(cause) ?? t(reason(cause), { seconds: 60 }))} />}
        <LanguageMenu />
      </form>
    </div>
  );
}

/** Whoever comes back from a provider and was not let in reads why. */
function refusal(t: (key: string) => string): string | null {
  const code = new URLSearchParams(location.search).get('refused');
  if (code === null || !/^[a-z_]{1,40}$/.test(code)) return null;
  const known = ['openid_unknown', 'openid_root_only', 'openid_failed', 'openid_expired', 'openid_taken', 'address', 'sign_in_off'];
  return t(known.includes(code) ? `signIn.refusedBy.${code}` : 'signIn.refusedBy.other');
}

/** Nothing is there before the server has said that there is something. */
function Providers({ onError }: { onError: (cause: unknown) => void }) {
  const { t } = useTranslation();
  const [providers, setProviders] = useState<readonly { id: string; name: string }[]>([]);
  useEffect(() => {
    const leaving = new AbortController();
    client.openId.list({ signal: leaving.signal }).then(
      (answer) => setProviders(answer.providers),
      () => {},
    );
    return () => leaving.abort();
  }, []);
  return providers.map(({ id, name }) => (
    <Button
      key={id}
      variant="default"
      fullWidth
      onClick={() => client.openId.start(id).then(({ address }) => location.assign(address), onError)}
    >
      {t('signIn.with', { name })}
    </Button>
  ));
}

/** What administrators wrote for everybody, in their own words. */
function said(cause: unknown): string | null {
  return cause instanceof KontorError && cause.code === 'sign_in_off' ? cause.message : null;
}

function reason(cause: unknown): string {
  if (!(cause instanceof KontorError)) return 'errors.unknown';
  if (cause.status === 401 || cause.status === 422 || cause.status === 400) return 'signIn.refused';
  if (cause.code === 'address') return 'signIn.address';
  if (cause.code === 'banned') return 'signIn.banned';
  if (cause.status === 404) return 'signIn.noWorkspace';
  if (cause.status === 429) return 'signIn.tooOften';
  return cause.status === 0 ? 'errors.offline' : 'errors.server';
}
