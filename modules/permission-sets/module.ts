// Rights as records: permission sets with grants and field rights, the presets, and the rules of passing them on.

import { defineModule } from '../../schema/index.ts';
import { catalogue } from './catalogue.ts';
import { demo } from './demo.ts';
import { permissionSets } from './permission-set.ts';
import { presets } from './presets.ts';
import { presetValues, upgradePresets } from './upgrade.ts';

export { administratorGrants } from './codes.ts';
export { added, isBound, type Part, readSets, whyNotGive } from './delegation.ts';
export { departmentGrants, keyFieldRights, keyGrants, userFieldRights, userGrants } from './grant.ts';
export { checkFieldRights, checkLines, isRootLeft } from './save.ts';

export default defineModule({
  name: 'permission-sets',
  entities: [permissionSets],
  features: { administration: 'Administration', set_authorization: 'Set authorization' },
  services: {
    rights_catalogue: {
      summary: 'All that can be granted, and how much of it the caller may give to others',
      run: ({ context }) => catalogue(context),
    },
  },
  async setup({ records, schema }) {
    for (const preset of presets) await records.create('permission_sets', presetValues(preset, schema));
  },
  upgrade: upgradePresets,
  demo,
});
