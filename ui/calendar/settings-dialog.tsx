// One's own calendar: zone, week and hours; with whom it is shared; its secret address; events of other calendars.

import { ActionIcon, Button, Checkbox, CopyButton, FileButton, Group, Modal, Select, Stack, TextInput } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordValues, Reference } from '../../client/index.ts';
import { ReferencePicker } from '../fields/reference-picker.tsx';
import { showDone, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import classes from './calendar.module.css';
import { refresh } from './save.ts';
import type { Week } from './week.ts';

const NAMES = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];
const FIELDS = ['with_user', 'with_role', 'with_group'] as const;

export function SettingsDialog({ week, onClose }: { week: Week; onClose: () => void }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const shares = entities.find(({ name, can }) => name === 'calendar_shares' && can.view);
  return (
    <Modal opened onClose={onClose} title={t('calendar.settings')} size="lg" closeButtonProps={{ 'aria-label': t('calendar.close') }}>
      <Stack gap="lg">
        <OwnWeek week={week} />
        {shares && <Shares entity={shares} />}
        <Address />
        <Import />
      </Stack>
    </Modal>
  );
}

function OwnWeek({ week }: { week: Week }) {
  const { t } = useTranslation();
  const { me, entities } = useSetup();
  const users = entities.find(({ name }) => name === 'users');
  const [zone, setZone] = useState(week.zone);
  const [first, setFirst] = useState(NAMES[week.first] ?? 'monday');
  const [from, setFrom] = useState(week.from);
  const [to, setTo] = useState(week.to);
  const [days, setDays] = useState<readonly string[]>(week.workDays.map((day) => NAMES[day] ?? ''));
  const dayWords = new Map(users ? fieldOf(users, 'work_days')?.options.map(({ value, label }) => [value, label]) : []);
  const save = async () => {
    try {
      const input = { time_zone: zone, week_start: first, work_from: from, work_to: to, work_days: days };
      await client.records('users').act(me.id, 'edit_calendar', input);
      void queryClient.invalidateQueries({ queryKey: keys.record('users', me.id) });
      void queryClient.invalidateQueries({ queryKey: keys.entities });
      refresh('activities');
      showDone(t('calendar.saved'));
    } catch (error) {
      showError(error);
    }
  };
  return (
    <section aria-label={t('calendar.week')}>
      <h3 className={classes.part}>{t('calendar.week')}</h3>
      <div className={classes.times}>
        <Select
          className={classes.zone}
          label={t('calendar.zone')}
          value={zone}
          onChange={(value) => setZone(value ?? zone)}
          data={[...new Set([zone, ...Intl.supportedValuesOf('timeZone')])]}
          searchable
          limit={100}
          allowDeselect={false}
        />
        <Select
          label={t('calendar.firstDay')}
          value={first}
          onChange={(value) => setFirst(value ?? first)}
          data={['monday', 'saturday', 'sunday'].map((value) => ({ value, label: dayWords.get(value) ?? value }))}
          allowDeselect={false}
        />
        <TextInput type="time" label={t('calendar.workFrom')} value={from} onChange={(change) => setFrom(change.currentTarget.value)} />
        <TextInput type="time" label={t('calendar.workTo')} value={to} onChange={(change) => setTo(change.currentTarget.value)} />
      </div>
      <Checkbox.Group label={t('calendar.workDays')} value={[...days]} onChange={setDays} mt="sm">
        <Group gap="sm" mt={4}>
          {[...NAMES.slice(1), 'sunday'].map((day) => (
            <Checkbox key={day} value={day} label={dayWords.get(day) ?? day} />
          ))}
        </Group>
      </Checkbox.Group>
      <Button mt="sm" size="xs" onClick={() => void save()}>
        {t('form.save')}
      </Button>
    </section>
  );
}

