// Sheets that templates make of a list: a row for each record that it shows.

import { Menu } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { AnyReference } from '../../client/index.ts';
import { showError } from '../messages.ts';
import { useOfferedTemplates } from '../record/create-document.tsx';
import { client } from '../workspace.ts';
import type { RowsQuery } from './use-pages.ts';

export function TemplateItems({ entity, query: { filter, sort, q } }: { entity: string; query: Omit<RowsQuery, 'fields'> }) {
  const navigate = useNavigate();
  const templates = useOfferedTemplates(entity, null);
  const create = async (template: string) => {
    try {
      const asked = { template, entity, filter: filter ?? null, sort: sort ?? null, q: q ?? null };
      const { open } = await client.service<{ open: AnyReference }>('create_list_document', asked);
      await navigate({ to: '/$entity/$id', params: { entity: open.entity, id: open.id } });
    } catch (error) {
      showError(error);
    }
  };
  if (templates.length === 0) return null;
  return (
    <>
      <Menu.Divider />
      {templates.map(({ id, name }) => (
        <Menu.Item key={id} onClick={() => void create(id)}>
          {name}
        </Menu.Item>
      ))}
    </>
  );
}
