// Custom fields of a noun; without one in the address, of the first.

import { useParams } from '@tanstack/react-router';
import { useEntity } from '../queries.ts';
import { CustomFieldsPage, useExtensible } from '../settings/custom-fields-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function CustomFieldsScreen() {
  const { entity: name } = useParams({ from: '/settings/fields/{-$entity}' });
  const customFields = useEntity('custom_fields');
  const nouns = useExtensible();
  const usual = nouns.find((noun) => noun.area === 'business' && noun.menu && noun.name !== 'files') ?? nouns[0];
  const noun = name ? nouns.find((candidate) => candidate.name === name) : usual;
  if (!customFields?.can.view || !noun) return <PageMissing />;
  return <CustomFieldsPage key={noun.name} customFields={customFields} noun={noun} nouns={nouns} />;
}
