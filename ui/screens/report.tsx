// A report as it is read: its questions, a chart on top, the table; as a file, on paper, or sent on by its address.

import { ActionIcon, Alert, Skeleton, Tooltip } from '@mantine/core';
import { IconMail, IconPencil, IconPrinter, IconReport } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ReportAnswer, ReportAsked } from '../../client/index.ts';
import type { ReportAnswers } from '../../schema/index.ts';
import { AsOfBanner } from '../as-of/banner.tsx';
import { AsOfSwitch } from '../as-of/switch.tsx';
import { type AsOf, useAsOf } from '../as-of/use-as-of.ts';
import { formatDecimal } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { chartOf } from '../reports/chart.ts';
import { DownloadMenu } from '../reports/download.tsx';
import { QuestionsForm } from '../reports/questions-form.tsx';
import { ReportTable } from '../reports/report-table.tsx';
import classes from '../reports/reports.module.css';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';

const Chart = lazy(() => import('../charts/chart.tsx').then((module) => ({ default: module.Chart })));

const Schedules = lazy(() => import('../reports/schedules.tsx').then((module) => ({ default: module.Schedules })));

const PAGE = 500;
/** More than this is for a file, not for paper. */
const MOST_PRINTED = 5000;

export function ReportScreen() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/reports/$id' });
  const { answers: text } = useSearch({ from: '/reports/$id' });
  const navigate = useNavigate();
  const asOf = useAsOf();
  const asked = useMemo((): ReportAsked => ({ answers: read(text), as_of: asOf.at }), [text, asOf.at]);
  const { data, error } = useQuery({
    queryKey: ['of', 'reports', 'run', id, text ?? '', asOf.at ?? ''],
    queryFn: ({ signal }) => client.reports.get(id, asked, { signal }),
    staleTime: 60_000,
  });
  if (error) return <Notice icon={<IconReport size={28} stroke={1.5} />} title={t('reports.cannot')} text={errorText(error)} />;
  if (!data) return <Skeleton height={240} m={20} w="auto" />;
  const asks = data.questions.length > 0;
  const waits = asks && text === undefined;
  const run = (next: ReportAnswers) => void navigate({ to: '/reports/$id', params: { id }, search: { answers: JSON.stringify(next) } });
  return (
    <div className={classes.page}>
      <Head id={id} name={data.name} asked={asked} asOf={asOf} rows={rowsOf(data)} />
      <AsOfBanner asOf={asOf} />
      {asks && <QuestionsForm key={text ?? ''} definition={data.definition} questions={data.questions} onRun={run} />}
      {!waits && data.head && <Result id={id} report={data} asked={asked} />}
    </div>
  );
}

/** Of its files: what a limit leaves. */
function rowsOf({ head, definition }: ReportAnswer): number {
  return definition.summary ? 0 : Math.min(head?.totals[0]?.rows ?? 0, definition.limit ?? Number.POSITIVE_INFINITY);
}

function read(text: string | undefined): ReportAnswers {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return typeof value === 'object' && value !== null ? (value as ReportAnswers) : {};
  } catch {
    return {};
  }
}

function Head({ id, name, asked, asOf, rows }: { id: string; name: string; asked: ReportAsked; asOf: AsOf; rows: number }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [mailing, setMailing] = useState(false);
  return (
    <PageHead title={name}>
      <AsOfSwitch asOf={asOf} size={36} />
      <Tooltip label={t('reportMail.title')}>
        <ActionIcon size={36} variant="default" aria-label={t('reportMail.title')} onClick={() => setMailing(true)}>
          <IconMail size={17} />
        </ActionIcon>
      </Tooltip>
      {mailing && (
        <Suspense>
          <Schedules report={id} answers={asked.answers ?? {}} onClose={() => setMailing(false)} />
        </Suspense>
      )}
      <DownloadMenu id={id} name={name} asked={asked} rows={rows} />
      <Tooltip label={t('reports.print')}>
        <ActionIcon size={36} variant="default" aria-label={t('reports.print')} onClick={() => dispatchEvent(new Event(PRINT))}>
          <IconPrinter size={17} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label={t('reports.edit')}>
        <ActionIcon
          size={36}
          variant="default"
          aria-label={t('reports.edit')}
          onClick={() => void navigate({ to: '/reports/$id/edit', params: { id } })}
        >
          <IconPencil size={17} />
        </ActionIcon>
      </Tooltip>
    </PageHead>
  );
}

