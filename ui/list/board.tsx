// The board: a column for each state, cards to drag between them.

import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { ActionIcon, Button, Menu, Skeleton } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues } from '../../client/index.ts';
import { choosable } from '../fields/choice.tsx';
import { formatDecimal, formatMoney } from '../fields/format.ts';
import { isEmpty, plainText, titleOf, widgetFor } from '../fields/lookup.ts';
import { OptionDot, optionLabel, optionOf } from '../fields/option-badge.tsx';
import { currentLanguage } from '../i18n.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient } from '../queries.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import classes from './board.module.css';
import { type BoardQuery, moveCard, NO_VALUE, summedField, type Total, useColumn, useTotals } from './board-data.ts';
import { useColumns } from './columns.ts';
import type { RowsQuery } from './use-pages.ts';

export function Board({ entity, field: name, query }: { entity: EntityDescription; field: string; query: RowsQuery }) {
  const { t } = useTranslation();
  const field = fieldOf(entity, name);
  const [moved, setMoved] = useState('');
  if (!field) return null;
  return (
    <Columns
      key={name}
      board={{ entity, field, query }}
      moved={moved}
      onMoved={(title, column) => setMoved(t('board.moved', { title, column }))}
    />
  );
}

function Columns({ board, moved, onMoved }: { board: BoardQuery; moved: string; onMoved: (title: string, column: string) => void }) {
  const { t } = useTranslation();
  const { entity, field } = board;
  const totals = useTotals(board);
  const options = field.options.filter((option) => option.active !== false || totals?.get(option.value)?.count);
  const values = [...(totals?.get(NO_VALUE)?.count ? [NO_VALUE] : []), ...options.map((option) => option.value)];
  const label = (value: string) => (value === NO_VALUE ? t('board.noValue') : optionLabel(field, value));

  const move = (record: RecordValues, to: string) => {
    const from = String(record[field.name] ?? NO_VALUE);
    if (from === to) return;
    moveCard(board, record, from, to).then(
      () => {
        const title = titleOf(entity, record);
        onMoved(title, label(to));
        showWithUndo(`moved-${record.id}`, t('board.moved', { title, column: label(to) }), async () => {
          await undoNewest(entity.name, record.id, 'update');
          void queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
        });
      },
      (error: unknown) => showError(error, titleOf(entity, record)),
    );
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={classes.board} aria-label={t('list.asBoard')} tabIndex={0}>
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
          onMove={move}
        />
      ))}
    </section>
  );
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
  const { entity, field } = board;
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage, refetch } = useColumn(board, value);
  const target = useRef<HTMLElement>(null);
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
  const records = data?.pages.flatMap((page) => page.records) ?? [];
  const language = currentLanguage();

  return (
    <section className={classes.column} ref={target} data-over={over || undefined} aria-label={label}>
      <header className={classes.head}>
        <OptionDot color={optionOf(field, value)?.color} />
        <h2 className={classes.label}>{label}</h2>
        {total && <span className={classes.count}>{formatDecimal(total.count, language)}</span>}
        {total?.sum?.currency && <span className={classes.sum}>{formatMoney(total.sum.amount, total.sum.currency, language)}</span>}
      </header>
      <ul className={classes.cards}>
        {records.map((record) => (
          <Card
            key={record.id}
            entity={entity}
            record={record}
            hidden={field.name}
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

function mayMove({ entity, field }: BoardQuery, record: RecordValues, to: string): boolean {
  if (!entity.can.update || field.read_only) return false;
  if (to === NO_VALUE) return !field.required;
  const present = record[field.name];
  return choosable(field, typeof present === 'string' ? present : null).some((option) => option.value === to);
}

interface CardProps {
  entity: EntityDescription;
  record: RecordValues;
  /** The field that the column says already. */
  hidden: string;
  targets: readonly { value: string; label: string }[];
  onMove: (to: string) => void;
}

function Card({ entity, record, hidden, targets, onMove }: CardProps) {
  const { t } = useTranslation();
  const columns = useColumns(entity);
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
  const title = titleOf(entity, record) || t('list.untitled');
  const money = summedField(entity);
  const others = columns.filter(
    ({ path }) => !entity.title.includes(path) && path !== hidden && path !== money?.name && !path.includes('.'),
  );
  const details = others.filter(({ path }) => !isEmpty(record[path])).slice(0, 3);
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
      {money && !isEmpty(record[money.name]) && <div className={classes.money}>{plainText(money, record[money.name])}</div>}
      <div className={classes.details}>
        {details.map(({ path, field }) => {
          const { Show } = widgetFor(field);
          return (
            <div key={path} className={classes.detail} title={`${field.label}: ${plainText(field, record[path])}`}>
              <Show field={field} value={record[path]} place="cell" />
            </div>
          );
        })}
      </div>
    </li>
  );
}
