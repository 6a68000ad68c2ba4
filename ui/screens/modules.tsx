// Modules and languages: which are there at all.

import { useEntity } from '../queries.ts';
import { ModulesPage } from '../settings/modules-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function ModulesScreen() {
  const settings = useEntity('module_settings');
  return settings?.can.update ? <ModulesPage settings={settings} /> : <PageMissing />;
}