/** The button stands in the head, what is printed below. */
const PRINT = 'kontor-print-report';

function Result({ id, report, asked }: { id: string; report: ReportAnswer; asked: ReportAsked }) {
  const { t } = useTranslation();
  const { definition, head, questions } = report;
  // With the answers that were given by default.
  const full = useMemo(() => Object.fromEntries(questions.map(({ name, answer }) => [name, answer])), [questions]);
  const [printing, setPrinting] = useState(false);
  const { data, error, fetchNextPage, hasNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: ['of', 'reports', 'rows', id, JSON.stringify(asked), JSON.stringify(definition)],
    queryFn: ({ pageParam, signal }) => client.reports.rows(id, asked, pageParam, { signal, limit: PAGE }),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: !definition.summary,
    staleTime: 60_000,
  });
  const loaded = useMemo(() => data?.pages.flatMap((page) => page.rows) ?? [], [data]);
  const most = definition.limit ?? Number.POSITIVE_INFINITY;
  const rows = loaded.length > most ? loaded.slice(0, most) : loaded;
  const whole = definition.summary === true || (!!data && !hasNextPage) || loaded.length >= most;
  const all = head?.totals[0]?.rows ?? 0;

  useEffect(() => {
    const start = () => setPrinting(true);
    addEventListener(PRINT, start);
    return () => removeEventListener(PRINT, start);
  }, []);
  useEffect(() => {
    if (!printing) return;
    if (!whole && rows.length < MOST_PRINTED) {
      if (!isFetchingNextPage) void fetchNextPage();
      return;
    }
    const end = () => setPrinting(false);
    addEventListener('afterprint', end, { once: true });
    const timer = setTimeout(() => print(), 50);
    return () => {
      clearTimeout(timer);
      removeEventListener('afterprint', end);
    };
  }, [printing, whole, rows.length, isFetchingNextPage, fetchNextPage]);

  if (!head) return null;
  if (error) return <Notice icon={<IconReport size={28} stroke={1.5} />} title={t('reports.cannot')} text={errorText(error)} />;
  const unread = head.absent.filter(({ why }) => why === 'not_readable').map(({ label }) => label);
  const gone = head.absent.filter(({ why }) => why === 'gone').map(({ label }) => label);
  const chart = chartOf(definition, head, full);
  const cut = definition.limit !== undefined && definition.limit < all && !definition.summary;
  return (
    <>
      {(unread.length > 0 || gone.length > 0 || cut) && (
        <div className={classes.notes}>
          {unread.length > 0 && <Alert color="yellow">{t('reports.absent', { names: unread.join(', ') })}</Alert>}
          {gone.length > 0 && <Alert color="yellow">{t('reports.gone', { names: gone.join(', ') })}</Alert>}
          {cut && (
            <Alert>
              {t('reports.cut', {
                shown: formatDecimal(definition.limit ?? 0, currentLanguage()),
                all: formatDecimal(all, currentLanguage()),
              })}
            </Alert>
          )}
        </div>
      )}
      {chart && (
        <div className={classes.chart}>
          <Suspense fallback={<Skeleton height="100%" />}>
            <Chart spec={chart} title={report.name} />
          </Suspense>
        </div>
      )}
      <ReportTable
        definition={definition}
        head={head}
        rows={rows}
        answers={full}
        whole={whole}
        printed={printing && (whole || rows.length >= MOST_PRINTED)}
        label={report.name}
        onMore={() => {
          if (!isFetchingNextPage && hasNextPage) void fetchNextPage();
        }}
      />
    </>
  );
}
