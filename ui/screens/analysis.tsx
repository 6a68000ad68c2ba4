// The analysis page: any noun, measured and grouped as one likes; a click looks closer, the result is kept as a widget or a file.

import { Button, Modal, Select, TextInput } from '@mantine/core';
import { IconArrowLeft, IconChartBar, IconDownload } from '@tabler/icons-react';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from '../analysis/analysis.module.css';
import { figuresAsCsv } from '../analysis/csv.ts';
import { AsOfBanner } from '../as-of/banner.tsx';
import { AsOfSwitch } from '../as-of/switch.tsx';
import { useAsOf } from '../as-of/use-as-of.ts';
import { useBusy } from '../busy.ts';
import { Chart, useChartData, useOpenRecords } from '../charts/chart.tsx';
import { ChartEditor } from '../charts/editor.tsx';
import { isDated, isGrouped, pathsOf } from '../charts/fields.ts';
import type { Mark } from '../charts/read.ts';
import type { ChartSpec } from '../charts/spec.ts';
import { ChartTable } from '../charts/table.tsx';
import { changeDashboard, newDashboard, useDashboards } from '../dashboard/data.ts';
import { firstSettings, newId, placeFor, type Widget } from '../dashboard/model.ts';
import { titleOfWidget } from '../dashboard/widget-body.tsx';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { showDone } from '../messages.ts';
import { useSetup } from '../queries.ts';
import { saveFile } from '../save-file.ts';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';

export function AnalysisScreen() {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const navigate = useNavigate();
  const { spec: text } = useSearch({ from: '/analysis' });
  const spec = useMemo(() => read(text) ?? (firstSettings('chart', entities) as ChartSpec), [text, entities]);
  // Where one came from, step by step; the address holds where one is.
  const [path, setPath] = useState<readonly ChartSpec[]>([]);
  const [chosen, setChosen] = useState<Mark | null>(null);
  const [keeping, setKeeping] = useState(false);
  const { data } = useChartData(spec);
  const open = useOpenRecords();
  const asOf = useAsOf();
  const show = (next: ChartSpec) => void navigate({ to: '/analysis', search: { spec: JSON.stringify(next) } });
  const then = asOf.at && t('asOf.stood', { when: formatDateTime(asOf.at, currentLanguage()) }).replace(/\.$/, '');
  const title = titleOfWidget({ id: '', kind: 'chart', x: 0, y: 0, w: 1, h: 1, settings: spec }, entities, t);
  if (!entities.some(({ name }) => name === spec.entity))
    return <Notice icon={<IconChartBar size={28} stroke={1.5} />} title={t('analysis.title')} text={t('dashboard.notForYou')} />;
  const closer = (mark: Mark, by: string) => {
    setPath([...path, spec]);
    setChosen(null);
    const { split: _, period: __, compare: ___, latest: ____, ...rest } = spec;
    show({ ...rest, entity: mark.entity, by, filter: mark.filter });
  };
  const back = () => {
    const last = path.at(-1);
    if (!last) return;
    setPath(path.slice(0, -1));
    show(last);
  };
  return (
    <>
      <PageHead title={t('analysis.title')}>
        <AsOfSwitch asOf={asOf} size={36} />
        {path.length > 0 && (
          <Button variant="default" leftSection={<IconArrowLeft size={15} />} onClick={back}>
            {t('analysis.back')}
          </Button>
        )}
        <Button
          variant="default"
          leftSection={<IconDownload size={15} />}
          disabled={!data}
          onClick={() =>
            data &&
            saveFile(
              `${[title, then].filter(Boolean).join(', ')}.csv`,
              figuresAsCsv(spec, data, entities, asOf.at),
              'text/csv;charset=utf-8',
            )
          }
        >
          {t('analysis.export')}
        </Button>
        <Button onClick={() => setKeeping(true)}>{t('analysis.keep')}</Button>
      </PageHead>
      <AsOfBanner asOf={asOf} />
      <div className={classes.page}>
        <section className={classes.choices} aria-label={t('analysis.choices')}>
          <ChartEditor
            spec={spec}
            advanced
            onChange={(next) => {
              if (next.entity !== spec.entity) setPath([]);
              show(next);
            }}
          />
        </section>
        <div className={classes.result}>
          <h2 className={classes.title}>{title}</h2>
          <div className={classes.chart} data-kind={spec.kind}>
            <Chart spec={spec} title={title} onOpen={setChosen} />
          </div>
          {data && spec.kind !== 'table' && spec.kind !== 'number' && (
            <div className={classes.table}>
              <ChartTable spec={spec} data={data} title={t('analysis.figures')} onOpen={setChosen} />
            </div>
          )}
        </div>
      </div>
      {chosen && (
        <Closer
          mark={chosen}
          spec={spec}
          onOpen={() => open(chosen)}
          onCloser={(by) => closer(chosen, by)}
          onClose={() => setChosen(null)}
        />
      )}
      {keeping && <Keep spec={spec} title={title} onClose={() => setKeeping(false)} />}
    </>
  );
}

