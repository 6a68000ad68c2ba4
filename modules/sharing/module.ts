// Sharing of definitions (saved views, dashboards, reports): who besides the owner gets to see one. What it shows is data, and
// that is always cut by the rights of whoever looks.

import { defineModule, radio, reference } from '../../schema/index.ts';

export { checkSharing, mayShareWithAll } from './check.ts';

/** Fields of an entity whose records are shared; use with `sharedWith` as the entity's `shared` and `checkSharing` in its hook. */
export const sharingFields = () => ({
  shared: radio(
    [
      { value: 'private', label: 'Only me' },
      { value: 'unit', label: 'A unit' },
      { value: 'group', label: 'A group' },
      { value: 'everybody', label: 'Everybody' },
    ],
    { label: 'Shared with', required: true, default: '"private"' },
  ),
  shared_unit: reference('departments', { label: 'Shared unit', visibleIf: 'shared = "unit"', requiredIf: 'shared = "unit"' }),
  shared_group: reference('owner_groups', { label: 'Shared group', visibleIf: 'shared = "group"', requiredIf: 'shared = "group"' }),
});

/** A unit reaches down: everybody in the department and in those below it. */
export const sharedWith =
  'shared = "everybody" or shared = "unit" and shared_unit in my_units() or shared = "group" and shared_group in my_groups()';

export default defineModule({ name: 'sharing', needs: ['departments', 'owner-groups'] });
