// A number that the server gives, where one would look for it in a form.

import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function SequenceEdit({ value, onChange: _, ...props }: EditProps<string>) {
  const { t } = useTranslation();
  return <TextInput {...useInputProps(props)} value={value ?? ''} placeholder={t('field.numberComes')} readOnly withAsterisk={false} />;
}
