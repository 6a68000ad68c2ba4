// What can be done with the one record that is chosen in a list: the actions of its page, without going there (row TT-23).

import type { EntityDescription } from '../../client/index.ts';
import { useRecord } from '../queries.ts';
import { ActionButtons } from '../record/action-buttons.tsx';

export function ChosenActions({ entity, id }: { entity: EntityDescription; id: string }) {
  const { data } = useRecord(entity.name, id);
  return data ? <ActionButtons entity={entity} record={data.record} allowed={data.can.actions} most={0} /> : null;
}
