// One line of rights, and one cut field: the same in a permission set, among a user's own rights, and in what a department gives.

import { defineEntity, multiPicklist, radio, text } from '../../schema/index.ts';

const grantFields = () => ({
  target: text({
    required: true,
    length: 120,
    example: 'contacts',
    help: 'A module such as deals, * for all business records, or feature:<name>.',
  }),
  verb: text({
    required: true,
    length: 120,
    default: '"*"',
    example: 'view',
    help: 'view, create, update, delete, import, export, bulk, merge, an action, or * for all.',
  }),
  scopes: multiPicklist([
    { value: 'own', label: 'Own' },
    { value: 'own_groups', label: 'Own groups' },
    { value: 'same_unit', label: 'Same department' },
    { value: 'sub_units', label: 'Departments below' },
    { value: 'role_branch', label: 'Roles below' },
    { value: 'all', label: 'All' },
  ]),
});

const fieldRightFields = () => ({
  target: text({ required: true, length: 120, example: 'contacts' }),
  field: text({ required: true, length: 120, example: 'phone' }),
  right: radio(
    [
      { value: 'hidden', label: 'Hidden' },
      { value: 'read', label: 'Read only' },
    ],
    { required: true },
  ),
});

const grant = { label: 'Grant', plural: 'Grants', area: 'administration' } as const;
const fieldRight = { label: 'Field right', plural: 'Field rights', area: 'administration' } as const;

export const grants = defineEntity('permission_grants', { ...grant, fields: grantFields() });
export const fieldRights = defineEntity('permission_fields', { ...fieldRight, fields: fieldRightFields() });

/** Individual rights of one user (rows SC-09 to SC-13, NV-06). */
export const userGrants = defineEntity('user_grants', { ...grant, fields: grantFields() });
export const userFieldRights = defineEntity('user_field_rights', { ...fieldRight, fields: fieldRightFields() });

/** What an API key may do of what its user may (rows CS-276, CS-284). */
export const keyGrants = defineEntity('key_grants', { ...grant, fields: grantFields() });
export const keyFieldRights = defineEntity('key_field_rights', { ...fieldRight, fields: fieldRightFields() });

/** What a department gives to new users (rows SC-20, SC-25). */
export const departmentGrants = defineEntity('department_grants', { ...grant, fields: grantFields() });
