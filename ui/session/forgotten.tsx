// A link for a new password is asked for. What one hears is the same whether there is such an account or not.

import { Alert, Anchor, Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useBusy } from '../busy.ts';
import { client } from '../workspace.ts';
import { Card } from './card.tsx';
import { refusalText } from './refusal.ts';

export function Forgotten({ sheet, typed, onBack }: { sheet: boolean; typed: string; onBack: () => void }) {
  const { t } = useTranslation();
  const [login, setLogin] = useState(typed);
  const [asked, setAsked] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const [busy, during] = useBusy((cause) => setError(refusalText(cause)));

  const ask = () =>
    during(async () => {
      setError(null);
      await client.session.forgotten(login.trim());
      setAsked(true);
    });

  return (
    <Card sheet={sheet} title={t('signIn.forgotten')} hint={t('signIn.forgottenHint')} error={error} onSubmit={() => void ask()}>
      {asked ? (
        <Alert color="green" variant="light" p="xs" role="status">
          {t('signIn.asked')}
        </Alert>
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
          <Button type="submit" loading={busy} fullWidth>
            {t('signIn.ask')}
          </Button>
        </>
      )}
      <div>
        <Anchor component="button" type="button" size="sm" onClick={onBack}>
          {t('signIn.back')}
        </Anchor>
      </div>
    </Card>
  );
}
