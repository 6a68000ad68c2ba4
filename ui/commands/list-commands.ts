// What can be done with the list that is open, by word or key.

import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { ExportPart } from '../list/export-parts.ts';
import { FACE_LABELS } from '../views/faces.ts';
import type { Face } from '../views/view.ts';
import { type Command, useCommands } from './registry.ts';

interface ListActions {
  readonly faces: readonly Face[];
  readonly face: Face;
  readonly onFace: (face: Face) => void;
  readonly exports: readonly ExportPart[];
  readonly exportUrl: (part: ExportPart, format: 'csv' | 'xlsx') => string;
}

export function useListCommands(entity: EntityDescription, { faces, face, onFace, exports, exportUrl }: ListActions): void {
  const { t } = useTranslation();
  const router = useRouter();
  const commands: Command[] = [
    {
      id: 'list search',
      label: t('list.searchIn', { noun: entity.plural }),
      group: 'here',
      keys: '/',
      icon: 'search',
      run: () => focusOn('input[type=search]'),
    },
    {
      id: 'list filter',
      label: t('commands.filter'),
      group: 'here',
      keys: 'f',
      icon: 'filter',
      run: () => focusOn('[data-command=filter]')?.click(),
    },
  ];
  if (entity.can.create)
    commands.push({
      id: `new ${entity.name}`,
      label: t('search.createNew', { noun: entity.label }),
      group: 'here',
      keys: 'n',
      icon: 'plus',
      run: () => void router.navigate({ to: '/$entity/new', params: { entity: entity.name } }),
    });
  for (const other of faces.filter((one) => one !== face))
    commands.push({
      id: `list face ${other}`,
      label: t(FACE_LABELS[other]),
      group: 'here',
      icon: 'layout',
      run: () => onFace(other),
    });
  if (entity.can.export)
    for (const part of exports)
      for (const format of ['csv', 'xlsx'] as const) {
        const file = t(`list.exportAs.${format}`);
        commands.push({
          id: `export ${format} ${part.label ?? ''}`,
          label: `${t('list.export')}: ${part.label === null ? file : t('list.exportWith', { format: file, rows: part.label })}`,
          group: 'here',
          icon: 'download',
          run: () => location.assign(exportUrl(part, format)),
        });
      }
  useCommands(commands);
}

function focusOn(selector: string): HTMLElement | null {
  const found = document.querySelector<HTMLElement>(`#content ${selector}`);
  found?.focus();
  return found;
}
