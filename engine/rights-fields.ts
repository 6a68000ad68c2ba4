// Which fields of which records decide what somebody may do, or are remembered as long as that stays as it is.

/** With the fields that matter; null: all of them. Names are here for the directory's sake. */
export const RIGHTS: Readonly<Record<string, readonly string[] | null>> = {
  users: [
    ...['status', 'department', 'role', 'permission_sets', 'grants', 'field_rights', 'own_rights_only', 'report_units'],
    ...['account', 'time_zone', 'name', 'password'],
  ],
  departments: ['parent', 'manager', 'members'],
  roles: ['parent', 'permission_sets', 'currencies'],
  data_settings: ['owner_from', 'owner_group', 'owner_default', 'owner_fixed', 'log_reads', 'sensitive_fields'],
  owner_groups: ['members', 'roles', 'groups', 'manager', 'name'],
  permission_sets: null,
  sharing_rules: null,
  sharing_levels: null,
  api_keys: null,
  calendar_shares: null,
};

/** Whether a change of this field raises the rights epoch. */
export function decidesRights(entity: string, field: string): boolean {
  const fields = Object.hasOwn(RIGHTS, entity) ? RIGHTS[entity] : undefined;
  return fields === null || fields?.includes(field) === true;
}
