// The menu of columns.

import { ActionIcon, Popover } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { MenuButtonName } from '../shell/menu-button-name.tsx';
import type { Column } from './columns.ts';

const ColumnChoices = lazy(() => import('./column-choices.tsx').then((module) => ({ default: module.ColumnChoices })));

export interface ColumnMenuProps {
  readonly entity: EntityDescription;
  readonly columns: readonly Column[];
  readonly frozen: number;
  /** undefined: as it was at first. */
  readonly onColumns: (paths: string[] | undefined) => void;
  readonly onFrozen: (frozen: number) => void;
}

export function ColumnMenu(props: ColumnMenuProps) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" withinPortal trapFocus>
      <Popover.Target>
        <MenuButtonName label={t('list.columns')}>
          <ActionIcon size={30} variant="default">
            <IconColumns3 size={16} />
          </ActionIcon>
        </MenuButtonName>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Suspense>
          <ColumnChoices {...props} />
        </Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
