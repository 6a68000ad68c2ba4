// The chart face of a list: what the list shows, as a chart; its settings beside it.

import { Button } from '@mantine/core';
import { IconSettings } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useSetup } from '../queries.ts';
import { Chart, useOpenRecords } from './chart.tsx';
import classes from './charts.module.css';
import { ChartEditor } from './editor.tsx';
import { all } from './read.ts';
import type { ChartSpec } from './spec.ts';
import { measureWords } from './words.ts';

export interface ChartFaceProps {
  readonly entity: EntityDescription;
  /** The list's own filter; the chart's comes on top of it. */
  readonly filter?: string | undefined;
  readonly q?: string | undefined;
  readonly asOf?: string | undefined;
  /** As kept in the view; absent: how many there are in each column of the board. */
  readonly spec?: ChartSpec | undefined;
  readonly onChange: (spec: ChartSpec) => void;
  /** Shows the records of a mark as a list, with the same words searched for. */
  readonly onOpen: (filter: string) => void;
}

export function ChartFace({ entity, filter, q, asOf, spec, onChange, onOpen }: ChartFaceProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [open, setOpen] = useState(false);
  const usual: ChartSpec = { entity: entity.name, kind: 'bar', measures: [{ fn: 'count' }], by: entity.board ?? 'month(created_at)' };
  const kept = spec?.entity === entity.name ? spec : usual;
  const together = all([filter, kept.filter]);
  const { filter: _, ...rest } = kept;
  const openElsewhere = useOpenRecords();
  return (
    <div className={classes.listFace} data-open={open || undefined}>
      <Button
        variant="default"
        size="compact-sm"
        className={classes.listSettings}
        leftSection={<IconSettings size={14} />}
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {t('dashboard.settings')}
      </Button>
      <div className={classes.listChart}>
        <Chart
          spec={together ? { ...rest, filter: together } : rest}
          within={{ ...(q ? { q } : {}), ...(asOf ? { as_of: asOf } : {}) }}
          title={measureWords(kept.measures[0]!, kept, entities)}
          // A target stands for records of targets.
          onOpen={(mark) => (mark.entity === entity.name ? onOpen(mark.filter) : openElsewhere(mark))}
        />
      </div>
      {open && <ChartEditor spec={kept} advanced bound onChange={onChange} />}
    </div>
  );
}
