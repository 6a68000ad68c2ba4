// Products to choose from, as an administrator has set it up: which fields are seen, and which categories there are to look in (row CS-103).

import { Button, Group, Loader, Modal, ScrollArea, Select, Stack, Table, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useMediaQuery } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference, Values } from '../../client/index.ts';
import { plainText, widgetFor } from '../../ui/fields/lookup.ts';
import { useSetup } from '../../ui/queries.ts';
import { client } from '../../ui/workspace.ts';

export interface PickerSettings {
  /** Names of fields of products. */
  readonly fields: readonly string[];
  /** All there are; `fixed` the ones that are offered, none means all. */
  readonly categories: readonly { readonly id: string; readonly name: string; readonly parent: Reference | null }[];
  readonly fixed: readonly string[];
}

interface Props extends PickerSettings {
  readonly onPick: (product: Reference) => void;
  readonly onClose: () => void;
}

const PAGE = 50;

export function ProductPicker({ fields, categories, fixed, onPick, onClose }: Props) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [typed, setTyped] = useState('');
  const [category, setCategory] = useState<string | null>(null);
  const [taken, setTaken] = useState(0);
  const [q] = useDebouncedValue(typed.trim(), 150);
  const columns = fields.flatMap(
    (name) => entities.find((one) => one.name === 'products')?.fields.find((field) => field.name === name) ?? [],
  );
  // On a phone they stand below the name.
  const phone = useMediaQuery('(max-width: 640px)') ?? false;
  const beside = phone ? [] : columns;
  const names = columns.map(({ name }) => name);
  const filter = ['active', inCategories(category ? [category] : fixed, categories)].filter(Boolean).join(' and ');
  const { data, isPending } = useQuery({
    queryKey: ['product-picker', q, filter, names],
    queryFn: ({ signal }) =>
      client.records('products').list({ fields: ['id', 'name', ...names], filter, q, sort: 'name', limit: PAGE }, { signal }),
    placeholderData: keepPreviousData,
  });
  const offered = categories.filter(({ id }) => fixed.length === 0 || fixed.includes(id));
  const choose = (product: Values) => {
    onPick({ id: String(product.id), title: String(product.name) });
    setTaken(taken + 1);
  };
  return (
    <Modal opened onClose={onClose} size="xl" title={t('lines.choose')} closeButtonProps={{ 'aria-label': t('filter.close') }}>
      <Stack gap="sm">
        <Group grow align="end">
          <TextInput
            label={t('lines.chooseSearch')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            data-autofocus
          />
          <Select
            label={t('lines.chooseCategory')}
            data={offered.map(({ id, name }) => ({ value: id, label: name }))}
            value={category}
            onChange={setCategory}
            placeholder={t('lines.chooseAll')}
            searchable
            clearable
            clearButtonProps={{ 'aria-label': t('field.clear') }}
          />
        </Group>
        <ScrollArea.Autosize mah="50vh">
          <Table highlightOnHover aria-label={t('lines.choose')}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{entities.find((one) => one.name === 'products')?.label}</Table.Th>
                {beside.map((column) => (
                  <Table.Th key={column.name} ta={widgetFor(column).align === 'end' ? 'end' : 'start'}>
                    {column.label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data?.records.map((product) => (
                <Table.Tr key={product.id} onClick={() => choose(product)} style={{ cursor: 'pointer' }}>
                  <Table.Td>
                    <UnstyledButton fz="sm">{String(product.name)}</UnstyledButton>
                    {phone && (
                      <Text size="xs" c="dimmed">
                        {columns
                          .map((column) => plainText(column, product[column.name]))
                          .filter(Boolean)
                          .join(' · ')}
                      </Text>
                    )}
                  </Table.Td>
                  {beside.map((column) => (
                    <Table.Td key={column.name} ta={widgetFor(column).align === 'end' ? 'end' : 'start'}>
                      {plainText(column, product[column.name])}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {isPending && <Loader size="sm" m="md" />}
          {data?.records.length === 0 && (
            <Text size="sm" c="dimmed" p="md">
              {t('field.nothingFound')}
            </Text>
          )}
        </ScrollArea.Autosize>
        <Group justify="space-between">
          <Text size="sm" role="status">
            {taken > 0 ? t('lines.chosen', { count: taken }) : ''}
          </Text>
          <Button onClick={onClose}>{t('lines.done')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

/** In these or in any below them; empty where all are meant. */
function inCategories(chosen: readonly string[], all: PickerSettings['categories']): string {
  const ids = new Set(chosen);
  for (let before = -1; before < ids.size; ) {
    before = ids.size;
    for (const { id, parent } of all) if (parent && ids.has(parent.id)) ids.add(id);
  }
  return ids.size === 0 ? '' : `product_category in (${[...ids].map((id) => `"${id}"`).join(', ')})`;
}
