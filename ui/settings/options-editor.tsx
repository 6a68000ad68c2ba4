// The options of a choice: their words, colours and order; those out of use stay readable on old records.

import { ActionIcon, Button, ColorSwatch, Input, Menu, Switch, TextInput } from '@mantine/core';
import { IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import { useRef } from 'react';
import { flushSync } from 'react-dom';
import { useTranslation } from 'react-i18next';
import { keyOf, newRow, type Row, rowsOf } from '../form/lines-wire.ts';
import type { Problems } from '../form/problems.ts';
import { moved } from '../reorder.ts';
import classes from './settings.module.css';

const COLORS = ['gray', 'red', 'pink', 'grape', 'violet', 'indigo', 'blue', 'cyan', 'teal', 'green', 'lime', 'yellow', 'orange'];

export interface OptionsEditorProps {
  value: unknown;
  onChange: (rows: readonly Row[]) => void;
  problems: Problems;
  /** What the module calls its own options, by value: they stay, only their words may be others. */
  fixed?: ReadonlyMap<string, string>;
  /** False: no options may be added. */
  growing?: boolean;
  /** Gives the records that have an option another one, and takes the option away. */
  onReplace?: (row: Row, by: string | null) => void;
}

const NONE: ReadonlyMap<string, string> = new Map();

export function OptionsEditor({ value, onChange, problems, fixed = NONE, growing = true, onReplace }: OptionsEditorProps) {
  const { t } = useTranslation();
  const rows = rowsOf(value);
  const list = useRef<HTMLUListElement>(null);
  const set = (row: Row, change: Row) => onChange(rows.map((other) => (other === row ? { ...other, ...change } : other)));
  const isFixed = (row: Row) => fixed.has(String(row.value));
  const wordsOf = (row: Row) => String(row.label ?? fixed.get(String(row.value)) ?? row.value ?? '');
  const rename = (row: Row, text: string) =>
    // What is stored under stays; a new option is stored as it is called.
    set(row, row.id || isFixed(row) ? { label: text || null } : { label: text || null, value: text || null });
  const add = () => {
    // At once: what is typed next belongs to the new one.
    flushSync(() => onChange([...rows, newRow({ value: null, label: null, color: null, active: true })]));
    list.current?.querySelector<HTMLInputElement>('li:last-child input')?.focus();
  };
  const problem = problems.choices;

  return (
    <Input.Wrapper label={t('customFields.options')} description={t('customFields.optionsHelp')} error={problem} labelElement="div">
      <ul className={classes.options} ref={list}>
        {rows.map((row, at) => (
          <li key={keyOf(row)} className={classes.option}>
            <Menu position="bottom-start" withinPortal>
              <Menu.Target>
                <ActionIcon aria-label={t('customFields.optionColor')}>
                  <ColorSwatch size={14} color={colorOf(row)} withShadow={false} />
                </ActionIcon>
              </Menu.Target>
              <Menu.Dropdown className={classes.colors}>
                {COLORS.map((color) => (
                  <Menu.Item key={color} aria-label={color} onClick={() => set(row, { color })} p={6}>
                    <ColorSwatch size={16} color={`var(--mantine-color-${color}-6)`} withShadow={false} />
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
            <TextInput
              size="xs"
              aria-label={t('customFields.optionLabel', { number: at + 1 })}
              value={String(row.label ?? (isFixed(row) ? '' : row.value) ?? '')}
              placeholder={fixed.get(String(row.value))}
              onChange={(event) => rename(row, event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter') return;
                event.preventDefault();
                add();
              }}
              error={problems[`choices.${at}.value`] ?? problems[`choices.${at}.label`]}
              className={classes.optionName}
            />
            {row.id || isFixed(row) ? (
              <Switch
                size="xs"
                label={t('customFields.optionUsed')}
                checked={row.active !== false}
                onChange={(event) => set(row, { active: event.currentTarget.checked })}
              />
            ) : null}
            <ActionIcon
              disabled={at === 0}
              onClick={() => onChange(moved(rows, at, -1))}
              aria-label={t('customFields.up', { label: wordsOf(row) || String(at + 1) })}
            >
              <IconArrowUp size={15} />
            </ActionIcon>
            {isFixed(row) ? (
              <span className={classes.noButton} />
            ) : row.id && onReplace ? (
              <Menu position="bottom-end" withinPortal>
                <Menu.Target>
                  <ActionIcon aria-label={t('customFields.optionMore', { number: at + 1 })}>
                    <IconX size={15} />
                  </ActionIcon>
                </Menu.Target>
                <Menu.Dropdown>
                  <Menu.Item onClick={() => onChange(rows.filter((other) => other !== row))}>{t('customFields.optionRemove')}</Menu.Item>
                  <Menu.Label>{t('customFields.optionReplace')}</Menu.Label>
                  {rows
                    .filter((other) => other !== row && other.active !== false && (other.id || isFixed(other)))
                    .map((other) => (
                      <Menu.Item key={keyOf(other)} onClick={() => onReplace(row, String(other.value))}>
                        {wordsOf(other)}
                      </Menu.Item>
                    ))}
                </Menu.Dropdown>
              </Menu>
            ) : (
              <ActionIcon
                onClick={() => onChange(rows.filter((other) => other !== row))}
                aria-label={t('customFields.optionMore', { number: at + 1 })}
              >
                <IconX size={15} />
              </ActionIcon>
            )}
          </li>
        ))}
      </ul>
      {growing && (
        <Button size="compact-sm" variant="subtle" leftSection={<IconPlus size={14} />} onClick={add} mt={4}>
          {t('customFields.addOption')}
        </Button>
      )}
    </Input.Wrapper>
  );
}

function colorOf(row: Row): string {
  const color = typeof row.color === 'string' && row.color !== '' ? row.color : null;
  if (color === null) return 'var(--k-line)';
  return COLORS.includes(color) ? `var(--mantine-color-${color}-6)` : color;
}
