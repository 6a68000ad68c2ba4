// Personal data of a contact or lead, on a page of its own.

import { useParams } from '@tanstack/react-router';
import { PersonalPage } from '../privacy/personal-page.tsx';
import { useEntity } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';

export function PersonalScreen() {
  const { entity: name, id } = useParams({ from: '/$entity/$id/personal-data' });
  const entity = useEntity(name);
  if (!entity?.can.view) return <PageMissing />;
  return <PersonalPage key={id} entity={entity} id={id} />;
}
