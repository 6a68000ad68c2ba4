// Downloads what the list shows: its columns, its filter, its order.

import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { Column } from './columns.ts';
import { exportUrl } from './export-url.ts';
import type { RowsQuery } from './use-pages.ts';

export function ExportMenu({ entity, query, columns }: { entity: EntityDescription; query: RowsQuery; columns: readonly Column[] }) {
  const { t } = useTranslation();
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Tooltip label={t('list.export')}>
          <ActionIcon size={30} variant="default" aria-label={t('list.export')}>
            <IconDownload size={16} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {(['csv', 'xlsx'] as const).map((format) => (
          <Menu.Item key={format} component="a" href={exportUrl(entity, columns, query, format)} download>
            {t(`list.exportAs.${format}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
