// Choosing a record in a row brings what the row would copy from it: fields of the same name and type that are still empty, e.g. the
// unit price of a product. The server does the same; this only shows it before saving.

import type { EntityDescription, FieldDescription, Reference } from '../../client/index.ts';
import { isEmpty } from '../fields/lookup.ts';
import type { Derived, Filled } from '../parts.ts';
import { useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import type { Row } from './lines-wire.ts';

export function useFill(columns: readonly FieldDescription[], own: Derived['fill'], onFound: (row: Row, found: Filled) => void) {
  const { entities } = useSetup();
  return (row: Row, column: FieldDescription, value: unknown) => {
    if (isEmpty(value)) return;
    const found = own?.({ ...row, [column.name]: value }, column.name) ?? sameNames(entities, columns, column, value as Reference);
    // Only a convenience: the server fills what is left empty.
    found?.then((filled) => onFound(row, filled)).catch(() => undefined);
  };
}

function sameNames(
  entities: readonly EntityDescription[],
  columns: readonly FieldDescription[],
  column: FieldDescription,
  { id }: Reference,
): Promise<Filled> | null {
  const target = entities.find((entity) => entity.name === column.to[0]);
  if (!target?.can.view) return null;
  const shared = columns.filter(
    (own) => own !== column && own.formula === null && target.fields.some((field) => field.name === own.name && field.type === own.type),
  );
  if (shared.length === 0) return null;
  return client
    .records(target.name)
    .get(id, { fields: ['id', ...shared.map((field) => field.name)] })
    .then(({ record }) => ({ row: Object.fromEntries(shared.map((field) => [field.name, record[field.name]])) }));
}
