// How the records of each module are numbered: prefix, digits, the next number, and numbers for what has none.

import { Alert, Anchor, Button, Modal, NumberInput, Skeleton, Text, TextInput } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { numberingOf, patternOf, printNumber } from '../../schema/numbering.ts';
import { useBusy } from '../busy.ts';
import { localToday } from '../fields/date-text.ts';
import { followJob } from '../follow-job.tsx';
import { type Problems, problemsIn } from '../form/problems.ts';
import { inWords } from '../i18n.ts';
import { entityIcon } from '../icons.ts';
import { errorText, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity } from '../queries.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import classes from './settings.module.css';

interface NumberedModule {
  readonly entity: string;
  readonly label: string;
  readonly icon: string;
  readonly pattern: string | null;
  readonly setting: string | null;
  readonly next: { readonly count: number; readonly number: string } | null;
  readonly without: number;
}

const numberingQuery = queryOptions({
  queryKey: [...keys.entities, 'numbering'],
  queryFn: ({ signal }) => client.service<readonly NumberedModule[]>('numbering', {}, { signal }),
  staleTime: 0,
});

/** A new number means new fields, so every screen reads anew what there is. */
const readAnew = () => queryClient.invalidateQueries({ queryKey: keys.entities });

export function NumbersPage({ numberings }: { numberings: EntityDescription }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(numberingQuery);
  const [chosen, setChosen] = useState<NumberedModule | null>(null);
  const series = useEntity('number_series');
  return (
    <>
      <PageHead title={numberings.plural} />
      <div className={classes.page}>
        <Text size="sm" c="dimmed">
          {t('numbers.hint')}{' '}
          {series?.can.view && (
            <Anchor component={Link} to="/$entity" params={{ entity: series.name } as never} size="sm" underline="always">
              {t('numbers.series')}
            </Anchor>
          )}
        </Text>
        {error && <Alert color="red">{errorText(error)}</Alert>}
        {!data && !error && <Skeleton height={300} />}
        {data && (
          <ul className={classes.list}>
            {data.map((module) => (
              <ModuleRow key={module.entity} module={module} onEdit={() => setChosen(module)} />
            ))}
          </ul>
        )}
      </div>
      <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={chosen ? inWords(chosen.label, chosen.entity) : ''}>
        {chosen && <NumberingForm numberings={numberings} module={chosen} onDone={() => setChosen(null)} />}
      </Modal>
    </>
  );
}

function ModuleRow({
  module: { entity, label, icon, pattern, setting, next, without },
  onEdit,
}: {
  module: NumberedModule;
  onEdit: () => void;
}) {
  const { t } = useTranslation();
  const Icon = entityIcon(icon);
  const noun = inWords(label, entity);
  const numberAll = async () => {
    try {
      const { result } = await client.records('numberings').act<{ result: { job: string } }>(setting!, 'number_all');
      await followJob(result.job, t('numbers.numbering', { noun }));
      void readAnew();
    } catch (error) {
      showError(error);
    }
  };
  return (
    <li className={classes.row} data-off={pattern === null || undefined}>
      <Icon size={20} stroke={1.5} aria-hidden />
      <span className={classes.words}>
        <span className={classes.label}>{noun}</span>
        <span className={classes.details}>
          {next ? t('numbers.next', { number: next.number }) : t('numbers.none')}
          {without > 0 && ` · ${t('numbers.without', { count: without })}`}
        </span>
      </span>
      {setting && without > 0 && (
        <Button size="compact-sm" variant="default" onClick={() => void numberAll()} aria-label={`${noun}: ${t('numbers.all')}`}>
          {t('numbers.all')}
        </Button>
      )}
      <Button
        size="compact-sm"
        variant="default"
        onClick={onEdit}
        aria-label={`${noun}: ${t(pattern ? 'numbers.change' : 'numbers.begin')}`}
      >
        {t(pattern ? 'numbers.change' : 'numbers.begin')}
      </Button>
    </li>
  );
}

/** `D-{year}-{00000}` -> prefix and digits */
function partsOf(pattern: string | null): { prefix: string; digits: number } {
  const [prefix = '', zeros = '0000'] = pattern?.split(/\{(0+)\}/) ?? [];
  return { prefix, digits: zeros.length };
}

interface NumberingFormProps {
  readonly numberings: EntityDescription;
  readonly module: NumberedModule;
  readonly onDone: () => void;
}

function NumberingForm({ numberings, module, onDone }: NumberingFormProps) {
  const { t } = useTranslation();
  const [{ prefix, digits }, setParts] = useState(() => partsOf(module.pattern));
  const [next, setNext] = useState<number | ''>(module.next?.count ?? 1);
  const [problems, setProblems] = useState<Problems>({});
  const [busy, during] = useBusy(async (error) => {
    const found = problemsIn(error);
    setProblems(found ?? {});
    if (!found) showError(error);
    await readAnew();
  });
  const label = (name: string) => fieldOf(numberings, name)?.label ?? name;
  const today = localToday();
  const wanted = next === '' ? null : next;
  const sample = printNumber(numberingOf(patternOf(prefix, digits), today), wanted ?? 1);
  const records = client.records(numberings.name);
  const save = async (event: FormEvent) => {
    event.preventDefault();
    await during(async () => {
      const values = { prefix: prefix === '' ? null : prefix, digits };
      const id = module.setting ?? (await records.create({ entity: module.entity, ...values })).id;
      if (module.setting) await records.update(module.setting, values);
      // Another prefix counts for itself: what it counts from is set where it was asked for.
      const isGiven = patternOf(prefix, digits) === module.pattern ? module.next?.count : 1;
      if (wanted !== null && wanted !== isGiven) await records.act(id, 'set_next', { next: wanted });
      await readAnew();
      onDone();
    });
  };
  return (
    <form onSubmit={(event) => void save(event)} noValidate className={classes.form}>
      <TextInput
        label={label('prefix')}
        description={fieldOf(numberings, 'prefix')?.help}
        value={prefix}
        maxLength={20}
        onChange={(event) => setParts({ prefix: event.currentTarget.value, digits })}
        error={problems.prefix}
      />
      <NumberInput
        label={label('digits')}
        description={fieldOf(numberings, 'digits')?.help}
        value={digits}
        min={1}
        max={12}
        clampBehavior="strict"
        allowDecimal={false}
        onChange={(value) => typeof value === 'number' && setParts({ prefix, digits: value })}
        error={problems.digits}
      />
      <NumberInput
        label={t('numbers.nextNumber')}
        value={next}
        min={1}
        allowDecimal={false}
        onChange={(value) => setNext(typeof value === 'number' ? value : '')}
        error={problems.next}
      />
      <Text size="sm" c="dimmed">
        {t('numbers.sample', { number: sample })}
      </Text>
      <DialogButtons onCancel={onDone} type="submit" loading={busy}>
        {t('form.save')}
      </DialogButtons>
    </form>
  );
}
