// Addresses on one page: those that are banned now, and the rules of who may sign in from where.

import { ActionIcon, Alert, Button, Group, Select, Skeleton, Text, TextInput, Title } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError, type RecordValues } from '../../client/index.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText, showDone, showError } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity } from '../queries.ts';
import classes from '../settings/settings.module.css';
import { ButtonLink } from '../shell/button-link.tsx';
import { client } from '../workspace.ts';

/** Bans end by themselves, and others come. */
const AGAIN = 15_000;

export function Bans() {
  const { t } = useTranslation();
  const noun = useEntity('bans');
  const query = { filter: 'released_at is empty and until > now()', sort: '-created_at', limit: 200 };
  const { data, error } = useQuery({
    queryKey: keys.list('bans', query),
    queryFn: ({ signal }) => client.records('bans').list(query, { signal }),
    refetchInterval: AGAIN,
    enabled: noun !== undefined,
  });
  if (!noun) return null;
  const reasons = new Map(fieldOf(noun, 'reason')?.options?.map(({ value, label }) => [value, label]));
  const release = async (ban: RecordValues) => {
    try {
      await client.records('bans').act(ban.id, 'release');
      showDone(t('security.bans.released', { address: String(ban.address) }));
    } catch (refusal) {
      showError(refusal);
    } finally {
      await queryClient.invalidateQueries({ queryKey: keys.entity('bans') });
    }
  };

  return (
    <section aria-labelledby="bans-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="bans-title">
          {t('security.bans.title')}
        </Title>
        <ButtonLink size="compact-sm" variant="subtle" to="/$entity" params={{ entity: 'bans' }} search={{}}>
          {t('security.bans.all')}
        </ButtonLink>
      </Group>
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {!data && !error && <Skeleton height={60} />}
      {data?.records.length === 0 && (
        <Text c="dimmed" size="sm">
          {t('security.bans.none')}
        </Text>
      )}
      {data && data.records.length > 0 && (
        <ul className={classes.list}>
          {data.records.map((ban) => (
            <li key={ban.id} className={classes.row}>
              <span className={classes.words}>
                <span className={classes.label}>{String(ban.address)}</span>
                <span className={classes.details}>
                  {[
                    formatDateTime(String(ban.created_at), currentLanguage()),
                    `${reasons.get(String(ban.reason)) ?? String(ban.reason)} (${String(ban.failures)})`,
                    t('security.bans.remaining', { minutes: minutesUntil(String(ban.until)) }),
                  ].join(' · ')}
                </span>
              </span>
              <Button
                size="xs"
                variant="default"
                onClick={() => release(ban)}
                aria-label={t('security.bans.releaseThis', { address: String(ban.address) })}
              >
                {t('security.bans.release')}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function minutesUntil(instant: string): number {
  return Math.max(1, Math.ceil((Date.parse(instant) - Date.now()) / 60_000));
}

export function AddressRules({ own }: { own: string | undefined }) {
  const { t } = useTranslation();
  const noun = useEntity('address_ranges');
  const query = { sort: 'purpose,range', limit: 500 };
  const { data, error } = useQuery({
    queryKey: keys.list('address_ranges', query),
    queryFn: ({ signal }) => client.records('address_ranges').list(query, { signal }),
    enabled: noun !== undefined,
  });
  if (!noun) return null;
  const purposes = fieldOf(noun, 'purpose')?.options ?? [];
  const remove = async (rule: RecordValues) => {
    try {
      await client.records('address_ranges').delete(rule.id);
    } catch (refusal) {
      showError(refusal);
    } finally {
      await queryClient.invalidateQueries({ queryKey: keys.entity('address_ranges') });
    }
  };

  return (
    <section aria-labelledby="rules-title">
      <Group justify="space-between" mb="xs">
        <Title order={2} size="h4" id="rules-title">
          {t('security.addresses.rules')}
        </Title>
        <ButtonLink size="compact-sm" variant="subtle" to="/$entity" params={{ entity: 'address_ranges' }} search={{}}>
          {t('security.addresses.list')}
        </ButtonLink>
      </Group>
      <Text c="dimmed" size="sm" mb="sm">
        {t('security.addresses.hint', { address: own ?? '…' })}
      </Text>
      {error && <Alert color="red">{errorText(error)}</Alert>}
      {data?.records.length === 0 && <Text size="sm">{t('security.addresses.none')}</Text>}
      {data && data.records.length > 0 && (
        <ul className={classes.list}>
          {data.records.map((rule) => (
            <li key={rule.id} className={classes.row}>
              <span className={classes.words}>
                <span className={classes.label}>{String(rule.range)}</span>
                <span className={classes.details}>
                  {[
                    purposes.find(({ value }) => value === rule.purpose)?.label,
                    rule.until ? t('security.addresses.until', { when: formatDateTime(String(rule.until), currentLanguage()) }) : null,
                    rule.kind === 'provider' ? t('security.addresses.provider') : null,
                    rule.note,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </span>
              </span>
              {noun.can.delete && rule.kind !== 'provider' && (
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  onClick={() => remove(rule)}
                  aria-label={t('security.addresses.remove', { range: String(rule.range) })}
                >
                  <IconTrash size={16} />
                </ActionIcon>
              )}
            </li>
          ))}
        </ul>
      )}
      {noun.can.create && <NewRule purposes={purposes.map(({ value, label }) => ({ value, label }))} />}
    </section>
  );
}

function NewRule({ purposes }: { purposes: { value: string; label: string }[] }) {
  const { t } = useTranslation();
  const [range, setRange] = useState('');
  const [purpose, setPurpose] = useState('trusted');
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setWrong(null);
    try {
      await client.records('address_ranges').create({ range: range.trim(), purpose });
      setRange('');
    } catch (error) {
      setWrong(error instanceof KontorError && error.errors[0] ? error.errors[0].message : errorText(error));
    } finally {
      setBusy(false);
      await queryClient.invalidateQueries({ queryKey: keys.entity('address_ranges') });
    }
  };
  return (
    <form onSubmit={add}>
      <Group align="flex-start" gap="xs" mt="sm">
        <TextInput
          aria-label={t('security.addresses.range')}
          placeholder={t('security.addresses.range')}
          value={range}
          onChange={(event) => setRange(event.currentTarget.value)}
          error={wrong}
          required
          style={{ flex: '1 1 200px' }}
        />
        <Select
          aria-label={t('security.addresses.purpose')}
          value={purpose}
          onChange={(value) => setPurpose(value ?? 'trusted')}
          data={purposes}
          allowDeselect={false}
          style={{ flex: '1 1 200px' }}
        />
        <Button type="submit" loading={busy} disabled={range.trim() === ''}>
          {t('security.addresses.add')}
        </Button>
      </Group>
    </form>
  );
}
