// The permission sets a new workspace starts with (section 7.1 of the permission model). They are records: change them freely.

type Scope = 'own' | 'own_groups' | 'same_unit' | 'sub_units' | 'role_branch' | 'all';

interface Preset {
  readonly name: string;
  readonly description: string;
  readonly root?: boolean;
  readonly customer_mode?: boolean;
  readonly grants?: readonly { target: string; verb: string; scopes?: readonly Scope[] }[];
  readonly field_rights?: readonly { target: string; field: string; right: 'hidden' | 'read' }[];
}

const mine: readonly Scope[] = ['own', 'own_groups'];
const unit: readonly Scope[] = ['own', 'own_groups', 'same_unit'];
const branch: readonly Scope[] = ['own', 'own_groups', 'same_unit', 'sub_units', 'role_branch'];
const all: readonly Scope[] = ['all'];

/** One grant for each verb. */
function may(target: string, verbs: readonly string[], scopes: readonly Scope[]) {
  return verbs.map((verb) => ({ target, verb, scopes }));
}

/** What documents are priced and numbered by. */
const pricing = ['currencies', 'exchange_rates', 'tax_classes', 'number_series', 'billing_companies', 'product_categories'];

/** What the bank tells; for those who keep the books. */
const banking = ['bank_statements', 'bank_entries'];

/** What is posted where; nobody writes the postings themselves. */
const books = ['ledger_accounts', 'ledger_rules', 'ledger_entries', 'ledger_waits'];

/** How invoices leave and are reminded of, and where rates come from. */
const invoicing = ['letter_templates', 'reminder_settings', 'rate_settings', 'payment_gateways'];

/** Everybody keeps the own name, language and password. */
const myself = may('users', ['view', 'profile'], ['own']);

/** What everybody in the house needs to know of the others: names for owners, departments for filters, own saved views and import mappings. */
const house = [
  ...[
    ...['users', 'departments', 'roles', 'owner_groups', 'contract_templates', 'document_templates', 'expense_categories'],
    ...pricing,
  ].flatMap((target) => may(target, ['view'], all)),
  ...['saved_views', 'list_tabs', 'dashboards', 'reports', 'import_mappings'].flatMap((target) => may(target, ['*'], mine)),
  ...may('commissions', ['view'], mine),
  ...myself,
];

export const presets: readonly Preset[] = [
  { name: 'Root', description: 'Everything, also while logins are switched off.', root: true },
  {
    name: 'Administrator',
    description: 'Runs the system and sees all business records; finance and the rights of users stay with root.',
    grants: [
      ...may('*', ['*'], all),
      ...['departments', 'owner_groups', 'saved_views', 'list_tabs', 'dashboards', 'reports', 'import_mappings'].flatMap((target) =>
        may(target, ['*'], all),
      ),
      // What records look like.
      ...[
        'custom_fields',
        'field_settings',
        'form_layouts',
        'lead_mappings',
        'card_settings',
        'contact_questions',
        'data_settings',
        'module_settings',
        'menu_settings',
        'numberings',
        'workflows',
        'workflow_runs',
        'translations',
      ].flatMap((target) => may(target, ['*'], all)),
      ...[...pricing, ...banking, ...invoicing].flatMap((target) => may(target, ['*'], all)),
      // Pages of settings.
      ...[
        'general_settings',
        'phone_settings',
        'document_settings',
        'document_templates',
        'trade_registers',
        'stock_settings',
        'contract_templates',
        'expense_categories',
        'document_server',
        'commission_settings',
        'commission_groups',
        'commissions',
        'security_settings',
        'mail_settings',
        'outgoing_mails',
        'log_settings',
        'log_clearings',
      ].flatMap((target) => may(target, ['*'], all)),
      // What links records.
      ...['relation_types', 'interest_groups', 'group_members'].flatMap((target) => may(target, ['*'], all)),
      ...may('privacy_requests', ['*'], all),
      ...['users', 'roles', 'permission_sets'].flatMap((target) => may(target, ['view'], all)),
      ...['sign_ins', 'record_reads', 'faults', 'bans', 'address_ranges'].flatMap((target) => may(target, ['*'], all)),
      ...myself,
      { target: 'feature:administration', verb: '*' },
    ],
  },
  {
    name: 'Manager',
    description: 'Everything of the own department and those below.',
    grants: [
      ...may('*', ['view', 'create', 'update', 'delete', 'import', 'export', 'bulk', 'merge'], branch),
      ...['products', 'price_books', 'stock_movements'].flatMap((target) => may(target, ['view', 'export'], all)),
      ...may('expenses', ['approve', 'reimburse'], branch),
      ...house,
    ],
  },
  {
    name: 'Staff',
    description: 'Sees all business records, changes those of the own department.',
    grants: [
      ...may('*', ['view', 'create', 'import', 'export'], all),
      ...may('*', ['update', 'bulk'], unit),
      ...may('*', ['delete', 'merge'], mine),
      ...house,
    ],
  },
  {
    name: 'Agent',
    description: 'Works with own records only.',
    grants: [
      ...may('*', ['view', 'create', 'update', 'export'], mine),
      ...may('products', ['view'], all),
      ...may('expenses', ['delete'], mine),
      ...house,
    ],
  },
  {
    name: 'Accountant',
    description: 'Sees all business records; quotes, orders, invoices, payments, expenses, taxes and rates are in these hands.',
    grants: [
      ...may('*', ['view', 'export'], all),
      ...[
        'quotes',
        'quote_links',
        'quote_letters',
        'sales_orders',
        'purchase_orders',
        'price_books',
        'invoices',
        'invoice_letters',
        'invoice_links',
        'online_payments',
        'payments',
        'invoicing_plans',
        'invoicing_runs',
        'purchase_invoices',
        'received_e_invoices',
        'expenses',
      ].flatMap((target) => may(target, ['create', 'update', 'delete', 'import', 'bulk', 'merge'], all)),
      ...may('expenses', ['approve', 'reimburse'], all),
      ...may('accounts', ['create', 'update'], all),
      ...[
        'document_settings',
        'expense_categories',
        'stock_settings',
        'commission_settings',
        'commission_groups',
        'commissions',
        ...pricing,
        ...banking,
        ...books,
        ...invoicing,
      ].flatMap((target) => may(target, ['*'], all)),
      ...house,
    ],
  },
  {
    name: 'Customer',
    description: 'Somebody of a customer: sees the records of the own company, keeps its contacts up to date.',
    customer_mode: true,
    grants: [
      ...['accounts', 'contacts', 'deals', 'files', 'quotes', 'sales_orders', 'invoices', 'payments', 'contracts'].flatMap((target) =>
        may(target, ['view'], all),
      ),
      ...may('contacts', ['create', 'update'], all),
      ...myself,
    ],
    field_rights: [
      ...['probability', 'expected', 'lost_reason', 'next_step'].map((field) => ({ target: 'deals', field, right: 'hidden' as const })),
      ...['quotes', 'sales_orders', 'invoices', 'payments', 'contracts'].map((target) => ({
        target,
        field: 'notes',
        right: 'hidden' as const,
      })),
    ],
  },
  { name: 'Read only', description: 'Sees all business records, changes nothing.', grants: [...may('*', ['view'], all), ...house] },
];