function Shares({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const query = { filter: 'user = me()', fields: ['id', ...FIELDS], limit: 100 };
  const { data } = useQuery({
    queryKey: keys.list(entity.name, query),
    queryFn: ({ signal }) => client.records(entity.name).list(query, { signal }),
  });
  const share = async (field: (typeof FIELDS)[number], target: Reference | null) => {
    if (!target) return;
    try {
      await client.records(entity.name).create({ [field]: target.id });
      refresh(entity.name);
    } catch (error) {
      showError(error);
    }
  };
  const stop = async (record: RecordValues) => {
    try {
      await client.records(entity.name).delete(record.id);
      refresh(entity.name);
    } catch (error) {
      showError(error);
    }
  };
  return (
    <section aria-label={t('calendar.sharing')}>
      <h3 className={classes.part}>{t('calendar.sharing')}</h3>
      <p className={classes.quiet}>{t('calendar.sharingHelp')}</p>
      <ul className={classes.shares}>
        {data?.records.map((record) => {
          const title = FIELDS.map((name) => (record[name] as Reference | null)?.title).find(Boolean) ?? '';
          return (
            <li key={record.id}>
              <span>{title}</span>
              <ActionIcon size="sm" onClick={() => void stop(record)} aria-label={t('calendar.stopSharing', { who: title })}>
                <IconX size={14} />
              </ActionIcon>
            </li>
          );
        })}
      </ul>
      <div className={classes.times}>
        {FIELDS.map((name) => {
          const field = fieldOf(entity, name);
          return field ? (
            <ReferencePicker
              key={`${name} ${data?.records.length ?? 0}`}
              place="form"
              entity={entity.name}
              field={field}
              value={null}
              error={null}
              onChange={(target) => void share(name, target)}
            />
          ) : null;
        })}
      </div>
    </section>
  );
}

function Address() {
  const { t } = useTranslation();
  const { me } = useSetup();
  const [address, setAddress] = useState<string | null>(null);
  const act = async (action: string) => {
    try {
      const { result } = await client.records('users').act<{ result: { path?: string } }>(me.id, action);
      setAddress(result.path ? new URL(client.feedUrl(result.path), location.href).href : null);
      if (!result.path) showDone(t('calendar.withdrawn'));
    } catch (error) {
      showError(error);
    }
  };
  return (
    <section aria-label={t('calendar.address')}>
      <h3 className={classes.part}>{t('calendar.address')}</h3>
      <p className={classes.quiet}>{t('calendar.addressHelp')}</p>
      {address && (
        <Group gap="xs" wrap="nowrap" mb="xs">
          <TextInput
            readOnly
            value={address}
            aria-label={t('calendar.address')}
            style={{ flex: 1 }}
            onFocus={(focus) => focus.currentTarget.select()}
          />
          <CopyButton value={address}>
            {({ copied, copy }) => (
              <Button size="xs" variant="default" onClick={copy}>
                {copied ? t('calendar.copied') : t('calendar.copy')}
              </Button>
            )}
          </CopyButton>
        </Group>
      )}
      <Group gap="xs">
        <Button size="xs" variant="default" onClick={() => void act('new_calendar_address')}>
          {t('calendar.newAddress')}
        </Button>
        <Button size="xs" variant="subtle" color="gray" onClick={() => void act('drop_calendar_address')}>
          {t('calendar.withdraw')}
        </Button>
      </Group>
    </section>
  );
}

function Import() {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const read = async (file: File | null) => {
    if (!file) return;
    setBusy(true);
    try {
      const { created, updated, problems } = await client.service<{ created: number; updated: number; problems: readonly unknown[] }>(
        'import_calendar',
        { text: await file.text() },
      );
      refresh('activities');
      showDone(t('calendar.imported', { created, updated, problems: problems.length }));
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <section aria-label={t('calendar.import')}>
      <h3 className={classes.part}>{t('calendar.import')}</h3>
      <FileButton onChange={(file) => void read(file)} accept=".ics,text/calendar">
        {(button) => (
          <Button {...button} size="xs" variant="default" loading={busy}>
            {t('calendar.chooseFile')}
          </Button>
        )}
      </FileButton>
    </section>
  );
}
