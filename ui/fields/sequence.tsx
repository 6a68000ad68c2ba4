// sequence: a number the server gives.

import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useInputProps } from './input.ts';
import type { EditProps, Widget } from './widget.ts';

export const sequenceWidget: Widget<string> = {
  Show: ({ value }) => value,
  Edit: SequenceEdit,
  text: (value) => value,
  width: 130,
  readOnly: true,
};

function SequenceEdit({ value, onChange: _, ...props }: EditProps<string>) {
  const { t } = useTranslation();
  return <TextInput {...useInputProps(props)} value={value ?? ''} placeholder={t('field.numberComes')} readOnly withAsterisk={false} />;
}
