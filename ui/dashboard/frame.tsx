// The frame of a widget: its title, and while one arranges the dashboard a handle, its settings and the way out.

import { ActionIcon, Tooltip } from '@mantine/core';
import { IconGripVertical, IconSettings, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useAsOf } from '../as-of/use-as-of.ts';
import { useSetup } from '../queries.ts';
import classes from './dashboard.module.css';
import type { Widget } from './model.ts';
import { titleOfWidget, WidgetBody } from './widget-body.tsx';

export interface Arranging {
  /** Arrow keys on the handle move, with Shift they resize. */
  readonly onKey: (id: string, dx: number, dy: number, resize: boolean) => void;
  readonly onSettings: (widget: Widget) => void;
  readonly onRemove: (widget: Widget) => void;
  readonly onChange: (id: string, settings: Widget['settings']) => void;
}

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

export function Frame({ widget, arranging, mayArrange }: { widget: Widget; arranging?: Arranging; mayArrange: boolean }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const title = titleOfWidget(widget, entities, t);
  const { at } = useAsOf();
  // Charts and lists look back; a calendar, a whiteboard and the like are what they are now.
  const isNow = at !== undefined && widget.kind !== 'chart' && widget.kind !== 'list' && widget.kind !== 'note';
  const bare = widget.kind === 'chart' && widget.settings.kind === 'number';
  return (
    <section className={classes.widget} aria-label={title} data-kind={widget.kind} data-figure={bare || undefined}>
      <header className={classes.head}>
        {arranging && (
          <ActionIcon
            size={24}
            className={classes.handle}
            data-handle
            aria-label={t('dashboard.move', { title })}
            aria-description={t('dashboard.moveHint')}
            onKeyDown={(event) => {
              const way = ARROWS[event.key];
              if (!way) return;
              event.preventDefault();
              arranging.onKey(widget.id, way[0], way[1], event.shiftKey);
            }}
          >
            <IconGripVertical size={16} stroke={1.6} />
          </ActionIcon>
        )}
        <h2 className={classes.title} title={title}>
          {title}
        </h2>
        {isNow && <span className={classes.now}>{t('asOf.now')}</span>}
        {arranging && (
          <>
            <Tooltip label={t('dashboard.settings')}>
              <ActionIcon size={24} onClick={() => arranging.onSettings(widget)} aria-label={`${t('dashboard.settings')}: ${title}`}>
                <IconSettings size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={t('dashboard.remove')}>
              <ActionIcon size={24} onClick={() => arranging.onRemove(widget)} aria-label={`${t('dashboard.remove')}: ${title}`}>
                <IconX size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          </>
        )}
      </header>
      <div className={classes.body}>
        <WidgetBody
          widget={widget}
          title={title}
          mayArrange={mayArrange}
          {...(arranging ? { onChange: (settings: Widget['settings']) => arranging.onChange(widget.id, settings) } : {})}
        />
      </div>
    </section>
  );
}
