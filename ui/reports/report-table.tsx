// The table of a report: virtual on the screen, whole on paper. Groups open their records, rows theirs.
// biome-ignore-all lint/a11y/useSemanticElements: virtual rows are placed by hand, which a table element does not allow
// biome-ignore-all lint/a11y/useFocusableInteractive: a table to read, not a grid; what can be done in it are its links

import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type CSSProperties, type ReactNode, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription, ReportHead, ReportRow, ReportTotal } from '../../client/index.ts';
import { type ReportAnswers, type ReportDefinition, totalParts, unitOfGroup } from '../../schema/index.ts';
import { useAsOf } from '../as-of/use-as-of.ts';
import { periodWords } from '../charts/words.ts';
import { formatDecimal } from '../fields/format.ts';
import { isEmpty, plainText, widgetFor } from '../fields/lookup.ts';
import { currentLanguage } from '../i18n.ts';
import { useSetup } from '../queries.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { columnField, columnHeadings, groupField, groupHeadings, totalField } from './fields.ts';
import { type Line, linesOf, type TotalOf, totalLines } from './lines.ts';
import { recordsFilter } from './records.ts';
import classes from './reports.module.css';

export interface ReportTableProps {
  readonly definition: ReportDefinition;
  readonly head: ReportHead;
  readonly rows: readonly ReportRow[];
  readonly answers: ReportAnswers;
  /** No rows are to come. */
  readonly whole: boolean;
  /** Asked for when the end comes near. */
  readonly onMore?: () => void;
  /** Draws everything at once, for paper. */
  readonly printed?: boolean;
  readonly label: string;
}

interface Shown {
  readonly head: ReportHead;
  readonly fields: readonly FieldDescription[];
  readonly headings: readonly string[];
  readonly groupHeadings: readonly string[];
  readonly widths: readonly number[];
  groupWords(total: ReportTotal, at: number): string;
  filterOf(total: ReportTotal): string;
}

export function ReportTable({ definition, head, rows, answers, whole, onMore, printed, label }: ReportTableProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const lines = useMemo(() => linesOf(head, rows, whole, definition.summary === true), [head, rows, whole, definition.summary]);
  const shown = useShown({ definition, head, answers });
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 34,
    overscan: 20,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (onMore && !whole && last >= lines.length - 60) onMore();
  }, [onMore, whole, last, lines.length]);

  const template = { '--report-columns': shown.widths.map((width, at) => `minmax(${width}px, ${at === 0 ? 2 : 1}fr)`).join(' ') };
  const width = { '--columns': `${shown.widths.reduce((sum, width) => sum + width, 0)}px` };
  return (
    <ScrollRegion
      ref={scroller}
      label={label}
      className={classes.scroller}
      data-printed={printed || undefined}
      style={template as CSSProperties}
    >
      <div
        role="table"
        aria-label={label}
        aria-rowcount={whole ? lines.length + 1 : -1}
        className={classes.table}
        style={width as CSSProperties}
      >
        <Headings shown={shown} />
        {printed ? (
          lines.map((line, at) => <LineView key={keyOf(line, at)} line={line} shown={shown} />)
        ) : (
          <div role="rowgroup" className={classes.body} style={{ height: virtual.getTotalSize() }}>
            {items.map((item) => {
              const line = lines[item.index];
              const style = { position: 'absolute', insetInline: 0, top: 0, transform: `translateY(${item.start}px)` } as const;
              return line && <LineView key={item.key} line={line} shown={shown} style={style} />;
            })}
          </div>
        )}
        {head.totals[0] && <GrandTotal total={head.totals[0]} shown={shown} />}
      </div>
    </ScrollRegion>
  );
}

function useShown({ definition, head, answers }: Pick<ReportTableProps, 'definition' | 'head' | 'answers'>): Shown {
  const { t } = useTranslation();
  const { entities } = useSetup();
  return useMemo(() => {
    const fields = head.columns.map((_, at) => columnField(entities, head, at));
    return {
      head,
      fields,
      headings: columnHeadings(entities, definition, head),
      groupHeadings: groupHeadings(entities, definition, head),
      widths: fields.map((field, at) => Math.max(widgetFor(field).width ?? 160, at === 0 ? 220 : 130)),
      groupWords(total, at) {
        const value = total.groups[at] ?? null;
        if (value === null) return t('reports.none');
        const unit = unitOfGroup(head.groups[at]?.value ?? '')?.unit;
        return unit ? periodWords(unit, String(value)) : plainText(groupField(entities, head, at), value);
      },
      filterOf: (total) => recordsFilter(definition, head, total, answers),
    };
  }, [entities, head, definition, answers, t]);
}

function Headings({ shown: { head, fields, headings } }: { shown: Shown }) {
  return (
    <div role="row" className={`${classes.line} ${classes.headings}`}>
      {head.columns.map((column, at) => (
        <span role="columnheader" key={column.id} className={classes.cell} data-align={align(fields[at])} title={headings[at]}>
          {headings[at]}
        </span>
      ))}
    </div>
  );
}

/** Of all rows. */
function GrandTotal({ total, shown }: { total: ReportTotal; shown: Shown }) {
  const { t } = useTranslation();
  return (
    <div role="rowgroup" className={classes.grand}>
      {totalLines(shown.head, total, 0).map((line) => (
        <TotalLine key={`${line.of}${line.part}`} line={line} shown={shown} />
      ))}
      <div role="row" className={classes.counted}>
        <span role="cell">
          <Records shown={shown} total={total}>
            {t('reports.rows', { count: total.rows })}
          </Records>
        </span>
      </div>
    </div>
  );
}

