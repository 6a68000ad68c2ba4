// Likely duplicates of a noun, in groups: what the search found, or what is among records chosen in a list. One is compared and
// merged, or said to be none; many are merged at once, after a look at what that does.

import { Button, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { IconChecks, IconCopy, IconSearch, IconSettings } from '@tabler/icons-react';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DuplicateGroup, EntityDescription } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { formatDateTime } from '../fields/format.ts';
import { followJob } from '../follow-job.tsx';
import { currentLanguage } from '../i18n.ts';
import { useDataSettings } from '../mass/data-settings.ts';
import { errorText } from '../messages.ts';
import { keys, queryClient, useEntity } from '../queries.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { NounSelect } from '../shell/noun-select.tsx';
import { Notice } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import classes from './duplicates.module.css';
import { GroupCard } from './group-card.tsx';
import { KeptApart } from './kept-apart.tsx';
import { MergeMany } from './merge-many.tsx';
import { reasonWords } from './reason-words.ts';

interface DuplicatesPageProps {
  entity: EntityDescription;
  /** All nouns that have rules. */
  nouns: readonly EntityDescription[];
  /** Of the list one came from: only records it admits. */
  filter?: string | undefined;
}

export function DuplicatesPage({ entity, nouns, filter }: DuplicatesPageProps) {
  const { t } = useTranslation();
  const [kept, setKept] = useState(false);
  const mayEdit = useEntity('data_settings')?.can.update;
  const { rules } = useDataSettings(entity.name);
  return (
    <>
      <PageHead title={t('duplicates.page', { noun: entity.plural })}>
        {filter === undefined && <NounSelect to="/duplicates/{-$entity}" noun={entity} nouns={nouns} />}
        {mayEdit && (
          <ButtonLink
            size="xs"
            variant="default"
            leftSection={<IconSettings size={15} />}
            to="/settings/data/{-$entity}"
            params={{ entity: entity.name }}
          >
            {t('duplicates.rules')}
          </ButtonLink>
        )}
        {filter === undefined && <SearchButton entity={entity} disabled={rules.length === 0} />}
      </PageHead>
      <div className={classes.page}>
        {rules.length === 0 ? (
          <Notice icon={<IconCopy size={28} stroke={1.5} />} title={t('duplicates.noRules')} text={t('duplicates.noRulesHint')} />
        ) : (
          <>
            <Text size="sm" c="dimmed" className={classes.hint}>
              {t(filter === undefined ? 'duplicates.hint' : 'duplicates.hintChosen')}{' '}
              {t('duplicates.by', { rules: rules.map((rule) => reasonWords(entity, { rule, alike: null })).join(' · ') })}
            </Text>
            {filter === undefined && (
              <SegmentedControl
                size="xs"
                className={classes.tabs}
                value={kept ? 'kept' : 'found'}
                onChange={(value) => setKept(value === 'kept')}
                data={[
                  { value: 'found', label: t('duplicates.found') },
                  { value: 'kept', label: t('duplicates.kept') },
                ]}
              />
            )}
            {kept ? (
              <KeptApart entity={entity} />
            ) : filter === undefined ? (
              <Found key={entity.name} entity={entity} />
            ) : (
              <Among key={entity.name} entity={entity} filter={filter} />
            )}
          </>
        )}
      </div>
    </>
  );
}

function SearchButton({ entity, disabled }: { entity: EntityDescription; disabled: boolean }) {
  const { t } = useTranslation();
  const [busy, during] = useBusy();
  const features = useEntity('data_settings')?.can.update;
  if (!entity.can.merge && !features) return null;
  const search = () =>
    during(async () => {
      const { job } = await client.records(entity.name).searchDuplicates();
      await followJob(job, t('duplicates.searching', { noun: entity.plural }));
      await queryClient.invalidateQueries({ queryKey: [...keys.entity(entity.name), 'duplicate-groups'] });
    });
  return (
    <Button size="xs" leftSection={<IconSearch size={15} />} loading={busy} disabled={disabled} onClick={() => void search()}>
      {t('duplicates.search')}
    </Button>
  );
}

