// Sharing of records besides grants: the lowest level of a noun for everybody, and rules from one part of the house to another
// (row CS-013). They widen what was granted and grant nothing by themselves.

import { checkbox, defineEntity, defineModule, radio, reference, text } from '../../schema/index.ts';
import { checkLevel, checkRule } from './check.ts';

export const sharingLevels = defineEntity('sharing_levels', {
  label: 'Lowest level',
  plural: 'Lowest levels',
  icon: 'lock-open',
  title: 'entity',
  area: 'administration',
  owned: false,
  fields: {
    entity: text({
      label: 'Module',
      required: true,
      unique: true,
      searched: true,
      length: 60,
      names: 'owned_noun',
      example: 'deals',
    }),
    level: radio(
      [
        { value: 'private', label: 'Private' },
        { value: 'read', label: 'Read' },
        { value: 'read_write', label: 'Read and write' },
        { value: 'read_write_delete', label: 'Read, write and delete' },
      ],
      { required: true, default: '"private"' },
    ),
  },
  list: { columns: ['entity', 'level'], sort: 'entity' },
  hooks: { beforeSave: checkLevel },
});

export const sharingRules = defineEntity('sharing_rules', {
  label: 'Sharing rule',
  plural: 'Sharing rules',
  icon: 'share',
  title: 'name',
  area: 'administration',
  owned: false,
  fields: {
    name: text({ searched: true, length: 250, help: 'Made of the rest when left empty.' }),
    entity: text({ label: 'Module', required: true, length: 60, names: 'owned_noun', example: 'deals' }),
    level: radio(
      [
        { value: 'read', label: 'Read' },
        { value: 'read_write', label: 'Read and write' },
      ],
      { required: true, default: '"read"' },
    ),
    source_unit: reference('departments', { label: 'Records of the unit' }),
    source_role: reference('roles', { label: 'Records of the role' }),
    source_group: reference('owner_groups', { label: 'Records of the group' }),
    source_below: checkbox({ label: 'And of all below', help: 'Of a unit or a role.' }),
    target_unit: reference('departments', { label: 'For the unit' }),
    target_role: reference('roles', { label: 'For the role' }),
    target_group: reference('owner_groups', { label: 'For the group' }),
    target_below: checkbox({ label: 'And for all below', help: 'Of a unit or a role.' }),
  },
  list: {
    columns: ['name', 'entity', 'level', 'source_unit', 'source_role', 'source_group', 'target_unit', 'target_role', 'target_group'],
    sort: 'name',
  },
  blocks: [
    { label: 'Sharing rule', fields: ['name', 'entity', 'level'] },
    { label: 'Whose records', fields: ['source_unit', 'source_role', 'source_group', 'source_below'] },
    { label: 'For whom', fields: ['target_unit', 'target_role', 'target_group', 'target_below'] },
  ],
  hooks: { beforeSave: checkRule },
});

export default defineModule({
  name: 'sharing-rules',
  needs: ['departments', 'roles', 'owner-groups', 'permission-sets'],
  entities: [sharingLevels, sharingRules],
});