const keyOf = (line: Line, at: number) => (line.kind === 'row' ? line.row.ids.join() : `${line.kind}${at}`);
const align = (field: FieldDescription | undefined) => (field && widgetFor(field).align === 'end' ? 'end' : undefined);

function LineView({ line, shown, style }: { line: Line; shown: Shown; style?: CSSProperties }) {
  if (line.kind === 'row') return <RowLine line={line} shown={shown} style={style} />;
  if (line.kind === 'total') return <TotalLine line={line} shown={shown} style={style} />;
  return <GroupLine line={line} shown={shown} style={style} />;
}

function GroupLine({
  line: { depth, total },
  shown,
  style,
}: {
  line: Extract<Line, { kind: 'group' }>;
  shown: Shown;
  style?: CSSProperties;
}) {
  const { t } = useTranslation();
  return (
    <div role="row" className={classes.group} data-depth={depth} style={style}>
      <span role="cell" className={classes.groupCell} style={{ paddingInlineStart: 10 + (depth - 1) * 18 }}>
        <span className={classes.groupName}>{shown.groupHeadings[depth - 1]}</span>
        <Records shown={shown} total={total}>
          {shown.groupWords(total, depth - 1)}
        </Records>
        <span className={classes.groupCount}>{t('reports.rows', { count: total.rows })}</span>
      </span>
    </div>
  );
}

/** Opens the list of exactly these records. */
function Records({ shown, total, children }: { shown: Shown; total: ReportTotal; children: ReactNode }) {
  const entity = shown.head.levels[0]?.entity ?? '';
  const filter = shown.filterOf(total);
  const { at } = useAsOf();
  const then = at ? { asof: at } : {};
  return (
    <Link to="/$entity" params={{ entity }} search={{ ...(filter ? { filter } : {}), ...then }} target="_blank" className={classes.open}>
      {children}
    </Link>
  );
}

function RowLine({ line: { row, fresh }, shown, style }: { line: Extract<Line, { kind: 'row' }>; shown: Shown; style?: CSSProperties }) {
  const { head, fields } = shown;
  return (
    <div role="row" className={classes.line} style={style} data-fresh={fresh === 0 || undefined}>
      {head.columns.map(({ id, level }, at) => {
        const value = row.cells[at] ?? null;
        const field = fields[at] as FieldDescription;
        const { Show } = widgetFor(field);
        const first = head.columns.findIndex((column) => column.level === level) === at;
        const record = row.ids[level];
        const entity = head.levels[level]?.entity ?? '';
        return (
          <span role="cell" key={id} className={classes.cell} data-align={align(field)} data-again={level < fresh || undefined}>
            {first && record ? (
              <RecordCell entity={entity} id={record} text={plainText(field, value)} />
            ) : isEmpty(value) ? null : (
              <Show field={field} value={value} place="cell" />
            )}
          </span>
        );
      })}
    </div>
  );
}

/** Line items have no page of their own. */
function RecordCell({ entity, id, text }: { entity: string; id: string; text: string }) {
  const { entities } = useSetup();
  const { at } = useAsOf();
  if (!entities.some(({ name }) => name === entity)) return text;
  return (
    <Link to="/$entity/$id" params={{ entity, id }} search={at ? { asof: at } : {}} target="_blank" className={classes.record}>
      {text || '–'}
    </Link>
  );
}

function TotalLine({ line: { of, part, depth, total }, shown, style }: { line: TotalOf; shown: Shown; style?: CSSProperties }) {
  const { t } = useTranslation();
  const { head, fields } = shown;
  const words = t(`reports.totals.${of}`);
  const name = depth === 0 ? t('reports.grand', { total: words }) : `${shown.groupWords(total, depth - 1)} · ${words}`;
  const labelAt = head.columns.findIndex((column) => !column.totals.includes(of));
  return (
    <div role="row" className={`${classes.line} ${classes.total}`} data-depth={depth} style={style}>
      {head.columns.map((column, at) => {
        const field = totalField(fields[at] as FieldDescription, of);
        const value = column.totals.includes(of) ? (totalParts(total.values[column.id]?.[of])[part] ?? null) : null;
        const label = part === 0 ? name : '';
        const text = at === labelAt ? label : value === null ? '' : figureText(field, value, of);
        return (
          <span role="cell" key={column.id} className={classes.cell} data-align={at === labelAt ? undefined : align(field)} title={text}>
            {labelAt < 0 && at === 0 && part === 0 ? `${words}: ${text}` : text}
          </span>
        );
      })}
    </div>
  );
}

/** An average comes with more digits than anybody reads; what is made of several currencies within a record names none. */
function figureText(field: FieldDescription, value: unknown, of: string): string {
  const rounded = (text: string) => (of === 'avg' ? Number(text).toFixed(2) : text);
  if (typeof value === 'object' && value !== null && 'amount' in value) {
    const { amount, currency } = value as { amount: string; currency: string | null };
    return currency ? plainText(field, { amount: rounded(amount), currency }) : formatDecimal(rounded(amount), currentLanguage());
  }
  return plainText(field, typeof value === 'string' && of === 'avg' ? rounded(value) : value);
}
