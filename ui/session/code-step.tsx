// The second step: a passkey, the code that was mailed, or one of the authenticator app; what this person has is offered.

import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError, type SecondFactor } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { client } from '../workspace.ts';
import { Card } from './card.tsx';
import { refusalText } from './refusal.ts';

export interface Waiting {
  readonly methods: readonly SecondFactor[];
  readonly attempt: string;
  readonly sentTo: string | null;
}

interface CodeStepProps {
  sheet: boolean;
  waiting: Waiting;
  onEnter: (userId: string) => void;
  /** Back to login and password, with the reason where there is one. */
  onBack: (why: string | null) => void;
}

export function CodeStep({ sheet, waiting, onEnter, onBack }: CodeStepProps) {
  const { t } = useTranslation();
  const { byMail, canKey, typing, code, setCode, error, sent, busy, finish, withKey, mail } = useSecondStep(waiting, onEnter, onBack);
  const hint = () => {
    if (typing) return byMail ? t('signIn.codeSent', { to: waiting.sentTo ?? '' }) : t('signIn.codeOfApp');
    return canKey ? t('signIn.byPasskey') : t('signIn.noPasskeysHere');
  };
  const submit = () => {
    if (typing) void finish();
    else if (canKey) void withKey();
  };
  return (
    <Card sheet={sheet} title={t('signIn.secondStep')} hint={hint()} error={error} onSubmit={submit}>
      {typing && (
        <TextInput
          label={t(byMail ? 'signIn.code.email' : 'signIn.code.totp')}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          autoComplete="one-time-code"
          autoCapitalize="none"
          spellCheck={false}
          inputMode={byMail ? 'numeric' : 'text'}
          required
          withAsterisk={false}
          data-autofocus
        />
      )}
      {sent && (
        <Text size="sm" role="status">
          {t('signIn.sentAgain')}
        </Text>
      )}
      {typing && (
        <Button type="submit" loading={busy} fullWidth>
          {t('signIn.submit')}
        </Button>
      )}
      {canKey && (
        <Button
          type={typing ? 'button' : 'submit'}
          variant={typing ? 'default' : 'filled'}
          loading={!typing && busy}
          disabled={typing && busy}
          onClick={typing ? () => void withKey() : undefined}
          data-autofocus={!typing}
          fullWidth
        >
          {t('signIn.usePasskey')}
        </Button>
      )}
      <Group justify="space-between">
        <Anchor component="button" type="button" size="sm" onClick={() => onBack(null)}>
          {t('signIn.back')}
        </Anchor>
        {byMail && (
          <Anchor component="button" type="button" size="sm" disabled={busy} onClick={() => void mail()}>
            {typing ? t('signIn.sendAgain') : t('signIn.mailCode')}
          </Anchor>
        )}
      </Group>
    </Card>
  );
}

function useSecondStep({ methods, attempt: waits }: Waiting, onEnter: CodeStepProps['onEnter'], onBack: CodeStepProps['onBack']) {
  // Whoever has a key gets a mail only by asking for it.
  const [typing, setTyping] = useState(methods.includes('totp') || !methods.includes('passkey'));
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [sent, setSent] = useState(false);
  const [busy, during] = useBusy((cause) => {
    if (cause instanceof KontorError && cause.code === 'step_over') onBack(refusalText(cause));
    // Whoever closes the browser's own dialog knows that he did.
    else if (!(cause instanceof Error) || cause.name !== 'NotAllowedError') setError(refusalText(cause));
  });
  const attempt = (work: () => Promise<void>) =>
    during(async () => {
      setError(null);
      setSent(false);
      await work();
    });
  const prove = async (proof: { code: string } | { response: unknown }) => {
    const answer = await client.session.secondFactor({ attempt: waits, ...proof });
    if ('user' in answer) onEnter(answer.user.id);
  };
  return {
    byMail: methods.includes('email'),
    canKey: methods.includes('passkey') && 'PublicKeyCredential' in window,
    /** A code is asked for, rather than a key. */
    typing,
    ...{ code, setCode, error, busy },
    /** A code was sent again. */
    sent,
    finish: () => attempt(() => prove({ code: code.trim() })),
    withKey: () =>
      attempt(async () => {
        const { answerStep } = await import('../security/webauthn.ts');
        await prove({ response: await answerStep(waits) });
      }),
    mail: () =>
      attempt(async () => {
        await client.session.sendAgain(waits);
        setCode('');
        setSent(typing);
        setTyping(true);
      }),
  };
}
