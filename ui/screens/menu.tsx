// The menu of the workspace, to be arranged.

import { useEntity } from '../queries.ts';
import { MenuPage } from '../settings/menu-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function MenuScreen() {
  const settings = useEntity('menu_settings');
  return settings?.can.update ? <MenuPage settings={settings} /> : <PageMissing />;
}