/** What a click may mean: the records themselves, or the same figures by something else. */
function Closer({
  mark,
  spec,
  onOpen,
  onCloser,
  onClose,
}: {
  mark: Mark;
  spec: ChartSpec;
  onOpen: () => void;
  onCloser: (by: string) => void;
  onClose: () => void;
}) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const entity = entities.find(({ name }) => name === mark.entity);
  const paths = entity
    ? pathsOf(entities, entity).filter(
        ({ field, value }) => (isGrouped(field) && field.type !== 'text') || (isDated(field) && !value.includes('.')),
      )
    : [];
  return (
    <Modal opened onClose={onClose} title={t('analysis.closer')} closeButtonProps={{ 'aria-label': t('dashboard.close') }}>
      <div className={classes.closer}>
        <Button onClick={onOpen}>{t('analysis.openRecords')}</Button>
        <Select
          label={t('analysis.closerBy')}
          searchable
          data={[...new Set(paths.map(({ group }) => group))].map((group) => ({
            group,
            items: paths.filter((path) => path.group === group && path.value !== spec.by).map(({ value, label }) => ({ value, label })),
          }))}
          onChange={(value) => {
            const path = paths.find((one) => one.value === value);
            if (path) onCloser(isDated(path.field) ? `month(${path.value})` : path.value);
          }}
        />
      </div>
    </Modal>
  );
}

function Keep({ spec, title, onClose }: { spec: ChartSpec; title: string; onClose: () => void }) {
  const { t } = useTranslation();
  const { all } = useDashboards();
  const own = all.filter((entry) => entry.own && !entry.builtIn);
  const [name, setName] = useState(title);
  const [where, setWhere] = useState<string | null>(own[0]?.id ?? null);
  const [busy, during] = useBusy();
  const keep = () =>
    during(async () => {
      const id = where ?? (await newDashboard());
      const { record } = await client.records('dashboards').get(id);
      const widgets = (record.widgets as Widget[] | null) ?? [];
      const widget = { id: newId(), kind: 'chart', ...placeFor(widgets, 'chart', spec.kind === 'number'), title: name, settings: spec };
      await changeDashboard(id, { widgets: [...widgets, widget] });
      showDone(t('analysis.kept', { name: String(record.name) }));
      onClose();
    });
  return (
    <Modal opened onClose={onClose} title={t('analysis.keep')} closeButtonProps={{ 'aria-label': t('dashboard.close') }}>
      <div className={classes.closer}>
        <TextInput label={t('dashboard.title')} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />
        <Select
          label={t('analysis.where')}
          data={own.map((entry) => ({ value: entry.id, label: entry.name }))}
          value={where}
          clearable
          placeholder={t('dashboard.new')}
          onChange={setWhere}
        />
        <Button onClick={() => void keep()} loading={busy}>
          {t('dashboard.save')}
        </Button>
      </div>
    </Modal>
  );
}

/** An address somebody sent may hold anything. */
function read(text: string | undefined): ChartSpec | null {
  if (!text) return null;
  try {
    const spec = JSON.parse(text) as ChartSpec;
    return typeof spec.entity === 'string' && typeof spec.kind === 'string' && Array.isArray(spec.measures) && spec.measures.length > 0
      ? spec
      : null;
  } catch {
    return null;
  }
}
