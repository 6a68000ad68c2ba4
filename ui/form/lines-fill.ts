// Choosing a record in a row brings what the row would copy from it: fields of the same name and type that are still empty, e.g. the
// unit price of a product. The server does the same; this only shows it before saving.

import type { FieldDescription, Reference, Values } from '../../client/index.ts';
import { isEmpty } from '../fields/lookup.ts';
import { useSetup } from '../queries.ts';
import { client } from '../workspace.ts';

export function useFill(columns: readonly FieldDescription[], onFound: (row: string, values: Values) => void) {
  const { entities } = useSetup();
  return (row: string, column: FieldDescription, value: unknown) => {
    const target = entities.find((entity) => entity.name === column.to[0]);
    if (!target?.can.view || isEmpty(value)) return;
    const shared = columns.filter(
      (own) => own !== column && own.formula === null && target.fields.some((field) => field.name === own.name && field.type === own.type),
    );
    if (shared.length === 0) return;
    client
      .records(target.name)
      .get((value as Reference).id, { fields: ['id', ...shared.map((field) => field.name)] })
      .then(({ record }) => {
        const found = shared.filter((field) => !isEmpty(record[field.name])).map((field) => [field.name, record[field.name]]);
        if (found.length > 0) onFound(row, Object.fromEntries(found));
      })
      // Only a convenience: the server fills what is left empty.
      .catch(() => undefined);
  };
}
