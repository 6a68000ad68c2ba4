// Data quality of a noun, set up; without one in the address, of the first.

import { useParams } from '@tanstack/react-router';
import { useEntity, useSetup } from '../queries.ts';
import { DataSettingsPage } from '../settings/data-settings-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function DataSettingsScreen() {
  const { entity: name } = useParams({ from: '/settings/data/{-$entity}' });
  const { entities } = useSetup();
  const settings = useEntity('data_settings');
  const nouns = entities.filter((entity) => entity.can.view && entity.area === 'business' && !entity.bound);
  const noun = name ? nouns.find((one) => one.name === name) : nouns[0];
  if (!settings?.can.update || !noun) return <PageMissing />;
  return <DataSettingsPage key={noun.name} settings={settings} noun={noun} nouns={nouns} />;
}
