// Record pages of a noun, set up; without one in the address, of the first.

import { useParams } from '@tanstack/react-router';
import { useEntity, useSetup } from '../queries.ts';
import { CardsPage } from '../settings/cards-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function CardsScreen() {
  const { entity: name } = useParams({ from: '/settings/cards/{-$entity}' });
  const { entities } = useSetup();
  const settings = useEntity('card_settings');
  const nouns = entities.filter((entity) => entity.can.view && entity.area === 'business');
  const noun = name ? nouns.find((one) => one.name === name) : nouns[0];
  if (!settings?.can.update || !noun) return <PageMissing />;
  return <CardsPage key={noun.name} noun={noun} nouns={nouns} />;
}
