// The instance: which modules run here, one line each. Without its line a noun is gone from menu, API and search; its data stays.

const found = await Promise.all([
  // What the house itself stands on.
  import('../modules/general/module.ts'),
  import('../modules/security/module.ts'),
  import('../modules/mail/module.ts'),
  import('../modules/permission-sets/module.ts'),
  import('../modules/departments/module.ts'),
  import('../modules/roles/module.ts'),
  import('../modules/owner-groups/module.ts'),
  import('../modules/sharing-rules/module.ts'),
  import('../modules/users/module.ts'),
  import('../modules/sign-ins/module.ts'),
  import('../modules/audit/module.ts'),
  import('../modules/addresses/module.ts'),
  import('../modules/single-sign-on/module.ts'),
  import('../modules/company-directory/module.ts'),
  import('../modules/notifications/module.ts'),
  import('../modules/cards/module.ts'),
  import('../modules/comments/module.ts'),
  import('../modules/relations/module.ts'),
  import('../modules/interest-groups/module.ts'),
  import('../modules/api-keys/module.ts'),
  import('../modules/custom-fields/module.ts'),
  import('../modules/sharing/module.ts'),
  import('../modules/saved-views/module.ts'),
  import('../modules/dashboards/module.ts'),
  import('../modules/reports/module.ts'),
  import('../modules/imports/module.ts'),
  import('../modules/demo/module.ts'),
  // The business, in the order of the menu.
  import('../modules/accounts/module.ts'),
  import('../modules/contacts/module.ts'),
  import('../modules/leads/module.ts'),
  import('../modules/deals/module.ts'),
  import('../modules/products/module.ts'),
  import('../modules/activities/module.ts'),
  import('../modules/files/module.ts'),
  import('../modules/targets/module.ts'),
  import('../modules/data-quality/module.ts'),
]);

export const modules = found.map((module) => module.default);
