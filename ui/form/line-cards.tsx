// Line items on a phone: a card for each row, opened in a sheet to be written in.

import { Button, Drawer, Group, Stack } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldDescription } from '../../client/index.ts';
import { plainText, widgetFor } from '../fields/lookup.ts';
import { canType } from './can-type.ts';
import { LineProblems } from './line-problems.tsx';
import classes from './lines.module.css';
import { keyOf, type Row } from './lines-wire.ts';
import { PickRows } from './pick-rows.tsx';
import type { Rules } from './rules.ts';
import type { Lines } from './use-lines.ts';

interface LineCardsProps extends Lines {
  field: FieldDescription;
  rules: Rules;
}

export function LineCards({ field, rules, ...lines }: LineCardsProps) {
  const { t } = useTranslation();
  const { rows, columns, totals, below, isPart } = lines;
  const amount = columns.findLast((column) => widgetFor(column).summed && column.read_only);
  const [open, setOpen] = useState<number | null>(null);
  const headingId = useId();
  const total = totals.findLast((text) => text !== null);

  return (
    <div className={classes.lines}>
      <h2 id={headingId} className={classes.heading}>
        {field.label}
      </h2>
      {rows.length === 0 && <p className={classes.none}>{t('lines.none')}</p>}
      <ul className={classes.cards} aria-labelledby={headingId}>
        {rows.map((row, index) => (
          <li key={keyOf(row)} data-part={isPart(row) || undefined}>
            <button type="button" className={classes.card} onClick={() => setOpen(index)}>
              <span className={classes.cardTitle}>{titleOf(columns, row) || t('lines.row', { number: index + 1 })}</span>
              <span className={classes.cardDetail}>{figuresOf(columns, row)}</span>
            </button>
            {below[index] && amount && (
              <p className={classes.cardTotal}>
                <span>{t('lines.subtotal')}</span> {plainText(amount, below[index])}
              </p>
            )}
          </li>
        ))}
      </ul>
      {total && (
        <p className={classes.cardTotal}>
          <span>{t('lines.total')}</span> {total}
        </p>
      )}
      <LineProblems lines={lines} />
      <Button
        variant="light"
        leftSection={<IconPlus size={14} />}
        onClick={() => {
          lines.add();
          setOpen(rows.length);
        }}
      >
        {t('lines.add')}
      </Button>
      <PickRows lines={lines} />
      <Drawer
        opened={open !== null && rows[open] !== undefined}
        onClose={() => setOpen(null)}
        position="bottom"
        size="auto"
        title={open === null ? '' : t('lines.row', { number: open + 1 })}
        closeButtonProps={{ 'aria-label': t('filter.close') }}
      >
        {open !== null && rows[open] && <OpenRow lines={lines} rules={rules} row={rows[open]} at={open} onOpen={setOpen} />}
      </Drawer>
    </div>
  );
}

interface OpenRowProps {
  lines: Lines;
  rules: Rules;
  row: Row;
  at: number;
  /** Another place, where the row has gone; null: none. */
  onOpen: (at: number | null) => void;
}

function OpenRow({ lines, rules, row, at, onOpen }: OpenRowProps) {
  const { t } = useTranslation();
  const move = (to: number) => {
    lines.move(at, to);
    onOpen(to);
  };
  const remove = () => {
    onOpen(null);
    lines.remove(row);
  };
  return (
    <Stack gap="sm" pb="md">
      {lines.columns
        .filter((column) => rules.isVisible(column, row))
        .map((column) => {
          const { Edit } = widgetFor(column);
          return (
            <Edit
              key={column.name}
              entity=""
              field={column}
              value={row[column.name] ?? null}
              onChange={(value) => lines.setCell(row, column, value)}
              place="form"
              error={lines.problemOf(row, column)}
              required={rules.isRequired(column, row)}
              disabled={!canType(column)}
            />
          );
        })}
      <Group gap="xs" justify="space-between">
        <Group gap="xs">
          <Button variant="default" size="compact-md" disabled={at === 0} aria-label={t('lines.up')} onClick={() => move(at - 1)}>
            <IconArrowUp size={16} />
          </Button>
          <Button
            variant="default"
            size="compact-md"
            disabled={at === lines.rows.length - 1}
            aria-label={t('lines.down')}
            onClick={() => move(at + 1)}
          >
            <IconArrowDown size={16} />
          </Button>
          <Button variant="default" size="compact-md" leftSection={<IconTrash size={16} />} onClick={remove}>
            {t('lines.remove')}
          </Button>
        </Group>
        <Button size="compact-md" onClick={() => onOpen(null)}>
          {t('lines.done')}
        </Button>
      </Group>
    </Stack>
  );
}

/** The numbers of a row, each with the name of its column. */
function figuresOf(columns: readonly FieldDescription[], row: Row): string {
  return columns
    .filter((column) => widgetFor(column).align === 'end')
    .map((column) => [column.label, plainText(column, row[column.name])] as const)
    .filter(([, text]) => text !== '')
    .map(([label, text]) => `${label} ${text}`)
    .join(' · ');
}

/** The words of a row: what it names and how it is described. */
function titleOf(columns: readonly FieldDescription[], row: Row): string {
  return columns
    .filter((column) => widgetFor(column).align !== 'end')
    .map((column) => plainText(column, row[column.name]))
    .filter(Boolean)
    .slice(0, 2)
    .join(', ');
}
