// A whiteboard: records put by hand into free columns. Dragging, or the menu of a card, moves it; the record itself stays as it is.

import { draggable, dropTargetForElements } from '@atlaskit/pragmatic-drag-and-drop/adapter/element-adapter';
import { ActionIcon, Button, Menu, Modal, Skeleton, TextInput, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconDots, IconPlus } from '@tabler/icons-react';
import { useQueries } from '@tanstack/react-query';
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AnyReference, EntityDescription } from '../../../client/index.ts';
import { formatDecimal } from '../../fields/format.ts';
import { titleOf } from '../../fields/lookup.ts';
import { ReferencePicker } from '../../fields/reference-picker.tsx';
import { currentLanguage } from '../../i18n.ts';
import { entityIcon } from '../../icons.ts';
import { errorText } from '../../messages.ts';
import { keys, useRecord, useSetup } from '../../queries.ts';
import { RecordLink } from '../../shell/record-link.tsx';
import { ScrollRegion } from '../../shell/scroll-region.tsx';
import { client } from '../../workspace.ts';
import {
  addColumn,
  type Board,
  type Card,
  type Column,
  moveCard,
  moveColumn,
  removeColumn,
  renameColumn,
  takeOff,
} from '../board-changes.ts';
import { boardOf, changeBoard } from '../board-data.ts';
import { newId } from '../model.ts';
import classes from './whiteboard.module.css';

const LONGEST_NAME = 120;

export function WhiteboardWidget({ board: id, title, mayArrange }: { board: string | undefined; title: string; mayArrange: boolean }) {
  const { t } = useTranslation();
  const [whole, setWhole] = useState(false);
  if (!id) return <p>{t('dashboard.board.gone')}</p>;
  return (
    <>
      <Tooltip label={t('dashboard.board.fullScreen')}>
        <ActionIcon
          className={classes.maximise}
          size={26}
          onClick={() => setWhole(true)}
          aria-label={`${t('dashboard.board.fullScreen')}: ${title}`}
        >
          <IconArrowsMaximize size={16} stroke={1.6} />
        </ActionIcon>
      </Tooltip>
      <Columns id={id} mayArrange={mayArrange} />
      <Modal
        opened={whole}
        onClose={() => setWhole(false)}
        fullScreen
        title={title}
        closeButtonProps={{ 'aria-label': t('dashboard.close') }}
        classNames={{ body: classes.wholeBody, content: classes.whole }}
      >
        {whole && <Columns id={id} mayArrange={mayArrange} />}
      </Modal>
    </>
  );
}

function Columns({ id, mayArrange }: { id: string; mayArrange: boolean }) {
  const { t } = useTranslation();
  const { data, error } = useRecord('whiteboards', id);
  const board = data ? boardOf(data.record) : null;
  const titles = useTitles(board?.cards ?? []);
  const [said, setSaid] = useState('');
  if (error) return <p className={classes.none}>{errorText(error)}</p>;
  if (!board) return <Skeleton height={160} />;
  const move = (card: Card, column: string, before: Card | null) => {
    const name = board.columns.find((one) => one.id === column)?.name ?? '';
    setSaid(t('board.moved', { title: titles.get(card.id)?.title ?? '', column: name }));
    changeBoard(id, (now) => moveCard(now, card, column, before));
  };
  return (
    <ScrollRegion className={classes.board} label={t('list.asBoard')}>
      <span className="visually-hidden" role="status">
        {said}
      </span>
      {board.columns.map((column, at) => (
        <ColumnPart key={column.id} id={id} board={board} column={column} at={at} titles={titles} mayArrange={mayArrange} onMove={move} />
      ))}
      {mayArrange && (
        <Button
          variant="subtle"
          size="xs"
          className={classes.addColumn}
          leftSection={<IconPlus size={14} />}
          onClick={() => {
            const column = { id: newId(), name: t('dashboard.board.newColumn') };
            changeBoard(id, (now) => addColumn(now, column));
          }}
        >
          {t('dashboard.board.addColumn')}
        </Button>
      )}
    </ScrollRegion>
  );
}

interface ColumnProps {
  readonly id: string;
  readonly board: Board;
  readonly column: Column;
  readonly at: number;
  readonly titles: ReadonlyMap<string, { title: string; entity: EntityDescription } | null>;
  readonly mayArrange: boolean;
  readonly onMove: (card: Card, column: string, before: Card | null) => void;
}

