// What phones show.

import { useEntity } from '../queries.ts';
import { PhonePage } from '../settings/phone-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function PhoneScreen() {
  const settings = useEntity('phone_settings');
  return settings?.can.update ? <PhonePage settings={settings} /> : <PageMissing />;
}
