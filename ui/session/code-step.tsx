// The second step: the code that was mailed, or one of the authenticator app.

import { Anchor, Button, Group, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { client } from '../workspace.ts';
import { Card } from './card.tsx';
import { refusalText } from './refusal.ts';

export interface Waiting {
  readonly kind: 'email' | 'totp' | 'passkey';
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
  const [code, setCode] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [sent, setSent] = useState(false);
  const [busy, setBusy] = useState(false);

  const attempt = async (work: () => Promise<void>) => {
    setBusy(true);
    setError(null);
    setSent(false);
    try {
      await work();
    } catch (cause) {
      if (cause instanceof KontorError && cause.code === 'step_over') onBack(refusalText(cause));
      else setError(refusalText(cause));
    } finally {
      setBusy(false);
    }
  };
  const finish = () =>
    attempt(async () => {
      const answer = await client.session.secondFactor({ attempt: waiting.attempt, code: code.trim() });
      if ('user' in answer) onEnter(answer.user.id);
    });
  const again = () =>
    attempt(async () => {
      await client.session.sendAgain(waiting.attempt);
      setCode('');
      setSent(true);
    });

  const hint = waiting.kind === 'email' ? t('signIn.codeSent', { to: waiting.sentTo ?? '' }) : t('signIn.codeOfApp');
  return (
    <Card sheet={sheet} title={t('signIn.secondStep')} hint={hint} error={error} onSubmit={() => void finish()}>
      <TextInput
        label={t(`signIn.code.${waiting.kind}`)}
        value={code}
        onChange={(event) => setCode(event.currentTarget.value)}
        autoComplete="one-time-code"
        autoCapitalize="none"
        spellCheck={false}
        inputMode={waiting.kind === 'email' ? 'numeric' : 'text'}
        required
        withAsterisk={false}
        data-autofocus
      />
      {sent && (
        <Text size="sm" role="status">
          {t('signIn.sentAgain')}
        </Text>
      )}
      <Button type="submit" loading={busy} fullWidth>
        {t('signIn.submit')}
      </Button>
      <Group justify="space-between">
        <Anchor component="button" type="button" size="sm" onClick={() => onBack(null)}>
          {t('signIn.back')}
        </Anchor>
        {waiting.kind === 'email' && (
          <Anchor component="button" type="button" size="sm" disabled={busy} onClick={() => void again()}>
            {t('signIn.sendAgain')}
          </Anchor>
        )}
      </Group>
    </Card>
  );
}
