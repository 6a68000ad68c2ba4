// The board: a column for each state, cards to drag between them.

import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element';
import { ActionIcon, Button, Menu, Skeleton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntityDescription, type FieldDescription, KontorError, type RecordValues, type Values } from '../../client/index.ts';
import { choosable } from '../fields/choice.tsx';
import { formatDecimal, formatMoney } from '../fields/format.ts';
import { isEmpty, nameOf, plainText, titleOf, widgetFor } from '../fields/lookup.ts';
import { OptionDot, optionLabel, optionOf } from '../fields/option-badge.tsx';
import { currentLanguage } from '../i18n.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import type { BoardSettings } from '../views/view.ts';
import classes from './board.module.css';
import { type BoardQuery, moveCard, NO_VALUE, summedField, type Total, useColumn, useTotals } from './board-data.ts';
import { type Column, cellText, valueAt } from './columns.ts';
import type { RowsQuery } from './use-pages.ts';

const MissingDialog = lazy(() => import('./missing-dialog.tsx').then((module) => ({ default: module.MissingDialog })));

export interface BoardProps {
  readonly entity: EntityDescription;
  readonly field: string;
  readonly query: RowsQuery;
  /** What a card may show beside its title: the columns of the list, unless the view chose others. */
  readonly columns: readonly Column[];
  readonly settings: BoardSettings;
}

export function Board({ entity, field: name, query, columns, settings }: BoardProps) {
  const field = fieldOf(entity, name);
  const [moved, setMoved] = useState('');
  if (!field) return null;
  return <Columns key={name} board={{ entity, field, query, columns, settings }} moved={moved} onMoved={setMoved} />;
}

function Columns({ board, moved, onMoved }: { board: BoardQuery; moved: string; onMoved: (message: string) => void }) {
  const { t } = useTranslation();
  const { entity, field } = board;
  const totals = useTotals(board);
  const [asking, setAsking] = useState<Asking | null>(null);
  const element = useRef<HTMLElement>(null);
  useEffect(() => scrollWhileDragging(element.current, 'horizontal'), []);
  const options = field.options.filter((option) => option.active !== false || totals?.get(option.value)?.count);
  const values = [...(totals?.get(NO_VALUE)?.count ? [NO_VALUE] : []), ...options.map((option) => option.value)];
  const label = (value: string) => (value === NO_VALUE ? t('board.noValue') : optionLabel(field, value));

  const move = (record: RecordValues, to: string, more: Values = {}) => {
    const from = String(record[field.name] ?? NO_VALUE);
    if (from === to) return Promise.resolve();
    return moveCard(board, record, from, to, more).then(
      () => {
        const title = titleOf(entity, record);
        const limit = board.settings.limits?.[to];
        const count = (totals?.get(to)?.count ?? 0) + 1;
        const message =
          limit !== undefined && count > limit
            ? t('board.movedOver', { title, column: label(to), count, limit })
            : t('board.moved', { title, column: label(to) });
        onMoved(message);
        showWithUndo(`moved-${record.id}`, message, async () => {
          await undoNewest(entity.name, record.id, 'update');
          void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
        });
      },
      (error: unknown) => {
        // What the column asks for and the record has not is asked from whoever moves it.
        const missing = missingFields(entity, error, field.name);
        if (missing.length) setAsking({ record, to, fields: missing, error });
        else showError(error, titleOf(entity, record));
      },
    );
  };
  return (
    <ScrollRegion ref={element} className={classes.board} label={t('list.asBoard')}>
      <span className="visually-hidden" role="status">
        {moved}
      </span>
      {values.map((value) => (
        <BoardColumn
          key={value}
          board={board}
          value={value}
          label={label(value)}
          total={totals?.get(value)}
          values={values}
          labelOf={label}
          onMove={(record, to) => void move(record, to)}
        />
      ))}
      {asking && (
        <Suspense>
          <MissingDialog
            key={asking.fields.map((one) => one.name).join()}
            entity={entity}
            asking={asking}
            label={label(asking.to)}
            onClose={() => setAsking(null)}
            onSave={(values) => {
              setAsking(null);
              void move(asking.record, asking.to, values);
            }}
          />
        </Suspense>
      )}
    </ScrollRegion>
  );
}

