// The control of password.

import { PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function PasswordEdit({ value, onChange, ...props }: EditProps<string>) {
  const { t } = useTranslation();
  return (
    <PasswordInput
      {...useInputProps(props)}
      value={value ?? ''}
      onChange={(event) => onChange(event.currentTarget.value || null)}
      autoComplete="new-password"
      visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
    />
  );
}