function ColumnPart({ id, board, column, at, titles, mayArrange, onMove }: ColumnProps) {
  const { t } = useTranslation();
  const target = useRef<HTMLElement>(null);
  const [adding, setAdding] = useState(false);
  const over = useCardDrop(target, id, (card) => onMove(card, column.id, null));
  const cards = board.cards.filter((card) => card.column === column.id);
  return (
    <section className={classes.column} ref={target} data-over={over || undefined} aria-label={column.name}>
      <ColumnHead
        column={column}
        cards={cards.length}
        isFirst={at === 0}
        isLast={at === board.columns.length - 1}
        onChange={mayArrange ? (change) => changeBoard(id, change) : null}
      />
      <ul className={classes.cards}>
        {cards.map((card) => (
          <CardPart key={`${card.entity} ${card.id}`} id={id} card={card} board={board} shown={titles.get(card.id)} onMove={onMove} />
        ))}
      </ul>
      {adding ? (
        <Adder
          board={board}
          onDone={(picked) => {
            setAdding(false);
            if (picked)
              changeBoard(id, (now) => moveCard(now, { entity: picked.entity, id: picked.id, column: column.id }, column.id, null));
          }}
        />
      ) : (
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconPlus size={13} />}
          onClick={() => setAdding(true)}
          aria-label={t('dashboard.board.addTo', { name: column.name })}
        >
          {t('dashboard.board.add')}
        </Button>
      )}
    </section>
  );
}

/** Whether a card of this board is over the element. What lies within it and takes cards itself comes first. */
function useCardDrop(target: RefObject<HTMLElement | null>, board: string, onDrop: (card: Card) => void, self?: Card): boolean {
  const [over, setOver] = useState(false);
  const drop = useEffectEvent(onDrop);
  const isSelf = useEffectEvent((card: Card) => card.id === self?.id);
  useEffect(() => {
    if (!target.current) return;
    return dropTargetForElements({
      element: target.current,
      canDrop: ({ source }) => source.data.board === board && !isSelf(source.data.card as Card),
      onDragEnter: () => setOver(true),
      onDragLeave: () => setOver(false),
      onDrop: ({ source, location }) => {
        setOver(false);
        if (location.current.dropTargets[0]?.element === target.current) drop(source.data.card as Card);
      },
    });
  }, [target, board]);
  return over;
}

interface ColumnHeadProps {
  column: Column;
  /** How many. */
  cards: number;
  isFirst: boolean;
  isLast: boolean;
  /** Null: columns stay as they are. */
  onChange: ((change: (board: Board) => Board) => void) | null;
}

