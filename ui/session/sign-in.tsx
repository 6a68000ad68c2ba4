// Sign-in: the whole page at first, a sheet over the work when a session ended meanwhile.

import { Anchor, Button, PasswordInput, TextInput } from '@mantine/core';
import i18next from 'i18next';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusy } from '../busy.ts';
import { offerLanguages } from '../i18n.ts';
import { client, workspace } from '../workspace.ts';
import { Card, type House } from './card.tsx';
import { CodeStep, type Waiting } from './code-step.tsx';
import { Forgotten } from './forgotten.tsx';
import { refusalText } from './refusal.ts';

export function SignIn({ again, onEnter }: { again: boolean; onEnter: (userId: string) => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [waiting, setWaiting] = useState<Waiting | null>(null);
  const [forgotten, setForgotten] = useState(false);
  const [offered, setOffered] = useState(false);
  const [house, setHouse] = useState<House | null>(null);
  const [error, setError] = useState<string | null>(refusedElsewhere);
  const [busy, during] = useBusy((cause) => setError(refusalText(cause)));

  // Signing in does without the answer: the link is then not there.
  useEffect(
    () =>
      void client.session.ways().then(
        (ways) => {
          setOffered(ways.forgotten_password);
          setHouse(ways.house);
          offerLanguages(ways.languages);
        },
        () => {},
      ),
    [],
  );

  const submit = () =>
    during(async () => {
      setError(null);
      const answer = await client.session.signIn({ login: login.trim(), password });
      if ('user' in answer) onEnter(answer.user.id);
      else setWaiting({ methods: answer.methods, attempt: answer.attempt, sentTo: answer.sent_to ?? null });
    });

  if (forgotten) return <Forgotten sheet={again} typed={login} onBack={() => setForgotten(false)} />;
  if (waiting) {
    const back = (why: string | null) => {
      setWaiting(null);
      setError(why);
    };
    return <CodeStep sheet={again} waiting={waiting} onEnter={onEnter} onBack={back} />;
  }
  return (
    <Card
      sheet={again}
      title={again ? t('signIn.again') : t('signIn.title')}
      hint={again ? t('signIn.againHint') : (house?.name ?? workspace)}
      error={error}
      house={house}
      onSubmit={() => void submit()}
    >
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
      <Button type="submit" loading={busy} fullWidth>
        {t('signIn.submit')}
      </Button>
      <Passkey onEnter={onEnter} onError={(cause) => setError(refusalText(cause))} />
      <Providers onError={(cause) => setError(refusalText(cause))} />
      {offered && (
        <div>
          <Anchor component="button" type="button" size="sm" onClick={() => setForgotten(true)}>
            {t('signIn.forgottenLink')}
          </Anchor>
        </div>
      )}
    </Card>
  );
}

/** Whoever comes back from a provider and was not let in reads why. */
function refusedElsewhere(): string | null {
  const code = new URLSearchParams(location.search).get('refused');
  if (code === null || !/^[a-z_]{1,40}$/.test(code)) return null;
  const known = ['openid_unknown', 'openid_root_only', 'openid_failed', 'openid_expired', 'openid_taken', 'address', 'sign_in_off'];
  return i18next.t(known.includes(code) ? `signIn.refusedBy.${code}` : 'signIn.refusedBy.other');
}

/** The key of a device: no login is typed, the device knows whose it is. */
function Passkey({ onEnter, onError }: { onEnter: (userId: string) => void; onError: (cause: unknown) => void }) {
  const { t } = useTranslation();
  if (!('PublicKeyCredential' in window)) return null;
  const enter = async () => {
    try {
      const { answerChallenge } = await import('../security/webauthn.ts');
      onEnter((await client.passkeys.signIn(await answerChallenge())).user.id);
    } catch (cause) {
      // Whoever closes the browser's own dialog knows that he did.
      if (!(cause instanceof Error) || cause.name !== 'NotAllowedError') onError(cause);
    }
  };
  return (
    <Button variant="default" fullWidth onClick={() => void enter()}>
      {t('signIn.withPasskey')}
    </Button>
  );
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
