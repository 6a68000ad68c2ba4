// What stands inside a widget, by its kind; and what a widget is called that has no title of its own.

import { Skeleton } from '@mantine/core';
import type { TFunction } from 'i18next';
import { lazy, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { Chart } from '../charts/chart.tsx';
import { fieldOfPath } from '../charts/fields.ts';
import { measureWords } from '../charts/words.ts';
import { widgets } from '../parts.ts';
import type { Widget } from './model.ts';
import { CalendarWidget } from './widgets/calendar.tsx';
import { ListWidget } from './widgets/list.tsx';
import { NotificationsWidget } from './widgets/notifications.tsx';
import { CreateWidget, JobsWidget, NoteWidget, RecentWidget } from './widgets/simple.tsx';
import { TodayWidget } from './widgets/today.tsx';

const Whiteboard = lazy(() => import('./widgets/whiteboard.tsx').then((module) => ({ default: module.WhiteboardWidget })));

export function titleOfWidget(widget: Widget, entities: readonly EntityDescription[], t: TFunction): string {
  if (widget.title) return widget.title;
  if (widget.kind === 'chart') {
    const { settings } = widget;
    const what = settings.measures[0] ? measureWords(settings.measures[0], settings, entities) : '';
    const by = settings.by ? (fieldOfPath(entities, settings.entity, settings.by)?.label ?? '') : '';
    return by ? t('charts.title', { what, by }) : what;
  }
  if (widget.kind === 'list') return entities.find(({ name }) => name === widget.settings.entity)?.plural ?? t('dashboard.kinds.list');
  return t(`dashboard.kinds.${widget.kind}`);
}

interface BodyProps {
  readonly widget: Widget;
  readonly title: string;
  /** Present while the dashboard is being arranged. */
  readonly onChange?: (settings: Widget['settings']) => void;
  readonly mayArrange: boolean;
}

export function WidgetBody({ widget, title, onChange, mayArrange }: BodyProps) {
  const { t } = useTranslation();
  switch (widget.kind) {
    case 'chart':
      return <Chart spec={widget.settings} title={title} />;
    case 'list':
      return <ListWidget settings={widget.settings} title={title} />;
    case 'calendar':
      return <CalendarWidget settings={widget.settings} title={title} />;
    case 'today':
      return <TodayWidget />;
    case 'whiteboard':
      return (
        <Suspense fallback={<Skeleton height={160} />}>
          <Whiteboard board={widget.settings.board} title={title} mayArrange={mayArrange} />
        </Suspense>
      );
    case 'create':
      return <CreateWidget {...(widget.settings.entity ? { entity: widget.settings.entity } : {})} />;
    case 'notifications':
      return <NotificationsWidget />;
    case 'jobs':
      return <JobsWidget />;
    case 'recent':
      return <RecentWidget />;
    case 'companies':
      return (
        <Suspense fallback={<Skeleton height={60} />}>
          <widgets.companies />
        </Suspense>
      );
    case 'note':
      return <NoteWidget {...widget.settings} title={title} {...(onChange ? { onChange: (text: string) => onChange({ text }) } : {})} />;
    default:
      return <p>{t('dashboard.unknownWidget')}</p>;
  }
}