function Found({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, fetchNextPage, isFetchingNextPage } = useInfiniteQuery({
    queryKey: [...keys.entity(entity.name), 'duplicate-groups', 'found'],
    queryFn: ({ pageParam, signal }) =>
      client.records(entity.name).foundDuplicates({ limit: 25, ...(pageParam ? { after: pageParam } : {}) }, { signal }),
    initialPageParam: '',
    getNextPageParam: (last) => last.next ?? undefined,
  });
  if (error) return <Notice icon={null} title={t('errors.title')} text={errorText(error)} />;
  if (isPending) return <Waiting />;
  const at = data.pages[0]?.searched_at;
  return (
    <>
      {at && (
        <Text size="xs" c="dimmed">
          {t('duplicates.searchedAt', { when: formatDateTime(at, currentLanguage()) })}
        </Text>
      )}
      <Groups
        entity={entity}
        groups={data.pages.flatMap(({ groups }) => groups)}
        empty={t(at ? 'duplicates.none' : 'duplicates.notSearched')}
        emptyHint={t(at ? 'duplicates.noneHint' : 'duplicates.notSearchedHint')}
      />
      {hasNextPage && (
        <Button variant="default" className={classes.more} loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('duplicates.more')}
        </Button>
      )}
    </>
  );
}

function Among({ entity, filter }: { entity: EntityDescription; filter: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: [...keys.entity(entity.name), 'duplicate-groups', 'among', filter],
    queryFn: ({ signal }) => client.records(entity.name).duplicatesAmong({ filter }, { signal }),
  });
  if (error) return <Notice icon={null} title={t('errors.title')} text={errorText(error)} />;
  if (!data) return <Waiting />;
  return (
    <>
      {data.more && <Text size="sm">{t('duplicates.tooMany')}</Text>}
      <Groups entity={entity} groups={data.groups} empty={t('duplicates.none')} emptyHint={t('duplicates.noneChosenHint')} chosenAtFirst />
    </>
  );
}

interface GroupsProps {
  entity: EntityDescription;
  groups: readonly DuplicateGroup[];
  empty: string;
  emptyHint: string;
  chosenAtFirst?: boolean;
}

export function groupKey(group: DuplicateGroup): string {
  return group.records.map(({ id }) => id).join();
}

function Groups({ entity, groups, empty, emptyHint, chosenAtFirst = false }: GroupsProps) {
  const { t } = useTranslation();
  const settings = useDataSettings(entity.name);
  const mergeable = entity.can.merge && settings.merge;
  /** What differs from how it was at first. */
  const [flipped, setFlipped] = useState<ReadonlySet<string>>(new Set());
  const [targets, setTargets] = useState<Readonly<Record<string, string>>>({});
  const usable = groups.filter(({ records }) => records.length > 1);
  const isChosen = (key: string) => mergeable && flipped.has(key) !== chosenAtFirst;
  const chosen = usable.filter((group) => isChosen(groupKey(group)));
  const all = usable.length > 0 && chosen.length === usable.length;
  if (groups.length === 0) return <Notice icon={<IconChecks size={28} stroke={1.5} />} title={empty} text={emptyHint} />;
  const flip = (key: string) =>
    setFlipped((was) => {
      const next = new Set(was);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <>
      <ul className={classes.groups}>
        {groups.map((group) => {
          const key = groupKey(group);
          return (
            <GroupCard
              key={key}
              entity={entity}
              group={group}
              target={targets[key] ?? group.target}
              mergeable={mergeable}
              chosen={isChosen(key)}
              onChoose={() => flip(key)}
              onTarget={(id) => setTargets((was) => ({ ...was, [key]: id }))}
            />
          );
        })}
      </ul>
      {mergeable && usable.length > 0 && (
        <MergeMany
          entity={entity}
          merges={chosen.map((group) => {
            const target = targets[groupKey(group)] ?? group.target;
            return { target, sources: group.records.map(({ id }) => id).filter((id) => id !== target), fill: true };
          })}
          all={all}
          onAll={() => setFlipped(all === chosenAtFirst ? new Set(usable.map(groupKey)) : new Set())}
        />
      )}
      {!mergeable && entity.can.merge && (
        <Text size="sm" c="dimmed">
          {t('duplicates.mergeOff')}
        </Text>
      )}
    </>
  );
}

function Waiting() {
  return (
    <div className={classes.groups}>
      <Skeleton height={130} radius="md" />
      <Skeleton height={130} radius="md" />
      <Skeleton height={130} radius="md" />
    </div>
  );
}
