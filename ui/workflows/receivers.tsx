// Who a mail or a message goes to, one row each: somebody the record names, a user, an address, or an expression.

import { ActionIcon, Button, Input, Select, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { keys, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { type Receiver, type ReceiverWay, receiverFields, receiversIn, receiversText } from './receiver.ts';
import classes from './workflows.module.css';

interface ReceiversProps {
  readonly noun: EntityDescription;
  readonly kind: 'mail' | 'notify';
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
}

const WAYS: Readonly<Record<ReceiversProps['kind'], readonly ReceiverWay[]>> = {
  mail: ['field', 'person', 'address', 'expression'],
  notify: ['field', 'person', 'expression'],
};

const NONE: Receiver = { way: 'field', text: '' };

export function Receivers({ noun, kind, value, onChange, error }: ReceiversProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  // A row that names nobody yet is in no text.
  const [rows, setRows] = useState<readonly Receiver[]>(() => (value ? receiversIn(value, entities, noun) : [NONE]));
  const put = (at: number, by: readonly Receiver[]) => {
    const next = rows.toSpliced(at, 1, ...by);
    setRows(next);
    onChange(receiversText(next));
  };
  return (
    <fieldset className={classes.rows}>
      <legend>
        <Input.Label labelElement="div" size="xs">
          {t('workflows.to')}
        </Input.Label>
      </legend>
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no identity but their place
        <div key={at} className={classes.receiver}>
          <Select
            size="xs"
            className={classes.way}
            aria-label={t('workflows.receiverWay', { at: at + 1 })}
            data={WAYS[kind].map((way) => ({ value: way, label: t(`workflows.receiver.${way}`) }))}
            value={row.way}
            allowDeselect={false}
            onChange={(way) => way && put(at, [{ way: way as ReceiverWay, text: '' }])}
          />
          <div className={classes.value}>
            <ReceiverEdit {...{ noun, kind, row, at }} onChange={(text) => put(at, [{ ...row, text }])} />
          </div>
          <ActionIcon
            size="sm"
            className={classes.remove}
            onClick={() => put(at, [])}
            aria-label={t('workflows.removeReceiver', { at: at + 1 })}
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
        onClick={() => setRows([...rows, NONE])}
      >
        {t('workflows.addReceiver')}
      </Button>
    </fieldset>
  );
}

interface EditProps {
  readonly noun: EntityDescription;
  readonly kind: ReceiversProps['kind'];
  readonly row: Receiver;
  readonly at: number;
  readonly onChange: (text: string) => void;
}

function ReceiverEdit({ noun, kind, row: { way, text }, at, onChange }: EditProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const label = t('workflows.receiverAt', { at: at + 1 });
  if (way === 'person') return <PersonEdit label={label} login={text} onChange={onChange} />;
  if (way === 'field') {
    const fields = receiverFields(entities, noun, kind);
    const known = text === '' || fields.some(({ value }) => value === text);
    return (
      <Select
        size="xs"
        aria-label={label}
        placeholder={t('filter.chooseField')}
        data={known ? fields : [{ value: text, label: text }, ...fields]}
        value={text || null}
        searchable
        allowDeselect={false}
        maxDropdownHeight={320}
        onChange={(path) => onChange(path ?? '')}
      />
    );
  }
  return (
    <TextInput
      size="xs"
      aria-label={label}
      placeholder={way === 'address' ? 'name@example.com' : t('workflows.expressionExample')}
      {...(way === 'address' ? { type: 'email' } : { classNames: { input: classes.code } })}
      spellCheck={false}
      value={text}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

const PEOPLE = { fields: ['name', 'login'], filter: 'status = "enabled"', sort: 'name', limit: 500 };

/** Stored by the name one signs in with. */
function PersonEdit({ label, login, onChange }: { label: string; login: string; onChange: (login: string) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: keys.list('users', PEOPLE),
    queryFn: ({ signal }) => client.records('users').list(PEOPLE, { signal }),
  });
  const people = (data?.records ?? [])
    .filter((user) => user.login)
    .map((user) => ({ value: String(user.login), label: String(user.name) }));
  const known = login === '' || people.some(({ value }) => value === login);
  return (
    <Select
      size="xs"
      aria-label={label}
      placeholder={t('field.searchToChoose')}
      data={known ? people : [{ value: login, label: login }, ...people]}
      value={login || null}
      searchable
      allowDeselect={false}
      maxDropdownHeight={320}
      onChange={(chosen) => onChange(chosen ?? '')}
    />
  );
}
