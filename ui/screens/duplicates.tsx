// Likely duplicates of a noun; without one in the address, of the first that has rules. `?filter=` looks among chosen records.

import { useParams, useSearch } from '@tanstack/react-router';
import { DuplicatesPage } from '../duplicates/duplicates-page.tsx';
import { useNounsWithRules } from '../mass/data-settings.ts';
import { useSetup } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';
import { PagePending } from '../shell/page-pending.tsx';

export function DuplicatesScreen() {
  const { entity: name } = useParams({ from: '/duplicates/{-$entity}' });
  const { filter } = useSearch({ from: '/duplicates/{-$entity}' });
  const { entities } = useSetup();
  const ruled = useNounsWithRules();
  if (!ruled) return <PagePending />;
  const nouns = entities.filter(
    (entity) => entity.can.view && entity.area === 'business' && (ruled.has(entity.name) || entity.name === name),
  );
  const entity = name ? nouns.find((one) => one.name === name) : nouns[0];
  if (!entity) return <PageMissing />;
  return <DuplicatesPage key={`${entity.name} ${filter ?? ''}`} entity={entity} nouns={nouns} filter={filter} />;
}
