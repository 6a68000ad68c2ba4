// Documents made by templates: offered on a record, and tried on the template itself.

import { Alert, Button, Menu, Modal, Stack } from '@mantine/core';
import { IconFilePlus } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import { errorText, showDone } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';

export interface OfferedTemplate {
  readonly id: string;
  readonly name: string;
}

interface Made {
  readonly open: AnyReference;
}

/** Null for a list. */
export function useOfferedTemplates(entity: string, id: string | null, enabled = true): readonly OfferedTemplate[] {
  const { data } = useQuery({
    queryKey: [...keys.entity('document_templates'), 'offered', entity, id],
    queryFn: ({ signal }) => client.service<OfferedTemplate[]>('offered_templates', id === null ? { entity } : { entity, id }, { signal }),
    enabled,
  });
  return data ?? [];
}

export function CreateDocument({ record }: { record: AnyReference }) {
  const { t } = useTranslation();
  const templates = useOfferedTemplates(record.entity, record.id);
  const [busy, during] = useBusy();
  const create = ({ id, name }: OfferedTemplate) =>
    during(async () => {
      await client.service<Made>('create_document', { template: id, entity: record.entity, id: record.id });
      await queryClient.invalidateQueries({ queryKey: keys.entity('files') });
      showDone(t('files.created', { name }));
    });
  if (templates.length === 0) return null;
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button size="compact-sm" variant="default" loading={busy} leftSection={<IconFilePlus size={14} />}>
          {t('files.createDocument')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {templates.map((template) => (
          <Menu.Item key={template.id} onClick={() => void create(template)}>
            {template.name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** Of any record one may see, whether the template is offered there or not. */
export function PreviewTemplate({ entity, template }: { entity: EntityDescription; template: RecordValues }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [open, setOpen] = useState(false);
  const [record, setRecord] = useState<Reference | null>(null);
  const [busy, during] = useBusy((error) => setProblem(errorText(error)));
  const [problem, setProblem] = useState<string | null>(null);
  const like = fieldOf(entity, 'file')!;
  const show = () =>
    during(async () => {
      setProblem(null);
      const made = await client.service<Made>('preview_document', { template: template.id, record: record?.id ?? '' });
      await navigate({ to: '/$entity/$id', params: { entity: made.open.entity, id: made.open.id } });
    });
  return (
    <>
      <Button size="xs" variant="default" onClick={() => setOpen(true)}>
        {t('files.preview')}
      </Button>
      <Modal opened={open} onClose={() => setOpen(false)} title={t('files.preview')} closeButtonProps={{ 'aria-label': t('filter.close') }}>
        <Stack gap="sm">
          <ReferencePicker
            entity={String(template.entity)}
            field={{ ...like, name: 'record', label: t('files.previewOf'), type: 'reference', to: [String(template.entity)], help: '' }}
            value={record}
            onChange={setRecord}
            place="form"
            required
          />
          {problem && <Alert color="red">{problem}</Alert>}
          <Button loading={busy} disabled={!record} onClick={() => void show()}>
            {t('files.preview')}
          </Button>
        </Stack>
      </Modal>
    </>
  );
}
