// The formats a list can be downloaded in, in a menu; where a file cannot hold all of its columns, which of them.

import { Menu } from '@mantine/core';
import { Fragment } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { Column } from './columns.ts';
import { exportParts } from './export-parts.ts';
import { exportUrl } from './export-url.ts';
import type { RowsQuery } from './use-pages.ts';

interface ExportItemsProps {
  readonly entity: EntityDescription;
  readonly columns: readonly Column[];
  readonly query: Omit<RowsQuery, 'fields'>;
}

export function ExportItems({ entity, columns, query }: ExportItemsProps) {
  const { t } = useTranslation();
  const parts = exportParts(entity, columns);
  return (
    <>
      {parts.length > 1 && <Menu.Label maw={280}>{t('list.exportOneKind')}</Menu.Label>}
      {parts.map((part, at) => (
        <Fragment key={part.paths.join()}>
          {at > 0 && <Menu.Divider />}
          {(['csv', 'xlsx'] as const).map((format) => (
            <Menu.Item key={format} component="a" href={exportUrl(entity, part, query, format)} download>
              {part.label === null
                ? t(`list.exportAs.${format}`)
                : t('list.exportWith', { format: t(`list.exportAs.${format}`), rows: part.label })}
            </Menu.Item>
          ))}
        </Fragment>
      ))}
    </>
  );
}