function ColumnHead({ column, cards, isFirst, isLast, onChange }: ColumnHeadProps) {
  const { t } = useTranslation();
  const [naming, setNaming] = useState(false);
  const rename = (typed: string) => {
    setNaming(false);
    const name = typed.trim().slice(0, LONGEST_NAME);
    if (name && name !== column.name) onChange?.((now) => renameColumn(now, column.id, name));
  };
  return (
    <header className={classes.head}>
      {naming ? (
        <TextInput
          size="xs"
          defaultValue={column.name}
          aria-label={t('dashboard.board.columnName')}
          autoFocus
          maxLength={LONGEST_NAME}
          onBlur={(event) => rename(event.currentTarget.value)}
          onKeyDown={(event) => (event.key === 'Enter' ? rename(event.currentTarget.value) : event.key === 'Escape' && setNaming(false))}
        />
      ) : (
        <h3 className={classes.title}>{column.name}</h3>
      )}
      <span className={classes.count}>{formatDecimal(cards, currentLanguage())}</span>
      {onChange && (
        // The field for the name takes the focus.
        <Menu position="bottom-end" returnFocus={false}>
          <Menu.Target>
            <ActionIcon size={22} aria-label={t('dashboard.board.columnMenu', { name: column.name })}>
              <IconDots size={15} />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setNaming(true)}>{t('dashboard.rename')}</Menu.Item>
            <Menu.Item disabled={isFirst} onClick={() => onChange((now) => moveColumn(now, column.id, -1))}>
              {t('dashboard.board.left')}
            </Menu.Item>
            <Menu.Item disabled={isLast} onClick={() => onChange((now) => moveColumn(now, column.id, 1))}>
              {t('dashboard.board.right')}
            </Menu.Item>
            <Menu.Item color="red" onClick={() => onChange((now) => removeColumn(now, column.id))}>
              {t('dashboard.board.deleteColumn', { count: cards })}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
    </header>
  );
}

interface CardProps extends Pick<ColumnProps, 'id' | 'board' | 'onMove'> {
  readonly card: Card;
  readonly shown: { title: string; entity: EntityDescription } | null | undefined;
}

function CardPart({ id, card, board, shown, onMove }: CardProps) {
  const { t } = useTranslation();
  const element = useRef<HTMLLIElement>(null);
  const current = useEffectEvent(() => card);
  useEffect(() => {
    if (!element.current) return;
    return draggable({ element: element.current, getInitialData: () => ({ board: id, card: current() }) });
  }, [id]);
  const over = useCardDrop(element, id, (moved) => onMove(moved, card.column, card), card);
  const title = shown?.title ?? (shown === null ? t('dashboard.board.hidden') : '…');
  const Icon = entityIcon(shown?.entity.icon ?? 'lock');
  return (
    <li ref={element} className={classes.card} data-over={over || undefined}>
      <Icon size={15} stroke={1.6} className={classes.icon} />
      {shown ? (
        <RecordLink entity={card.entity} id={card.id} className={classes.name} draggable={false}>
          {title || t('list.untitled')}
        </RecordLink>
      ) : (
        <span className={classes.hidden}>{title}</span>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon size={20} aria-label={t('dashboard.board.cardMenu', { title })}>
            <IconDots size={14} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {board.columns
            .filter((column) => column.id !== card.column)
            .map((column) => (
              <Menu.Item key={column.id} onClick={() => onMove(card, column.id, null)}>
                {t('dashboard.board.moveTo', { name: column.name })}
              </Menu.Item>
            ))}
          <Menu.Item color="red" onClick={() => changeBoard(id, (now) => takeOff(now, card))}>
            {t('dashboard.board.takeOff')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </li>
  );
}

/** Searches a record to put up. */
function Adder({ board, onDone }: { board: Board; onDone: (picked: AnyReference | null) => void }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const nouns = board.entity
    ? [board.entity]
    : entities.filter(({ menu, area, can }) => menu && area === 'business' && can.view).map(({ name }) => name);
  const field = {
    name: 'card',
    type: 'any_reference',
    label: t('dashboard.board.search'),
    help: '',
    to: nouns,
    required: false,
    options: [],
  } as never;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes whatever is focused inside
    <div className={classes.adder} onKeyDown={(event) => event.key === 'Escape' && onDone(null)}>
      <ReferencePicker
        entity="whiteboards"
        field={field}
        value={null}
        place="cell"
        autoFocus
        onChange={(picked) => picked && onDone('entity' in picked ? picked : { ...picked, entity: nouns[0] ?? '' })}
      />
    </div>
  );
}

/** Titles as the reader may see them; null: not within reach, or gone. */
function useTitles(cards: readonly Card[]) {
  const { entities } = useSetup();
  const nouns = [...new Set(cards.map(({ entity }) => entity))]
    .sort()
    .flatMap((name) => entities.find((entity) => entity.name === name && entity.can.view) ?? []);
  const answers = useQueries({
    queries: nouns.map((entity) => {
      const ids = cards
        .filter((card) => card.entity === entity.name)
        .map((card) => card.id)
        .sort()
        .slice(0, 500);
      const query = { filter: `id in (${ids.map((one) => JSON.stringify(one)).join(', ')})`, fields: ['id', ...entity.title], limit: 500 };
      return {
        queryKey: keys.list(entity.name, query),
        queryFn: ({ signal }: { signal: AbortSignal }) => client.records(entity.name).list(query, { signal }),
      };
    }),
  });
  const done = answers.every(({ isPending }) => !isPending);
  const titles = new Map<string, { title: string; entity: EntityDescription } | null>(done ? cards.map(({ id }) => [id, null]) : []);
  for (const [at, entity] of nouns.entries()) {
    for (const record of answers[at]?.data?.records ?? []) titles.set(record.id, { title: titleOf(entity, record), entity });
  }
  return titles;
}
