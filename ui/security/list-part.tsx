// A part of a page about security: a heading, what is done with all of it, and its rows once they have come.

import { Alert, Group, Skeleton, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { errorText, showDone, showError } from '../messages.ts';
import { queryClient } from '../queries.ts';
import classes from '../settings/settings.module.css';

interface ListPartProps<Row> {
  /** Of the heading. */
  id: string;
  title: string;
  /** Beside the heading. */
  beside?: ReactNode;
  hint?: string;
  error: unknown;
  /** Undefined: they have not come yet. */
  rows: readonly Row[] | undefined;
  /** Said where there is none. */
  none?: string;
  children: (row: Row) => ReactNode;
  /** Below them. */
  after?: ReactNode;
}

export function ListPart<Row>({ id, title, beside, hint, error, rows, none, children, after }: ListPartProps<Row>) {
  return (
    <section aria-labelledby={id}>
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id={id}>
          {title}
        </Title>
        {beside}
      </Group>
      {hint && (
        <Text c="dimmed" size="sm" mb="sm">
          {hint}
        </Text>
      )}
      {error ? <Alert color="red">{errorText(error)}</Alert> : !rows && <Skeleton height={60} />}
      {none && rows?.length === 0 && (
        <Text c="dimmed" size="sm">
          {none}
        </Text>
      )}
      {rows && rows.length > 0 && <ul className={classes.list}>{rows.map(children)}</ul>}
      {after}
    </section>
  );
}

interface PartRowProps {
  icon?: ReactNode;
  label: string;
  /** What is empty is left out. */
  details: readonly unknown[];
  /** What can be done with it. */
  children: ReactNode;
}

export function PartRow({ icon, label, details, children }: PartRowProps) {
  return (
    <li className={classes.row}>
      {icon}
      <span className={classes.words}>
        <span className={classes.label}>{label}</span>
        <span className={classes.details}>{details.filter(Boolean).join(' · ')}</span>
      </span>
      {children}
    </li>
  );
}

/** Waits for it and says so; the list is read again, also where it was refused. */
export async function changed(queryKey: readonly unknown[], work: Promise<unknown>, said?: string): Promise<void> {
  try {
    await work;
    if (said) showDone(said);
  } catch (refusal) {
    showError(refusal);
  } finally {
    await queryClient.invalidateQueries({ queryKey });
  }
}
