// Where ECharts draws. Follows the size of its place, light and dark, and the data without starting over.

import { useComputedColorScheme } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useSetup } from '../queries.ts';
import classes from './charts.module.css';
import { init } from './echarts.ts';
import { optionsOf } from './options.ts';
import type { ChartData, Mark } from './read.ts';
import type { ChartSpec } from './spec.ts';

interface CanvasProps {
  readonly spec: ChartSpec;
  readonly data: ChartData;
  readonly title: string;
  readonly onOpen: (mark: Mark) => void;
}

type Drawn = ReturnType<typeof init>;

export function Canvas({ spec, data, title, onOpen }: CanvasProps) {
  const { t, i18n } = useTranslation();
  const { entities } = useSetup();
  const scheme = useComputedColorScheme('light');
  const { ref, width, height } = useElementSize();
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<Drawn | null>(null);
  const open = useEffectEvent((series: number, at: number) => {
    // A funnel's bars stand on pads; both are the first measure.
    const mark = data.series[spec.kind === 'funnel' ? 0 : series]?.marks[at];
    if (mark && mark.value !== null) onOpen(mark);
  });

  useEffect(() => {
    if (!place.current) return;
    const drawn = init(place.current, null, { renderer: 'svg' });
    drawn.on('click', (event) => open(event.seriesIndex ?? 0, event.dataIndex));
    chart.current = drawn;
    return () => {
      chart.current = null;
      drawn.dispose();
    };
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: names and figures follow the language
  useEffect(() => {
    if (!chart.current || width === 0 || height === 0) return;
    chart.current.resize({ width, height });
    // Nothing grows before the eyes of who has asked the computer for less motion.
    const animation = !matchMedia('(prefers-reduced-motion: reduce)').matches;
    chart.current.setOption({ ...optionsOf({ spec, data, entities, scheme, width, height }), animation }, { notMerge: true });
  }, [spec, data, entities, scheme, width, height, i18n.language]);

  return (
    <div ref={ref} className={classes.canvas} role="img" aria-label={t('charts.picture', { title, count: data.categories.length })}>
      <div ref={place} className={classes.drawn} aria-hidden="true" />
    </div>
  );
}
