// A chart on the page of a record, over the records of one of its related lists.

import { Chart } from '../charts/chart.tsx';
import { all } from '../charts/read.ts';
import type { ChartSpec } from '../charts/spec.ts';
import classes from './record-page.module.css';
import { ofRecord, type Relation } from './related-lists.tsx';

export function RecordChart({ relation, spec, id, title }: { relation: Relation; spec: ChartSpec; id: string; title: string }) {
  const filter = all([ofRecord(relation, id), spec.filter]);
  return (
    <section className={classes.chart} aria-label={title}>
      <Chart spec={{ ...spec, ...(filter ? { filter } : {}) }} title={title} />
    </section>
  );
}
