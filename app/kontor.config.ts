// The instance: which modules run here. Take one out and its nouns are gone from menu, API and search; its tables stay.

import accounts from '../modules/accounts/module.ts';
import activities from '../modules/activities/module.ts';
import apiKeys from '../modules/api-keys/module.ts';
import contacts from '../modules/contacts/module.ts';
import customFields from '../modules/custom-fields/module.ts';
import deals from '../modules/deals/module.ts';
import demo from '../modules/demo/module.ts';
import departments from '../modules/departments/module.ts';
import files from '../modules/files/module.ts';
import leads from '../modules/leads/module.ts';
import ownerGroups from '../modules/owner-groups/module.ts';
import permissionSets from '../modules/permission-sets/module.ts';
import products from '../modules/products/module.ts';
import roles from '../modules/roles/module.ts';
import savedViews from '../modules/saved-views/module.ts';
import users from '../modules/users/module.ts';

export const modules = [
  // Needed by the engine itself.
  permissionSets,
  departments,
  roles,
  ownerGroups,
  users,
  apiKeys,
  customFields,
  savedViews,
  files,
  demo,
  // The business; the menu has this order.
  accounts,
  contacts,
  leads,
  deals,
  products,
  activities,
];
