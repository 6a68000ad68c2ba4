// Downloads what the list shows: its columns, its filter, its order.

import { ActionIcon, Menu } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { MenuButtonName } from '../shell/menu-button-name.tsx';
import type { Column } from './columns.ts';
import { ExportItems } from './export-items.tsx';
import type { RowsQuery } from './use-pages.ts';

const TemplateItems = lazy(() => import('./template-items.tsx').then((module) => ({ default: module.TemplateItems })));

export function ExportMenu({ entity, query, columns }: { entity: EntityDescription; query: RowsQuery; columns: readonly Column[] }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <MenuButtonName label={t('list.export')}>
          <ActionIcon size={30} variant="default">
            <IconDownload size={16} />
          </ActionIcon>
        </MenuButtonName>
      </Menu.Target>
      <Menu.Dropdown>
        <ExportItems entity={entity} columns={columns} query={query} />
        <Suspense>
          <TemplateItems entity={entity.name} query={query} />
        </Suspense>
      </Menu.Dropdown>
    </Menu>
  );
}
