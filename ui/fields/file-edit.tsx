// The controls of file and image: uploads to the record.

import { Button, FileButton, Group, Input, Text } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { client } from '../workspace.ts';
import classes from './fields.module.css';
import { useWrapperProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function ImageEdit(props: EditProps<Reference>) {
  return <FileEdit {...props} accept="image/*" />;
}

export function FileEdit({ value, onChange, accept, entity, recordId, ...props }: EditProps<Reference> & { accept?: string }) {
  const { t } = useTranslation();
  const wrapper = useWrapperProps(props);
  const [busy, during] = useBusy();
  const upload = async (file: File | null) => {
    if (!file) return;
    await during(async () => {
      const kept = await (recordId ? client.records(entity).upload(recordId, file, file.name) : client.files.upload(file, file.name));
      onChange({ id: kept.id, title: file.name });
    });
  };
  return (
    <Input.Wrapper {...wrapper} labelElement="div">
      <Group gap="xs" wrap="nowrap">
        <FileButton onChange={(file) => void upload(file)} accept={accept} disabled={props.disabled}>
          {(button) => (
            <Button {...button} size="compact-sm" variant="default" loading={busy} leftSection={<IconPaperclip size={14} />}>
              {t(value ? 'field.replaceFile' : 'field.chooseFile')}
            </Button>
          )}
        </FileButton>
        {value && (
          <>
            <Text size="sm" truncate>
              {value.title}
            </Text>
            <button
              type="button"
              className={classes.clear}
              onClick={() => onChange(null)}
              aria-label={t('field.remove', { title: value.title })}
              disabled={props.disabled}
            >
              <IconX size={14} />
            </button>
          </>
        )}
      </Group>
    </Input.Wrapper>
  );
}
