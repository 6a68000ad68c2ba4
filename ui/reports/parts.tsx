// What the parts of the builder have in common: columns, groups and questions are lists whose entries are changed in place.

import { ActionIcon, Select } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { ReportDefinition } from '../../schema/index.ts';
import { useSetup } from '../queries.ts';
import { moved } from '../reorder.ts';
import { type Choice, fieldChoices } from './choices.ts';
import { describedLevel, levelEntities } from './levels.ts';
import classes from './reports.module.css';

export interface PartProps {
  readonly definition: ReportDefinition;
  readonly onChange: (definition: ReportDefinition) => void;
}

export function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.part} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

export interface FoundChoice {
  readonly level: number;
  readonly choice: Choice;
}

export interface Choices {
  /** As a control for choosing takes them. */
  readonly data: { readonly group: string; readonly items: { readonly value: string; readonly label: string }[] }[];
  readonly byValue: ReadonlyMap<string, FoundChoice>;
}

/** Fields of all levels, each under its noun; the value holds the level too. */
export function useChoices(definition: ReportDefinition, fits: (choice: Choice) => boolean): Choices {
  const { entities } = useSetup();
  const levels = levelEntities(entities, definition);
  const byValue = new Map<string, { level: number; choice: Choice }>();
  const data = levels.map((name, level) => ({
    group: levelLabel(entities, name),
    items: fieldChoices(entities, name)
      .filter(fits)
      .map((choice) => {
        const value = `${level}:${choice.path}`;
        byValue.set(value, { level, choice });
        return { value, label: choice.label };
      }),
  }));
  return { data, byValue };
}

/** Chosen, it is added, and the next one can be chosen. */
export function AddField({ label, among, onAdd, className }: AddFieldProps) {
  return (
    <Select
      size="xs"
      {...(className ? { className } : {})}
      aria-label={label}
      placeholder={label}
      leftSection={<IconPlus size={14} />}
      data={among.data}
      value={null}
      onChange={(value) => {
        const found = among.byValue.get(value ?? '');
        if (found) onAdd(found);
      }}
      searchable
      maxDropdownHeight={320}
    />
  );
}

interface AddFieldProps {
  readonly label: string;
  readonly among: Choices;
  readonly onAdd: (found: FoundChoice) => void;
  readonly className?: string | undefined;
}

export function levelLabel(entities: readonly EntityDescription[], name: string): string {
  return describedLevel(entities, name)?.plural ?? name;
}

/** The smallest that is not taken yet. */
export function freeId(prefix: string, taken: readonly string[]): string {
  for (let at = 1; ; at++) if (!taken.includes(`${prefix}${at}`)) return `${prefix}${at}`;
}

interface EntryProps extends EntryPlace {
  name: string;
  children: ReactNode;
}

export function Entry({ isFirst, isLast, name, onMove, onRemove, children }: EntryProps) {
  const { t } = useTranslation();
  return (
    <fieldset className={classes.item} aria-label={name}>
      <div className={classes.itemLine}>
        {children}
        <ActionIcon size="sm" disabled={isFirst} onClick={() => onMove(-1)} aria-label={`${t('reports.up')}: ${name}`}>
          <IconArrowUp size={14} />
        </ActionIcon>
        <ActionIcon size="sm" disabled={isLast} onClick={() => onMove(1)} aria-label={`${t('reports.down')}: ${name}`}>
          <IconArrowDown size={14} />
        </ActionIcon>
        <ActionIcon size="sm" onClick={onRemove} aria-label={`${t('reports.remove')}: ${name}`}>
          <IconX size={14} />
        </ActionIcon>
      </div>
    </fieldset>
  );
}

interface EntryPlace {
  readonly isFirst: boolean;
  readonly isLast: boolean;
  readonly onMove: (by: -1 | 1) => void;
  readonly onRemove: () => void;
}

/** What is done with the entries of a list by their places. */
export function entriesOf<One>(list: readonly One[], set: (next: readonly One[]) => void) {
  return {
    add: (one: One) => set([...list, one]),
    replace: (at: number, one: One) => set(list.with(at, one)),
    placeOf: (at: number): EntryPlace => ({
      isFirst: at === 0,
      isLast: at === list.length - 1,
      onMove: (by) => set(moved(list, at, by)),
      onRemove: () => set(list.toSpliced(at, 1)),
    }),
  };
}

/** With a text of that name; an empty one is left out. */
export function withText<One extends object>(one: One, name: keyof One & string, text: string): One {
  const { [name]: _, ...rest } = one;
  return (text ? { ...rest, [name]: text } : rest) as One;
}
