// Merging records of a noun: `?ids=` names them.

import { useParams, useSearch } from '@tanstack/react-router';
import { MergePage } from '../mass/merge-page.tsx';
import { useEntity } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';

export function MergeScreen() {
  const { entity: name } = useParams({ from: '/merge/$entity' });
  const { ids } = useSearch({ from: '/merge/$entity' });
  const entity = useEntity(name);
  if (!entity?.can.view) return <PageMissing />;
  return <MergePage entity={entity} ids={[...new Set(ids.split(',').filter(Boolean))]} />;
}
