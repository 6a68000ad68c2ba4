// Addresses on one page: those that are banned now, and the rules of who may sign in from where.

import { ActionIcon, Button, Group, Select, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { KontorError, type RecordValues } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import { errorText } from '../messages.ts';
import { fieldOf, keys, queryClient, useEntity } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { client } from '../workspace.ts';
import { changed, ListPart, PartRow } from './list-part.tsx';

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
  const release = (ban: RecordValues) =>
    void changed(
      keys.entity('bans'),
      client.records('bans').act(ban.id, 'release'),
      t('security.bans.released', { address: String(ban.address) }),
    );
  return (
    <ListPart
      id="bans-title"
      title={t('security.bans.title')}
      beside={<AllOf noun="bans" label={t('security.bans.all')} />}
      error={error}
      rows={data?.records}
      none={t('security.bans.none')}
    >
      {(ban) => (
        <PartRow
          key={ban.id}
          label={String(ban.address)}
          details={[
            formatDateTime(String(ban.created_at), currentLanguage()),
            `${reasons.get(String(ban.reason)) ?? String(ban.reason)} (${String(ban.failures)})`,
            t('security.bans.remaining', { minutes: minutesUntil(String(ban.until)) }),
          ]}
        >
          <Button
            size="xs"
            variant="default"
            onClick={() => release(ban)}
            aria-label={t('security.bans.releaseThis', { address: String(ban.address) })}
          >
            {t('security.bans.release')}
          </Button>
        </PartRow>
      )}
    </ListPart>
  );
}

function AllOf({ noun, label }: { noun: string; label: string }) {
  return (
    <ButtonLink size="compact-sm" variant="subtle" to="/$entity" params={{ entity: noun }} search={{}}>
      {label}
    </ButtonLink>
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
  const remove = (rule: RecordValues) => void changed(keys.entity('address_ranges'), client.records('address_ranges').delete(rule.id));
  return (
    <ListPart
      id="rules-title"
      title={t('security.addresses.rules')}
      beside={<AllOf noun="address_ranges" label={t('security.addresses.list')} />}
      hint={t('security.addresses.hint', { address: own ?? '…' })}
      error={error}
      rows={data?.records}
      none={t('security.addresses.none')}
      after={noun.can.create && <NewRule purposes={purposes.map(({ value, label }) => ({ value, label }))} />}
    >
      {(rule) => (
        <PartRow
          key={rule.id}
          label={String(rule.range)}
          details={[
            purposes.find(({ value }) => value === rule.purpose)?.label,
            rule.until ? t('security.addresses.until', { when: formatDateTime(String(rule.until), currentLanguage()) }) : null,
            rule.kind === 'provider' ? t('security.addresses.provider') : null,
            rule.note,
          ]}
        >
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
        </PartRow>
      )}
    </ListPart>
  );
}

function NewRule({ purposes }: { purposes: { value: string; label: string }[] }) {
  const { t } = useTranslation();
  const [range, setRange] = useState('');
  const [purpose, setPurpose] = useState('trusted');
  const [wrong, setWrong] = useState<string | null>(null);
  const [busy, during] = useBusy((error) =>
    setWrong(error instanceof KontorError && error.errors[0] ? error.errors[0].message : errorText(error)),
  );
  const add = async (event: FormEvent) => {
    event.preventDefault();
    setWrong(null);
    await during(async () => {
      await client.records('address_ranges').create({ range: range.trim(), purpose });
      setRange('');
    });
    await queryClient.invalidateQueries({ queryKey: keys.entity('address_ranges') });
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
