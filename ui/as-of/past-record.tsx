// A record as it stood, and what is different now: to read, to compare, to set back.

import { Button, Skeleton } from '@mantine/core';
import { IconClockOff } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type EntityDescription, KontorError, type RecordAnswer, type RecordValues, type Reference } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { isEmpty, nameOf, plainText } from '../fields/lookup.ts';
import { rulesOf } from '../form/rules.ts';
import { currentLanguage } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { errorText, showError } from '../messages.ts';
import { keys, useRecord, useSetup } from '../queries.ts';
import { KeyFacts } from '../record/key-facts.tsx';
import { RecordBlocks } from '../record/record-blocks.tsx';
import { refresh } from '../record/save-field.ts';
import { StateSteps } from '../record/state-steps.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PagePending } from '../shell/page-pending.tsx';
import { showWithUndo, undoNewest } from '../undo-note.tsx';
import { client } from '../workspace.ts';
import classes from './as-of.module.css';
import { AsOfBanner } from './banner.tsx';
import { type Difference, differences } from './differences.ts';
import { AsOfSwitch } from './switch.tsx';
import type { AsOf } from './use-as-of.ts';

interface PastRecordProps {
  readonly entity: EntityDescription;
  readonly id: string;
  readonly at: string;
  readonly asOf: AsOf;
}

export function PastRecord({ entity, id, at, asOf }: PastRecordProps) {
  const { t } = useTranslation();
  const setup = useSetup();
  const rules = useMemo(() => rulesOf(setup, entity.name), [setup, entity.name]);
  const { data, error, refetch } = useQuery({
    queryKey: [...keys.record(entity.name, id), 'as of', at],
    queryFn: ({ signal }) => client.records(entity.name).get(id, { as_of: at, signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  const now = useRecord(entity.name, id);

  if (error) {
    const missing = error instanceof KontorError && error.status === 404;
    return (
      <Notice
        icon={missing ? <IconClockOff size={28} stroke={1.5} /> : null}
        title={missing ? t('asOf.notThere') : t('errors.title')}
        text={missing ? t('asOf.notThereHint', { when: formatDateTime(at, currentLanguage()) }) : errorText(error)}
      >
        {!missing && <Button onClick={() => void refetch()}>{t('errors.again')}</Button>}
        <Button variant="default" onClick={() => asOf.set(undefined)}>
          {t('asOf.back')}
        </Button>
      </Notice>
    );
  }
  if (!data) return <PagePending />;
  const { record } = data;
  const state = entity.fields.find((field) => field.type === 'state');
  const Icon = entityIcon(entity.icon);
  return (
    <article className={classes.page}>
      <AsOfBanner asOf={asOf}>
        <AsOfSwitch asOf={asOf} />
      </AsOfBanner>
      <header className={classes.head}>
        <Link to="/$entity" params={{ entity: entity.name }} className={classes.noun}>
          <Icon size={14} stroke={1.6} />
          {entity.plural}
        </Link>
        <h1 className={classes.title}>{nameOf(entity, record)}</h1>
        <p className={classes.trace}>{lastTouched(record, t('asOf.lastChanged', wordsOf(record)))}</p>
      </header>
      {state && rules.isVisible(state, record) && <StateSteps entity={entity} field={state} record={record} editable={false} />}
      <KeyFacts entity={entity} record={record} state={state?.name} />
      <div className={classes.columns}>
        <RecordBlocks entity={entity} record={record} rules={rules} editable={false} skip={state ? [state.name] : []} onEdit={() => {}} />
        <Since entity={entity} then={record} now={now.data} gone={isGone(now.error)} at={at} asOf={asOf} />
      </div>
    </article>
  );
}

function isGone(error: unknown): boolean {
  return error instanceof KontorError && error.status === 404;
}

function wordsOf(record: RecordValues): { who: string; when: string } {
  const by = record.updated_by as Reference | null | undefined;
  const at = typeof record.updated_at === 'string' ? formatDateTime(record.updated_at, currentLanguage()) : '';
  return { who: by?.title ?? 'Kontor', when: at };
}

function lastTouched(record: RecordValues, words: string): string {
  return typeof record.updated_at === 'string' ? words : '';
}

interface SinceProps {
  readonly entity: EntityDescription;
  readonly then: RecordValues;
  readonly now: RecordAnswer | undefined;
  readonly gone: boolean;
  readonly at: string;
  readonly asOf: AsOf;
}

function Since({ entity, then, now, gone, at, asOf }: SinceProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState<string | null>(null);
  if (gone) {
    return (
      <section className={classes.since} aria-label={t('asOf.since')}>
        <p className={classes.hint}>{t('asOf.goneSince')}</p>
        <Button size="xs" variant="default" onClick={() => asOf.set(undefined)}>
          {t('asOf.seeNow')}
        </Button>
      </section>
    );
  }
  if (!now) return <Skeleton height={120} />;
  const all = differences(entity, then, now.record);
  const mayRestore = ({ field }: Difference) => now.can.update && !field.read_only;
  const restore = async (key: string, fields?: string[]) => {
    setBusy(key);
    try {
      await client.records(entity.name).restore(then.id, { as_of: at, ...(fields ? { fields } : {}) });
      refresh(entity.name, then.id);
      showWithUndo(`restored ${then.id}`, t('asOf.restored'), async () => {
        await undoNewest(entity.name, then.id, 'update');
        refresh(entity.name, then.id);
      });
    } catch (error) {
      showError(error);
    } finally {
      setBusy(null);
    }
  };
  return (
    <section className={classes.since} aria-label={t('asOf.since')}>
      <div className={classes.sinceHead}>
        <h2>{t('asOf.since')}</h2>
        {all.filter(mayRestore).length > 1 && (
          <Button size="compact-sm" variant="light" loading={busy === ''} onClick={() => void restore('')}>
            {t('asOf.restoreAll')}
          </Button>
        )}
      </div>
      {all.length === 0 && <p className={classes.hint}>{t('asOf.same')}</p>}
      <ul className={classes.differences}>
        {all.map((difference) => (
          <li key={difference.field.name} className={classes.difference}>
            <span className={classes.label}>{difference.field.label}</span>
            <span className={classes.values}>
              <span className="visually-hidden">{t('asOf.then')} </span>
              <b>{textOf(difference, difference.was, t('record.empty'))}</b>
              <span aria-hidden="true"> → </span>
              <span className="visually-hidden">{t('asOf.now')} </span>
              <span className={classes.now}>{textOf(difference, difference.is, t('record.empty'))}</span>
            </span>
            {mayRestore(difference) && (
              <Button
                size="compact-xs"
                variant="default"
                className={classes.restore}
                loading={busy === difference.field.name}
                aria-label={t('asOf.restoreField', { field: difference.field.label })}
                onClick={() => void restore(difference.field.name, [difference.field.name])}
              >
                {t('asOf.restore')}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Line items by their first cells: what they hold stands on the left. */
function textOf({ field }: Difference, value: unknown, empty: string): string {
  if (isEmpty(value)) return empty;
  if (!field.fields) return plainText(field, value);
  const shown = field.fields.filter((cell) => cell.name !== 'id').slice(0, 2);
  const rows = value as readonly RecordValues[];
  return (
    rows.map((row) => shown.map((cell) => (isEmpty(row[cell.name]) ? '' : plainText(cell, row[cell.name]))).join(' ')).join('; ') || empty
  );
}
