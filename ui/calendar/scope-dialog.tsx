// Which times of a series are meant: this one, this and those that follow, or all.

import { Button, Modal, Stack } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Scope } from './save.ts';

export interface Asked {
  readonly title: string;
  readonly answer: (scope: Scope | null) => void;
}

export function ScopeDialog({ asked }: { asked: Asked | null }) {
  const { t } = useTranslation();
  return (
    <Modal opened={asked !== null} onClose={() => asked?.answer(null)} title={asked?.title} size="sm">
      <Stack gap="xs">
        {(['this', 'following', 'all'] as const).map((scope, at) => (
          <Button
            key={scope}
            variant={at === 0 ? 'filled' : 'default'}
            data-autofocus={at === 0 || undefined}
            onClick={() => asked?.answer(scope)}
          >
            {t(`calendar.scope.${scope}`)}
          </Button>
        ))}
      </Stack>
    </Modal>
  );
}
