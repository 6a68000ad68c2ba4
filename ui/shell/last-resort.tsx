// When even the frame fails: says so and offers to load the page anew, instead of leaving it blank.

import { Button } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { CatchBoundary, type ErrorComponentProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../messages.ts';
import { Notice } from './page-error.tsx';

export function LastResort({ children }: { children: ReactNode }) {
  return (
    <CatchBoundary getResetKey={() => 'application'} errorComponent={Broken}>
      {children}
    </CatchBoundary>
  );
}

function Broken({ error }: ErrorComponentProps) {
  const { t } = useTranslation();
  return (
    <Notice icon={<IconAlertTriangle size={28} stroke={1.5} />} title={t('errors.title')} text={errorText(error)}>
      <Button onClick={() => location.reload()}>{t('errors.reload')}</Button>
    </Notice>
  );
}
