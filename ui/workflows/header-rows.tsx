// Headers of a call to another program: name and value in rows, kept as lines of text.

import { ActionIcon, Button, Input, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { PlacesText } from './places-text.tsx';
import classes from './workflows.module.css';

interface Header {
  readonly name: string;
  readonly value: string;
}

interface HeaderRowsProps {
  readonly noun: EntityDescription;
  /** One a line: `Name: value`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

export function HeaderRows({ noun, value, onChange, error }: HeaderRowsProps) {
  const { t } = useTranslation();
  // Rows that have no name yet are in no line.
  const [rows, setRows] = useState(() => headersIn(value));
  const put = (at: number, by: readonly Header[]) => {
    const next = rows.toSpliced(at, 1, ...by);
    setRows(next);
    onChange(headersText(next));
  };
  return (
    <fieldset className={classes.rows}>
      <legend>
        <Input.Label labelElement="div" size="xs">
          {t('workflows.headers')}
        </Input.Label>
      </legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place
        <div key={at} className={classes.pair}>
          <TextInput
            size="xs"
            className={classes.pairName}
            aria-label={t('workflows.headerName', { at: at + 1 })}
            placeholder="Authorization"
            value={row.name}
            spellCheck={false}
            onChange={(event) => put(at, [{ ...row, name: event.currentTarget.value }])}
          />
          <div className={classes.value}>
            <PlacesText
              noun={noun}
              label={t('workflows.headerValue', { at: at + 1 })}
              lines={1}
              others={[{ value: 'secret', label: t('workflows.secret') }]}
              value={row.value}
              onChange={(text) => put(at, [{ ...row, value: text }])}
            />
          </div>
          <ActionIcon
            size="sm"
            className={classes.remove}
            onClick={() => put(at, [])}
            aria-label={t('workflows.removeHeader', { at: at + 1 })}
          >
            <IconX size={14} />
          </ActionIcon>
        </div>
      ))}
      {error && <p className={classes.problem}>{error}</p>}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        className={classes.add}
        leftSection={<IconPlus size={13} />}
        onClick={() => setRows([...rows, { name: '', value: '' }])}
      >
        {t('workflows.addHeader')}
      </Button>
    </fieldset>
  );
}

function headersIn(text: string): readonly Header[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', ...value] = line.split(':');
      return { name: name.trim(), value: value.join(':').trim() };
    });
}

function headersText(headers: readonly Header[]): string {
  return headers
    .filter(({ name }) => name.trim() !== '')
    .map(({ name, value }) => `${name.trim()}: ${value}`)
    .join('\n');
}