export interface Asking {
  readonly record: RecordValues;
  readonly to: string;
  readonly fields: readonly FieldDescription[];
  readonly error: unknown;
}

/** Fields of a refusal that a person can fill in. */
function missingFields(entity: EntityDescription, error: unknown, moved: string): FieldDescription[] {
  if (!(error instanceof KontorError) || error.status !== 422) return [];
  const names = new Set(error.errors.map((problem) => problem.field));
  const fields = entity.fields.filter((one) => names.has(one.name) && one.name !== moved && !one.read_only && !one.fields);
  return fields.length === names.size ? fields : [];
}

interface BoardColumnProps {
  board: BoardQuery;
  value: string;
  label: string;
  total: Total | undefined;
  values: readonly string[];
  labelOf: (value: string) => string;
  onMove: (record: RecordValues, to: string) => void;
}

function BoardColumn({ board, value, label, total, values, labelOf, onMove }: BoardColumnProps) {
  const { t } = useTranslation();
  const { field } = board;
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useColumn(board, value);
  const target = useRef<HTMLElement>(null);
  const cards = useRef<HTMLUListElement>(null);
  const [over, setOver] = useState(false);
  const drop = useEffectEvent((record: RecordValues) => onMove(record, value));
  const accepts = useEffectEvent((record: RecordValues) => mayMove(board, record, value));
  useEffect(() => {
    if (!target.current) return;
    return dropTargetForElements({
      element: target.current,
      canDrop: ({ source }) => accepts(source.data.record as RecordValues),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source }) => {
        setOver(false);
        drop(source.data.record as RecordValues);
      },
    });
  }, []);
  useEffect(() => scrollWhileDragging(cards.current, 'vertical'), []);
  const records = data?.pages.flatMap((page) => page.records) ?? [];
  const limit = board.settings.limits?.[value];
  const count = total?.count ?? 0;
  const isOver = limit !== undefined && count > limit;
  // One more, and it is over.
  const isFull = limit !== undefined && count >= limit;
  const language = currentLanguage();

  return (
    <section className={classes.column} ref={target} data-over={over || undefined} data-full={isFull || undefined} aria-label={label}>
      <header className={classes.head}>
        <OptionDot color={optionOf(field, value)?.color} />
        <h2 className={classes.label}>{label}</h2>
        {total && (
          <span
            className={classes.count}
            data-over={isOver || undefined}
            title={isOver ? t('board.over', { limit: limit ?? 0 }) : undefined}
          >
            {formatDecimal(total.count, language)}
            {limit !== undefined && ` / ${formatDecimal(limit, language)}`}
          </span>
        )}
        {!total && limit !== undefined && <span className={classes.count}>{`0 / ${formatDecimal(limit, language)}`}</span>}
        {isOver && <span className="visually-hidden">{t('board.over', { limit: limit ?? 0 })}</span>}
        {total?.sum?.currency && <span className={classes.sum}>{formatMoney(total.sum.amount, total.sum.currency, language)}</span>}
        {total?.sum?.currency === '' && <span className={classes.sum}>{formatDecimal(total.sum.amount, language)}</span>}
      </header>
      {over && isFull && <p className={classes.full}>{t('board.full', { limit })}</p>}
      <ul ref={cards} className={classes.cards}>
        {records.map((record) => (
          <Card
            key={record.id}
            board={board}
            record={record}
            targets={values
              .filter((other) => other !== value && mayMove(board, record, other))
              .map((other) => ({ value: other, label: labelOf(other) }))}
            onMove={(to) => onMove(record, to)}
          />
        ))}
        {!data && !error && [70, 90, 60].map((width) => <Skeleton key={width} component="li" height={width} radius="md" />)}
        {data && records.length === 0 && <li className={classes.empty}>{t('board.empty')}</li>}
        {error && (
          <li className={classes.empty}>
            {errorText(error)}{' '}
            <Button size="compact-xs" variant="subtle" onClick={() => void refetch()}>
              {t('errors.again')}
            </Button>
          </li>
        )}
        {hasNextPage && (
          <li>
            <Button
              fullWidth
              size="compact-sm"
              variant="subtle"
              color="gray"
              loading={isFetchingNextPage}
              onClick={() => void fetchNextPage()}
            >
              {t('board.more')}
            </Button>
          </li>
        )}
      </ul>
    </section>
  );
}

