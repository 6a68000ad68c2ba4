// The authenticator app of one's own account: set up by a QR code, recovery codes to keep, taken off again.

import { Alert, Button, Code, CopyButton, Group, Modal, PasswordInput, SimpleGrid, Stack, Text, TextInput, Title } from '@mantine/core';
import { IconShieldCheck, IconShieldOff } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { renderSVG } from 'uqr';
import { KontorError, type Values } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { errorText, showDone } from '../messages.ts';
import { keys, queryClient, useRecord } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './authenticator.module.css';

type Step =
  | { readonly kind: 'prove'; readonly action: 'begin_app' | 'renew_recovery' | 'remove_app' }
  | { readonly kind: 'scan'; readonly secret: string; readonly address: string }
  | { readonly kind: 'codes'; readonly codes: readonly string[] };

interface Result {
  readonly result?: { readonly secret?: string; readonly address?: string; readonly codes?: readonly string[] };
}

export function Authenticator({ me }: { me: string }) {
  const { t } = useTranslation();
  const { data } = useRecord('users', me);
  const { step, error, busy, run, close } = useSteps(me);
  const isOn = Boolean(data?.record.second_factor);
  const allowed = data?.can.actions ?? [];
  if (!data || !(allowed.includes('begin_app') || isOn)) return null;
  return (
    <section aria-labelledby="app-title">
      <Title order={2} size="h4" id="app-title" mb="xs">
        {t('security.app.title')}
      </Title>
      <Group gap="xs" mb="xs" wrap="nowrap" align="flex-start">
        {isOn ? (
          <IconShieldCheck className={classes.icon} size={20} stroke={1.5} color="var(--mantine-color-green-6)" />
        ) : (
          <IconShieldOff className={classes.icon} size={20} stroke={1.5} />
        )}
        <Text size="sm">{t(isOn ? 'security.app.on' : 'security.app.off')}</Text>
      </Group>
      {error && step === null && (
        <Alert color="red" variant="light" mb="xs" role="alert">
          {error}
        </Alert>
      )}
      <Group gap="xs">
        {!isOn && (
          <Button size="sm" loading={busy && step === null} onClick={() => void run('begin_app', {})}>
            {t('security.app.begin')}
          </Button>
        )}
        {isOn && (
          <>
            <Button size="sm" variant="default" disabled={busy} onClick={() => void run('renew_recovery', {})}>
              {t('security.app.renew')}
            </Button>
            <Button size="sm" variant="default" disabled={busy} onClick={() => void run('remove_app', {})}>
              {t('security.app.remove')}
            </Button>
          </>
        )}
      </Group>
      <Modal opened={step !== null} onClose={close} title={t('security.app.title')} closeButtonProps={{ 'aria-label': t('filter.close') }}>
        {step && <StepView key={step.kind} step={step} error={error} busy={busy} run={run} onDone={close} />}
      </Modal>
    </section>
  );
}

type Run = (action: string, input: Values) => Promise<void>;

/** Where one is: what the server answers is the next step. */
function useSteps(me: string) {
  const { t } = useTranslation();
  const [step, setStep] = useState<Step | null>(null);
  const [error, setError] = useState<string | null>(null);
  const [busy, during] = useBusy((cause) => setError(errorText(cause)));
  const goOn = ({ secret, address, codes }: NonNullable<Result['result']>) => {
    if (codes) return setStep({ kind: 'codes', codes });
    if (secret && address) return setStep({ kind: 'scan', secret, address });
    setStep(null);
    showDone(t('security.app.removed'));
  };
  const run: Run = (action, input) =>
    during(async () => {
      setError(null);
      try {
        const { result = {} } = await client.records('users').act<Result>(me, action, input);
        goOn(result);
        await queryClient.invalidateQueries({ queryKey: keys.record('users', me) });
      } catch (cause) {
        if (input.current || !isProving(action) || !asksPassword(cause)) throw cause;
        setStep({ kind: 'prove', action });
      }
    });
  const close = () => {
    setStep(null);
    setError(null);
  };
  return { step, error, busy, run, close };
}

function isProving(action: string): action is 'begin_app' | 'renew_recovery' | 'remove_app' {
  return ['begin_app', 'renew_recovery', 'remove_app'].includes(action);
}

function asksPassword(cause: unknown): boolean {
  return cause instanceof KontorError && cause.errors.some(({ field }) => field === 'current');
}

interface StepViewProps {
  step: Step;
  error: string | null;
  busy: boolean;
  run: Run;
  onDone: () => void;
}

function StepView({ step, error, busy, run, onDone }: StepViewProps) {
  const { t } = useTranslation();
  switch (step.kind) {
    case 'prove':
      return (
        <Ask
          label={t('security.password.current')}
          secret
          hint={t('security.app.prove')}
          error={error}
          busy={busy}
          onSend={(current) => void run(step.action, { current })}
        />
      );
    case 'scan':
      return (
        <Ask
          label={t('security.app.code')}
          hint={t('security.app.scan')}
          error={error}
          busy={busy}
          onSend={(code) => void run('confirm_app', { code })}
        >
          {/* Made here, of a text that is ours: no server learns the secret by drawing it. */}
          <img
            className={classes.code}
            alt={t('security.app.qr')}
            src={`data:image/svg+xml,${encodeURIComponent(renderSVG(step.address))}`}
          />
          <Text size="sm">
            {t('security.app.byHand')} <Code>{step.secret.replace(/(.{4})/g, '$1 ').trim()}</Code>
          </Text>
        </Ask>
      );
    case 'codes':
      return <RecoveryCodes codes={step.codes} onDone={onDone} />;
  }
}

interface AskProps {
  label: string;
  hint: string;
  error: string | null;
  busy: boolean;
  secret?: boolean;
  onSend: (text: string) => void;
  children?: ReactNode;
}

function Ask({ label, hint, error, busy, secret = false, onSend, children }: AskProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const common = { label, error, value: text, required: true, withAsterisk: false, 'data-autofocus': true };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend(text);
      }}
    >
      <Stack gap="sm">
        <Text size="sm">{hint}</Text>
        {children}
        {secret ? (
          <PasswordInput
            {...common}
            autoComplete="current-password"
            onChange={(event) => setText(event.currentTarget.value)}
            visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
          />
        ) : (
          <TextInput
            {...common}
            autoComplete="one-time-code"
            inputMode="numeric"
            onChange={(event) => setText(event.currentTarget.value)}
          />
        )}
        <div>
          <Button type="submit" loading={busy}>
            {t('security.app.next')}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function RecoveryCodes({ codes, onDone }: { codes: readonly string[]; onDone: () => void }) {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <Text size="sm">{t('security.app.codes')}</Text>
      <SimpleGrid cols={2} spacing="xs">
        {codes.map((code) => (
          <Code key={code}>{code}</Code>
        ))}
      </SimpleGrid>
      <Group gap="xs">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {t(copied ? 'record.copied' : 'record.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{t('security.app.kept')}</Button>
      </Group>
    </Stack>
  );
}
