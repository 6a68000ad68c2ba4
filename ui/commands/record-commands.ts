// What can be done with the record that is open, by word or key.

import { useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { ActionDescription, EntityDescription } from '../../client/index.ts';
import { hasForm } from '../form/can-type.ts';
import { type Command, useCommands } from './registry.ts';

export function useRecordCommands(
  entity: EntityDescription,
  id: string,
  actions: readonly ActionDescription[],
  start: (action: ActionDescription) => void,
): void {
  const { t } = useTranslation();
  const router = useRouter();
  const edit = () => void router.navigate({ to: '/$entity/$id', params: { entity: entity.name, id }, search: { edit: '1' } });
  useCommands([
    ...(entity.can.update && hasForm(entity)
      ? [{ id: 'record edit', label: t('commands.edit'), group: 'here', keys: 'e', icon: 'pencil', run: edit } as const]
      : []),
    ...actions.map(
      (action): Command => ({
        id: `act ${entity.name}.${action.name}`,
        label: action.label,
        group: 'here',
        icon: 'bolt',
        run: () => start(action),
      }),
    ),
  ]);
}
