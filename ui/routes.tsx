// Every address of the application and the screen it opens; each screen is its own chunk.

import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect, retainSearchParams } from '@tanstack/react-router';
import { instantIn } from './as-of/instants.ts';
import { firstScreenStands } from './first-screen.ts';
import { allTexts } from './i18n.ts';
import { logSearchIn } from './log/search.ts';
import { entitiesQuery, queryClient, recordQuery } from './queries.ts';
import { PageError, PageMissing } from './shell/page-error.tsx';
import { PagePending } from './shell/page-pending.tsx';
import { Shell } from './shell/shell.tsx';
import { readViewsAhead } from './views/use-views.ts';
import type { Face } from './views/view.ts';
import { workspace } from './workspace.ts';

/** Search parameters of the list: what one sees is what the address says, so that it can be sent to a colleague. */
export interface ListSearch {
  /** Id of a saved view, or `all`. What stands beside it differs from the view as it was saved. */
  readonly view?: string;
  /** Expression text. */
  readonly filter?: string;
  readonly sort?: string;
  readonly q?: string;
  readonly face?: Face;
  /** Paths with commas between them. */
  readonly columns?: string;
  /** `stage`, `month(closed_on)`, or `none`. */
  readonly group?: string;
  readonly frozen?: string;
  /** Of the chart face: its settings as JSON. */
  readonly chart?: string;
  /** Of the calendar face: the date that records stand by. */
  readonly date?: string;
  /** Chosen quick filters, as an expression. */
  readonly quick?: string;
  /** The instant one looks back to. */
  readonly asof?: string;
}

const faces: readonly string[] = ['list', 'board', 'calendar', 'chart'];

const rootRoute = createRootRoute({
  component: Shell,
  // All screens read the nouns; having them here means that no screen waits for them.
  // The words of lists are there from the start, those of other screens must have come.
  beforeLoad: async ({ matches }) => {
    const list = matches.at(-1)?.routeId === '/$entity';
    if (!list) firstScreenStands();
    await Promise.all([queryClient.ensureQueryData(entitiesQuery), list ? null : allTexts()]);
  },
});

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/',
  validateSearch: instantIn,
  search: { middlewares: [retainSearchParams(['asof'])] },
  component: lazyRouteComponent(() => import('./screens/home.tsx'), 'HomeScreen'),
});

const todayRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/today',
  validateSearch: (search: Record<string, unknown>): { whose?: string } =>
    typeof search.whose === 'string' && search.whose !== '' ? { whose: search.whose } : {},
  component: lazyRouteComponent(() => import('./screens/today.tsx'), 'TodayScreen'),
});

const dashboardRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/home/{-$id}',
  validateSearch: (search: Record<string, unknown>): { arrange?: '1'; asof?: string } => ({
    ...(search.arrange === '1' ? { arrange: '1' as const } : {}),
    ...instantIn(search),
  }),
  search: { middlewares: [retainSearchParams(['asof'])] },
  component: lazyRouteComponent(() => import('./screens/home.tsx'), 'DashboardScreen'),
});

const analysisRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/analysis',
  // A chart's spec as JSON: what one looks at can be sent to a colleague.
  validateSearch: (search: Record<string, unknown>): { spec?: string; asof?: string } => ({
    ...(typeof search.spec === 'string' ? { spec: search.spec } : {}),
    ...instantIn(search),
  }),
  search: { middlewares: [retainSearchParams(['asof'])] },
  component: lazyRouteComponent(() => import('./screens/analysis.tsx'), 'AnalysisScreen'),
});

const answersSearch = (search: Record<string, unknown>): { answers?: string; asof?: string } => ({
  ...(typeof search.answers === 'string' ? { answers: search.answers } : {}),
  ...instantIn(search),
});

const reportsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports',
  component: lazyRouteComponent(() => import('./screens/reports.tsx'), 'ReportsScreen'),
});

const reportFilesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/files',
  component: lazyRouteComponent(() => import('./screens/report-files.tsx'), 'ReportFilesScreen'),
});

// What makes a new record of any noun leads here; reports are made where they are edited.
const newReportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/new',
  beforeLoad: () => {
    throw redirect({ to: '/reports/$id/edit', params: { id: 'new' }, search: {}, replace: true });
  },
});

const reportRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/$id',
  // Answers to its questions as JSON, so that a run can be sent to a colleague.
  validateSearch: answersSearch,
  search: { middlewares: [retainSearchParams(['asof'])] },
  component: lazyRouteComponent(() => import('./screens/report.tsx'), 'ReportScreen'),
});

const reportEditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reports/$id/edit',
  validateSearch: (search: Record<string, unknown>): { from?: string; asof?: string } => ({
    ...(typeof search.from === 'string' ? { from: search.from } : {}),
    ...instantIn(search),
  }),
  search: { middlewares: [retainSearchParams(['asof'])] },
  component: lazyRouteComponent(() => import('./screens/report-edit.tsx'), 'ReportEditScreen'),
});

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity',
  validateSearch: (search: Record<string, unknown>): ListSearch => {
    const text = (name: string) => (typeof search[name] === 'string' && search[name] !== '' ? { [name]: search[name] } : {});
    const texts = ['view', 'filter', 'sort', 'q', 'columns', 'group', 'frozen', 'quick', 'chart', 'date'].map(text);
    return Object.assign({}, ...texts, faces.includes(String(search.face)) ? { face: search.face } : {}, instantIn(search)) as ListSearch;
  },
  search: { middlewares: [retainSearchParams(['asof'])] },
  // Not awaited: what the list waits for comes along with its code.
  loader: ({ params }) => readViewsAhead(params.entity),
  component: lazyRouteComponent(() => import('./screens/list.tsx'), 'ListScreen'),
});

const calendarRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/calendar',
  validateSearch: (search: Record<string, unknown>): { view?: string; date?: string } => ({
    ...(typeof search.view === 'string' ? { view: search.view } : {}),
    ...(typeof search.date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(search.date) ? { date: search.date } : {}),
  }),
  component: lazyRouteComponent(() => import('./screens/calendar.tsx'), 'CalendarScreen'),
});

const newRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/new',
  // Values to begin with, by field: `?account=<id>&name=Oslo`.
  validateSearch: (search: Record<string, unknown>) => search as Record<string, string>,
  component: lazyRouteComponent(() => import('./screens/new-record.tsx'), 'NewRecordScreen'),
});

const recordRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$id',
  validateSearch: (search: Record<string, unknown>): { edit?: '1'; asof?: string } => ({
    ...(search.edit === '1' ? { edit: '1' as const } : {}),
    ...instantIn(search),
  }),
  search: { middlewares: [retainSearchParams(['asof'])] },
  // Not awaited: hovering a link reads the record ahead, and the screen shows itself at once all the same.
  loader: ({ params }) => void queryClient.prefetchQuery(recordQuery(params.entity, params.id)),
  component: lazyRouteComponent(() => import('./screens/record.tsx'), 'RecordScreen'),
});

const personalRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/$entity/$id/personal-data',
  component: lazyRouteComponent(() => import('./screens/personal.tsx'), 'PersonalScreen'),
});

const importRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/import/{-$entity}',
  component: lazyRouteComponent(() => import('./screens/import.tsx'), 'ImportScreen'),
});

const settingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('./screens/settings.tsx'), 'SettingsScreen'),
});

const settingsPageRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/$name',
  component: lazyRouteComponent(() => import('./screens/settings-page.tsx'), 'SettingsPageScreen'),
});

const accountRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/account/{-$user}',
  component: lazyRouteComponent(() => import('./screens/account.tsx'), 'AccountScreen'),
});

const addressesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/addresses',
  component: lazyRouteComponent(() => import('./screens/addresses.tsx'), 'AddressesScreen'),
});

const staffRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/staff',
  component: lazyRouteComponent(() => import('./screens/staff.tsx'), 'StaffScreen'),
});

const reportScopeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/report-scope',
  component: lazyRouteComponent(() => import('./screens/report-scope.tsx'), 'ReportScopeScreen'),
});

const protectionRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/protection',
  component: lazyRouteComponent(() => import('./screens/protection.tsx'), 'ProtectionScreen'),
});

const customFieldsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/fields/{-$entity}',
  component: lazyRouteComponent(() => import('./screens/custom-fields.tsx'), 'CustomFieldsScreen'),
});

const cardsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/cards/{-$entity}',
  component: lazyRouteComponent(() => import('./screens/cards.tsx'), 'CardsScreen'),
});

const modulesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/modules',
  component: lazyRouteComponent(() => import('./screens/modules.tsx'), 'ModulesScreen'),
});

const menuRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/menu',
  component: lazyRouteComponent(() => import('./screens/menu.tsx'), 'MenuScreen'),
});

const numbersRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/numbers',
  component: lazyRouteComponent(() => import('./screens/numbers.tsx'), 'NumbersScreen'),
});

const phoneRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/phone',
  component: lazyRouteComponent(() => import('./screens/phone.tsx'), 'PhoneScreen'),
});

const wordsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/words/{-$entity}',
  component: lazyRouteComponent(() => import('./screens/words.tsx'), 'WordsScreen'),
});

const textsIn = (search: Record<string, unknown>, names: readonly string[]): Record<string, string> =>
  Object.fromEntries(names.flatMap((name) => (typeof search[name] === 'string' && search[name] !== '' ? [[name, search[name]]] : [])));

const workflowsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/workflows',
  validateSearch: (search: Record<string, unknown>): { entity?: string } => textsIn(search, ['entity']),
  component: lazyRouteComponent(() => import('./screens/workflows.tsx'), 'WorkflowsScreen'),
});

const workflowRunsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/workflows/runs',
  validateSearch: (search: Record<string, unknown>): { workflow?: string; state?: string; job?: string } =>
    textsIn(search, ['workflow', 'state', 'job']),
  component: lazyRouteComponent(() => import('./screens/workflows.tsx'), 'WorkflowRunsScreen'),
});

const workflowRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/workflows/$id',
  // Of a new one: the module it is for, or the one it is a copy of.
  validateSearch: (search: Record<string, unknown>): { entity?: string; copy?: string } => textsIn(search, ['entity', 'copy']),
  component: lazyRouteComponent(() => import('./screens/workflows.tsx'), 'WorkflowScreen'),
});

const mergeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/merge/$entity',
  validateSearch: (search: Record<string, unknown>): { ids: string } => ({ ids: typeof search.ids === 'string' ? search.ids : '' }),
  component: lazyRouteComponent(() => import('./screens/merge.tsx'), 'MergeScreen'),
});

const duplicatesRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/duplicates/{-$entity}',
  validateSearch: (search: Record<string, unknown>): { filter?: string } =>
    typeof search.filter === 'string' ? { filter: search.filter } : {},
  component: lazyRouteComponent(() => import('./screens/duplicates.tsx'), 'DuplicatesScreen'),
});

const dataSettingsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/settings/data/{-$entity}',
  component: lazyRouteComponent(() => import('./screens/data-settings.tsx'), 'DataSettingsScreen'),
});

const jobsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/jobs/{-$id}',
  component: lazyRouteComponent(() => import('./screens/jobs.tsx'), 'JobsScreen'),
});

const logRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/log',
  validateSearch: logSearchIn,
  component: lazyRouteComponent(() => import('./screens/activity-log.tsx'), 'ActivityLogScreen'),
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    calendarRoute,
    todayRoute,
    dashboardRoute,
    analysisRoute,
    reportsRoute,
    reportFilesRoute,
    newReportRoute,
    reportRoute,
    reportEditRoute,
    listRoute,
    newRoute,
    recordRoute,
    personalRoute,
    importRoute,
    settingsRoute,
    settingsPageRoute,
    accountRoute,
    addressesRoute,
    staffRoute,
    reportScopeRoute,
    protectionRoute,
    customFieldsRoute,
    cardsRoute,
    modulesRoute,
    menuRoute,
    numbersRoute,
    phoneRoute,
    wordsRoute,
    workflowsRoute,
    workflowRunsRoute,
    workflowRoute,
    mergeRoute,
    duplicatesRoute,
    dataSettingsRoute,
    jobsRoute,
    logRoute,
  ]),
  basepath: `/${encodeURIComponent(workspace)}`,
  // Hovering a link fetches the screen's code and data.
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingComponent: PagePending,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: PageMissing,
  // Plain text in the address instead of JSON, so that filters stay readable.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const entries = Object.entries(search).filter(([, value]) => value !== undefined && value !== '');
    const text = new URLSearchParams(entries.map(([name, value]) => [name, String(value)])).toString();
    return text && `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
