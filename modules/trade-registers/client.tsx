// Companies searched in trade registers: on the home page, where one becomes an account or brings it up to date, and in the form of an
// account, where one fills it in; and the credit ratings of an account.

import { Anchor, Badge, Button, Checkbox, Group, List, Modal, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { IconBuildingBank, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../client/index.ts';
import { useBusy } from '../../ui/busy.ts';
import { formatDate } from '../../ui/fields/format.ts';
import { currentLanguage } from '../../ui/i18n.ts';
import { useLive } from '../../ui/live.tsx';
import { errorText, showDone } from '../../ui/messages.ts';
import type { FormToolProps, PanelProps } from '../../ui/parts.ts';
import { fieldOf, keys, queryClient, recordQuery, useEntity } from '../../ui/queries.ts';
import { client } from '../../ui/workspace.ts';

interface Company {
  readonly register: string;
  readonly id: string;
  readonly name: string;
  readonly about: readonly string[];
  readonly ended: boolean;
  readonly values: Values;
  /** Who has this number here already. */
  readonly account: (Values & { readonly id: string }) | null;
  readonly differences: readonly Difference[];
  /** The last one that was fetched. */
  readonly rating: Values | null;
}

interface Difference {
  readonly field: string;
  readonly here: unknown;
  readonly there: unknown;
}

interface Answer {
  readonly companies: readonly Company[];
  readonly failed: readonly { readonly register: string; readonly message: string }[];
  /** Whether who asks may fetch credit ratings. */
  readonly rates: boolean;
}

/** `take`: what is found goes there instead of becoming an account. */
export function CompanySearch({ first = '', take }: { first?: string; take?: (values: Values) => void }) {
  const { t } = useTranslation();
  const accounts = useEntity('accounts');
  const [text, setText] = useState(first);
  const [busy, during] = useBusy((error) => {
    setAnswer(null);
    setProblem(errorText(error));
  });
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const search = () =>
    during(async () => {
      setProblem(null);
      setAnswer(await client.service<Answer>('find_companies', { text }));
    });
  return (
    <Stack gap="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          void search();
        }}
      >
        <Group gap="xs" wrap="nowrap" align="flex-end">
          <TextInput
            flex={1}
            size="xs"
            label={t('registers.search')}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
            error={problem}
          />
          <Button type="submit" size="xs" loading={busy} disabled={text.trim() === ''} leftSection={<IconSearch size={15} />}>
            {t('registers.find')}
          </Button>
        </Group>
      </form>
      <div role="status">
        {answer?.failed.map(({ register, message }) => (
          <Text key={register} size="sm" c="var(--mantine-color-error)">
            {t('registers.failed', { register, message })}
          </Text>
        ))}
        {answer?.companies.length === 0 && answer.failed.length === 0 && <Text size="sm">{t('registers.none')}</Text>}
      </div>
      {accounts &&
        answer?.companies.map((company) => (
          <Entry
            key={`${company.register} ${company.id}`}
            company={company}
            accounts={accounts}
            rates={answer.rates}
            onWritten={search}
            {...(take ? { take } : {})}
          />
        ))}
    </Stack>
  );
}

interface EntryProps {
  readonly company: Company;
  readonly accounts: EntityDescription;
  readonly rates: boolean;
  readonly onWritten: () => Promise<void>;
  readonly take?: (values: Values) => void;
}

function Entry({ company, accounts, rates, onWritten, take }: EntryProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [busy, during] = useBusy();
  const { name, id, about, register, ended, account, values, differences, rating } = company;
  const create = () =>
    during(async () => {
      const made = await client.records('accounts').create(values);
      showDone(t('registers.created', { name }));
      await navigate({ to: '/$entity/$id', params: { entity: 'accounts', id: made.id } });
    });
  return (
    <Stack gap={4} component="section" aria-label={name}>
      <Group justify="space-between" gap="xs" align="flex-start">
        <div>
          <Text size="sm" fw={600}>
            {name}{' '}
            {ended && (
              <Badge size="xs" color="red" variant="light">
                {t('registers.ended')}
              </Badge>
            )}
          </Text>
          <Text size="xs" c="dimmed">
            {[id, values.city, ...about, register].filter(Boolean).join(' · ')}
          </Text>
          {account && (
            <Anchor component={Link} to="/$entity/$id" params={{ entity: 'accounts', id: account.id } as never} size="xs">
              {t('registers.known', { name: String(account.name) })}
            </Anchor>
          )}
        </div>
        {take ? (
          <Button size="compact-sm" variant="light" onClick={() => take(values)}>
            {t('registers.take')}
          </Button>
        ) : (
          !account &&
          accounts.can.create && (
            <Button size="compact-sm" variant="light" loading={busy} onClick={() => void create()}>
              {t('registers.create')}
            </Button>
          )
        )}
      </Group>
      {rating && <Rating rating={rating} />}
      {account && rates && !take && <FetchRating id={account.id} again={rating !== null} onFetched={onWritten} />}
      {account && !take && <Differences account={account} differences={differences} accounts={accounts} onWritten={onWritten} />}
    </Stack>
  );
}