/** At the edges of what scrolls, so that a card reaches columns that are out of sight. */
function scrollWhileDragging(element: HTMLElement | null, axis: 'horizontal' | 'vertical'): (() => void) | undefined {
  return element ? autoScrollForElements({ element, getAllowedAxis: () => axis }) : undefined;
}

function mayMove({ entity, field }: BoardQuery, record: RecordValues, to: string): boolean {
  if (!entity.can.update || field.read_only) return false;
  if (to === NO_VALUE) return !field.required;
  const present = record[field.name];
  return choosable(field, typeof present === 'string' ? present : null).some((option) => option.value === to);
}

interface CardProps {
  board: BoardQuery;
  record: RecordValues;
  targets: readonly { value: string; label: string }[];
  onMove: (to: string) => void;
}

function Card({ board, record, targets, onMove }: CardProps) {
  const { t } = useTranslation();
  const { entity, settings } = board;
  const element = useRef<HTMLLIElement>(null);
  const [dragged, setDragged] = useState(false);
  const latest = useEffectEvent(() => record);
  const movable = targets.length > 0;
  useEffect(() => {
    if (!element.current || !movable) return;
    return draggable({
      element: element.current,
      getInitialData: () => ({ record: latest() }),
      onDragStart: () => setDragged(true),
      onDrop: () => setDragged(false),
    });
  }, [movable]);
  const title = nameOf(entity, record);
  const money = summedField(entity, settings);
  const chosen = settings.card?.flatMap((path) => board.columns.find((column) => column.path === path) ?? []);
  // What the column and the lines above say already needs no line of its own.
  const others = board.columns.filter(
    ({ path }) => !entity.title.includes(path) && path !== board.field.name && path !== money?.name && !path.includes('.'),
  );
  const filled = (chosen ?? others).filter(({ path }) => !isEmpty(valueAt(record, path)));
  const details = chosen ? filled : filled.slice(0, 3);
  return (
    <li ref={element} className={classes.card} data-dragged={dragged || undefined} data-movable={movable || undefined}>
      <RecordLink entity={entity.name} id={record.id} className={classes.title} draggable={false}>
        {title}
      </RecordLink>
      {movable && (
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon size="sm" className={classes.menu} aria-label={t('board.cardMenu', { title })}>
              <IconDots size={16} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Label>{t('board.moveTo')}</Menu.Label>
            {targets.map((target) => (
              <Menu.Item key={target.value} onClick={() => onMove(target.value)}>
                {target.label}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      )}
      {money && !chosen?.some((column) => column.path === money.name) && !isEmpty(record[money.name]) && (
        <div className={classes.money}>{plainText(money, record[money.name])}</div>
      )}
      <div className={classes.details}>
        {details.map((column) => {
          const { path, field, label, over } = column;
          const { Show } = widgetFor(field);
          const text = cellText(column, record);
          return (
            <div key={path} className={classes.detail} title={`${label}: ${text}`}>
              {over > 0 ? text : <Show field={field} value={valueAt(record, path)} place="cell" />}
            </div>
          );
        })}
      </div>
    </li>
  );
}
