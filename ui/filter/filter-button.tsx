// Opens the builder of the filter.

import { Button, type ButtonProps } from '@mantine/core';
import { IconFilter } from '@tabler/icons-react';
import type { ComponentPropsWithRef } from 'react';
import { useTranslation } from 'react-i18next';

type FilterButtonProps = ButtonProps & Omit<ComponentPropsWithRef<'button'>, keyof ButtonProps> & { open: boolean };

export function FilterButton({ open, ...button }: FilterButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      {...button}
      data-command="filter"
      size="compact-sm"
      variant="default"
      leftSection={<IconFilter size={14} />}
      aria-expanded={open}
    >
      {t('filter.filter')}
    </Button>
  );
}
