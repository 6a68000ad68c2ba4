// Running numbers of modules.

import { useEntity } from '../queries.ts';
import { NumbersPage } from '../settings/numbers-page.tsx';
import { PageMissing } from '../shell/page-error.tsx';

export function NumbersScreen() {
  const numberings = useEntity('numberings');
  return numberings?.can.update ? <NumbersPage numberings={numberings} /> : <PageMissing />;
}
