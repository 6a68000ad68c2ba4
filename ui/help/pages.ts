// The pages of the help in their order, and the one that belongs to each screen. The texts are in docs/help/<language>/<page>.md.

export interface HelpPage {
  readonly name: string;
  readonly about: 'work' | 'administration';
  /** Addresses of screens as routes have them, or `/<noun>` for a noun's own screens. */
  readonly screens: readonly string[];
}

export const pages: readonly HelpPage[] = [
  { name: 'start', about: 'work', screens: ['/', '/home/{-$id}'] },
  { name: 'today', about: 'work', screens: ['/today'] },
  { name: 'search', about: 'work', screens: [] },
  { name: 'lists', about: 'work', screens: ['/$entity'] },
  { name: 'views', about: 'work', screens: ['/saved_views'] },
  { name: 'records', about: 'work', screens: ['/$entity/$id', '/merge/$entity', '/duplicates/{-$entity}'] },
  { name: 'forms', about: 'work', screens: ['/$entity/new'] },
  { name: 'contacts', about: 'work', screens: ['/accounts', '/contacts'] },
  { name: 'registers', about: 'work', screens: ['/trade_registers', '/credit_ratings'] },
  { name: 'leads', about: 'work', screens: ['/leads'] },
  { name: 'deals', about: 'work', screens: ['/deals', '/products'] },
  {
    name: 'invoices',
    about: 'work',
    screens: [
      ...['/quotes', '/sales_orders', '/purchase_orders', '/invoices', '/invoicing_plans', '/invoicing_runs'],
      ...['/invoice_letters', '/quote_letters', '/quote_links'],
      ...['/price_books', '/stock_movements', '/product_categories', '/commissions', '/commission_groups'],
      ...['/payments', '/bank_statements', '/bank_entries'],
      ...[
        '/currencies',
        '/exchange_rates',
        '/tax_classes',
        '/number_series',
        '/letter_templates',
        '/payment_gateways',
        '/online_payments',
        '/invoice_links',
      ],
      ...['/purchase_invoices', '/received_e_invoices', '/e_invoice_deliveries', '/billing_companies'],
    ],
  },
  { name: 'expenses', about: 'work', screens: ['/expenses', '/expense_categories'] },
  { name: 'ledger', about: 'work', screens: ['/ledger_entries', '/ledger_waits', '/ledger_accounts', '/ledger_rules'] },
  { name: 'contracts', about: 'work', screens: ['/contracts', '/contract_templates'] },
  { name: 'documents', about: 'work', screens: ['/files', '/document_templates', '/document_server'] },
  { name: 'activities', about: 'work', screens: ['/activities', '/calendar', '/calendar/{-$view}', '/settings/calendar'] },
  {
    name: 'analysis',
    about: 'work',
    screens: [
      '/analysis',
      '/reports',
      '/reports/{-$id}',
      '/reports/$id',
      '/reports/new',
      '/reports/$id/edit',
      '/reports/new',
      '/reports/files',
      '/report_files',
      '/report_schedules',
      '/dashboards',
      '/targets',
    ],
  },
  { name: 'import', about: 'work', screens: ['/import/{-$entity}'] },
  { name: 'jobs', about: 'work', screens: ['/jobs/{-$id}'] },
  { name: 'profile', about: 'work', screens: [] },
  { name: 'news', about: 'work', screens: [] },
  { name: 'administration', about: 'administration', screens: ['/settings', '/settings/$name'] },
  {
    name: 'people',
    about: 'administration',
    screens: ['/users', '/departments', '/permission_sets', '/roles', '/owner_groups', '/settings/staff', '/settings/report-scope'],
  },
  {
    name: 'fields',
    about: 'administration',
    screens: [
      '/settings/fields/{-$entity}',
      '/settings/cards/{-$entity}',
      '/settings/data/{-$entity}',
      '/card_settings',
      '/settings/modules',
      '/settings/menu',
      '/settings/numbers',
      '/numberings',
      '/settings/phone',
      '/settings/words/{-$entity}',
      '/translations',
      '/contact_questions',
      '/lead_mappings',
    ],
  },
  {
    name: 'workflows',
    about: 'administration',
    screens: ['/workflows', '/workflows/$id', '/workflows/runs', '/workflow_runs'],
  },
  {
    name: 'security',
    about: 'administration',
    screens: [
      '/account/{-$user}',
      '/settings/addresses',
      '/settings/protection',
      '/sign_ins',
      '/bans',
      '/address_ranges',
      '/sign_in_providers',
      '/directory_runs',
      '/log',
      '/record_reads',
      '/faults',
      '/log_clearings',
    ],
  },
  { name: 'privacy', about: 'administration', screens: ['/$entity/$id/personal-data', '/privacy_requests'] },
  { name: 'keys', about: 'administration', screens: ['/api_keys'] },
  { name: 'operation', about: 'administration', screens: [] },
];

/** `route`: as routes.tsx has it. A noun with a page of its own has it for its list; its records are about records. */
export function pageOf(route: string, entity?: string): string {
  const find = (screen: string) => pages.find(({ screens }) => screens.includes(screen))?.name;
  return (route === '/$entity' && entity ? find(`/${entity}`) : undefined) ?? find(route) ?? 'start';
}
