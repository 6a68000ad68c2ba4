// The control of secret: what is typed replaces what is stored; nothing typed leaves it alone.

import { Anchor, PasswordInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function SecretEdit({ value, onChange, ...props }: EditProps<string | true>) {
  const { t } = useTranslation();
  const [stored] = useState(value === true);
  const input = useInputProps(props);
  return (
    <>
      <PasswordInput
        {...input}
        value={typeof value === 'string' ? value : ''}
        placeholder={stored ? t(value === null ? 'settings.secretGoes' : 'settings.secretStored') : undefined}
        onChange={(event) => onChange(event.currentTarget.value || (stored ? true : null))}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('signIn.showPassword') }}
      />
      {stored && (
        <Anchor component="button" type="button" size="xs" onClick={() => onChange(value === null ? true : null)}>
          {t(value === null ? 'settings.secretKeep' : 'settings.secretRemove')}
        </Anchor>
      )}
    </>
  );
}