interface DifferencesProps extends Pick<EntryProps, 'accounts' | 'onWritten'> {
  readonly account: Values & { readonly id: string };
  readonly differences: readonly Difference[];
}

/** Nothing is written before one has seen what stands there now. */
function Differences({ account, differences, accounts, onWritten }: DifferencesProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(() => new Set(differences.map(({ field }) => field)));
  const [busy, during] = useBusy();
  const written = differences.filter(({ field }) => chosen.has(field));
  const write = () =>
    during(async () => {
      const set = Object.fromEntries(written.map(({ field, there }) => [field, there]));
      await client.records('accounts').update(account.id, set, { version: Number(account.version) });
      await queryClient.invalidateQueries({ queryKey: keys.entity('accounts') });
      showDone(t('registers.updated', { name: String(account.name) }));
      await onWritten();
    });
  if (differences.length === 0) return <Text size="xs">{t('registers.upToDate')}</Text>;
  if (!accounts.can.update) return null;
  return (
    <Stack gap={6}>
      {differences.map(({ field, here, there }) => (
        <Checkbox
          key={field}
          size="xs"
          checked={chosen.has(field)}
          onChange={(event) => {
            const next = new Set(chosen);
            if (event.currentTarget.checked) next.add(field);
            else next.delete(field);
            setChosen(next);
          }}
          label={t('registers.difference', {
            field: fieldOf(accounts, field)?.label ?? field,
            here: String(here ?? '') || t('registers.empty'),
            there: String(there),
          })}
        />
      ))}
      <Button size="compact-sm" variant="light" loading={busy} disabled={written.length === 0} onClick={() => void write()} w="fit-content">
        {t('registers.write', { count: written.length })}
      </Button>
    </Stack>
  );
}

/** `AA+`, what it means, of which day, and who says so. */
function Rating({ rating }: { rating: Values }) {
  const { t } = useTranslation();
  const { rating: letters, meaning, rated_on, created_at, source } = rating;
  const day = formatDate(String(rated_on ?? created_at), currentLanguage());
  return (
    <Group gap="xs" wrap="nowrap" align="flex-start">
      <Badge variant="light" size="lg" radius="sm" tt="none">
        {String(letters)}
      </Badge>
      <div>
        {meaning !== null && <Text size="sm">{String(meaning)}</Text>}
        <Text size="xs" c="dimmed">
          {t('registers.ratedBy', { source: String(source), day })}
        </Text>
      </div>
    </Group>
  );
}

function FetchRating({ id, again, onFetched }: { id: string; again: boolean; onFetched: () => Promise<unknown> }) {
  const { t } = useTranslation();
  const [busy, during] = useBusy();
  const fetchIt = () =>
    during(async () => {
      await client.records('accounts').act(id, 'fetch_credit_rating', {});
      await onFetched();
    });
  return (
    <Button size="compact-sm" variant="light" loading={busy} onClick={() => void fetchIt()} w="fit-content">
      {t(again ? 'registers.rateAgain' : 'registers.rate')}
    </Button>
  );
}

/** Beside an account: its last credit rating, and below it the earlier ones. */
export function CreditRatings({ record }: PanelProps) {
  const { t } = useTranslation();
  const { data: account } = useQuery(recordQuery('accounts', record.id));
  const query = { filter: `account = "${record.id}"`, sort: '-created_at', limit: 12 };
  const { data, error, refetch } = useQuery({
    queryKey: ['credit_ratings', 'account', record.id],
    queryFn: ({ signal }) => client.records('credit_ratings').list(query, { signal }),
  });
  useLive('credit_ratings', () => void refetch());
  if (error) return <Text size="sm">{errorText(error)}</Text>;
  if (!data) return <Skeleton height={60} />;
  const [last, ...earlier] = data.records;
  return (
    <Stack gap="xs">
      {last ? <Rating rating={last} /> : <Text size="sm">{t('registers.unrated')}</Text>}
      {earlier.length > 0 && (
        <List size="xs" spacing={4} listStyleType="none" aria-label={t('registers.earlier')}>
          {earlier.map(({ id, rating, rated_on, created_at, source }) => (
            <List.Item key={id}>
              {String(rating)} ·{' '}
              {t('registers.ratedBy', { source: String(source), day: formatDate(String(rated_on ?? created_at), currentLanguage()) })}
            </List.Item>
          ))}
        </List>
      )}
      {account?.can.actions.includes('fetch_credit_rating') && (
        <FetchRating id={record.id} again={last !== undefined} onFetched={refetch} />
      )}
    </Stack>
  );
}

/** A button in the form of an account. */
export function CompanyLookup({ entity, values, set }: FormToolProps) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const take = (found: Values) => {
    for (const [name, value] of Object.entries(found)) if (fieldOf(entity, name)) set(name, value);
    setOpen(false);
  };
  if (!entity.can.create) return null;
  return (
    <div>
      <Button size="xs" variant="default" leftSection={<IconBuildingBank size={15} />} onClick={() => setOpen(true)}>
        {t('registers.lookUp')}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={t('registers.lookUp')}
        size="lg"
        closeButtonProps={{ 'aria-label': t('filter.close') }}
      >
        <CompanySearch first={String(values.business_id ?? values.name ?? '')} take={take} />
      </Modal>
    </div>
  );
}
