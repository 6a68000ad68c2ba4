// A screen that could not be shown: says why in plain words and offers the way on. The rest of the application keeps working.

import { Button, Group, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconMapOff } from '@tabler/icons-react';
import { useQueryErrorResetBoundary } from '@tanstack/react-query';
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError } from '../../client/index.ts';
import { errorText } from '../messages.ts';
import { ButtonLink } from './button-link.tsx';

export function PageError({ error, reset }: ErrorComponentProps) {
  const { t } = useTranslation();
  const router = useRouter();
  const { reset: resetQueries } = useQueryErrorResetBoundary();
  if (error instanceof KontorError && error.status === 404) return <PageMissing />;
  const again = () => {
    resetQueries();
    reset();
    void router.invalidate();
  };
  return (
    <Notice icon={<IconAlertTriangle size={28} stroke={1.5} />} title={t('errors.title')} text={errorText(error)}>
      <Button onClick={again}>{t('errors.again')}</Button>
      <Button variant="default" onClick={() => location.reload()}>
        {t('errors.reload')}
      </Button>
    </Notice>
  );
}

export function PageMissing() {
  const { t } = useTranslation();
  return (
    <Notice icon={<IconMapOff size={28} stroke={1.5} />} title={t('errors.missing')} text={t('errors.missingHint')}>
      <ButtonLink to="/" variant="default">
        {t('errors.home')}
      </ButtonLink>
    </Notice>
  );
}

/** A place with nothing to show: what it is, why, and the first step. */
export function Notice({ icon, title, text, children }: { icon: ReactNode; title: string; text: string; children?: ReactNode }) {
  return (
    <div
      style={{
        display: 'grid',
        placeItems: 'center',
        alignContent: 'center',
        gap: 10,
        minHeight: 260,
        height: '100%',
        padding: 24,
        textAlign: 'center',
      }}
    >
      <Text c="dimmed" component="span" lh={0}>
        {icon}
      </Text>
      <Title order={2}>{title}</Title>
      <Text c="dimmed" maw={440} style={{ overflowWrap: 'anywhere' }}>
        {text}
      </Text>
      {children && <Group mt={6}>{children}</Group>}
    </div>
  );
}
