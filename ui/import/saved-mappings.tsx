// Mappings kept for the next file of the same kind: taken with one choice, kept with a name.

import { Button, Group, Popover, Select, TextInput } from '@mantine/core';
import { IconDeviceFloppy } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, ImportRequest } from '../../client/index.ts';
import { problemOf } from '../form/problems.ts';
import { showDone } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import { client } from '../workspace.ts';

export interface SavedMapping {
  readonly mapping: ImportRequest['mapping'];
  readonly match: NonNullable<ImportRequest['match']>;
}

export interface SavedMappingsProps {
  entity: EntityDescription;
  /** What would be kept now. */
  current: ImportRequest;
  busy: boolean;
  onTake: (saved: SavedMapping) => void;
}

export function SavedMappings({ entity, current, busy, onTake }: SavedMappingsProps) {
  const { t } = useTranslation();
  const noun = useEntity('import_mappings');
  const query = { filter: `entity = ${JSON.stringify(entity.name)}`, sort: 'name', limit: 100 };
  const { data } = useQuery({
    queryKey: keys.list('import_mappings', query),
    queryFn: ({ signal }) => client.records('import_mappings').list(query, { signal }),
    enabled: noun?.can.view === true,
  });
  if (!noun?.can.view) return null;
  const take = async (id: string | null) => {
    if (!id) return;
    // The list leaves long texts out.
    const { record } = await client.records('import_mappings').get(id);
    const fields = String(record.match_fields ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter(Boolean);
    const mode = (record.match_mode as SavedMapping['match']['mode'] | null) ?? 'create';
    onTake({ mapping: JSON.parse(String(record.mapping)) as SavedMapping['mapping'], match: { fields, mode } });
  };
  return (
    <Group gap="xs" align="flex-end">
      {data && data.records.length > 0 && (
        <Select
          size="xs"
          w={200}
          aria-label={t('import.savedMapping')}
          placeholder={t('import.savedMapping')}
          data={data.records.map(({ id, name }) => ({ value: id, label: String(name) }))}
          value={null}
          onChange={(id) => void take(id)}
          disabled={busy}
        />
      )}
      {noun.can.create && current.mapping.length > 0 && <KeepMapping current={current} />}
    </Group>
  );
}

function KeepMapping({ current }: { current: ImportRequest }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const [name, setName] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const keep = async (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation();
    try {
      await client.records('import_mappings').create({
        name,
        entity: current.entity,
        mapping: JSON.stringify(current.mapping.map(({ format, ...column }) => ({ ...column, ...(format ? { format } : {}) }))),
        match_fields: current.match?.fields.join(',') ?? null,
        match_mode: current.match?.mode ?? 'create',
      });
      void queryClient.invalidateQueries({ queryKey: keys.entity('import_mappings') });
      showDone(t('import.mappingKept', { name }));
      setOpen(false);
      setName('');
    } catch (error) {
      setProblem(problemOf(error, 'name'));
    }
  };
  return (
    <Popover opened={open} onChange={setOpen} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button size="xs" variant="subtle" color="gray" leftSection={<IconDeviceFloppy size={15} />} onClick={() => setOpen((was) => !was)}>
          {t('import.keepMapping')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form onSubmit={(event) => void keep(event)}>
          <Group gap="xs" align="flex-end">
            <TextInput
              size="xs"
              label={t('import.mappingName')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={problem}
              required
              withAsterisk={false}
              data-autofocus
            />
            <Button size="xs" type="submit">
              {t('form.save')}
            </Button>
          </Group>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
