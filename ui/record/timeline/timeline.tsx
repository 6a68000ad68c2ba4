// The timeline of a record: a composer, a filter by kind, and one stream of all that happened, newest first (row NV-20).

import { Button, Chip, Group, Skeleton, Switch } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, RecordAnswer } from '../../../client/index.ts';
import { useCard } from '../../card/card.ts';
import { errorText } from '../../messages.ts';
import { useSetup } from '../../queries.ts';
import { Composer } from './composer.tsx';
import { timelineSources } from './registry.ts';
import classes from './timeline.module.css';
import { useTimeline } from './use-timeline.ts';

/** Whose doings an account's timeline tells too, when one wants it. */
const BELOW: Readonly<Record<string, readonly string[]>> = { accounts: ['contacts', 'deals'] };

interface TimelineProps {
  entity: EntityDescription;
  answer: RecordAnswer;
  /** One kind of entries alone. */
  only?: 'comment';
}

export function Timeline({ entity, answer, only }: TimelineProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const card = useCard(entity.name);
  const [kind, setKind] = useState<string>(only ?? 'all');
  const [wide, setWide] = useState(false);
  const offered = useMemo(
    () => timelineSources.filter((source) => source.offered(entity, entities) && (source.kind !== 'comment' || card.discussion)),
    [entity, entities, card.discussion],
  );
  const sources = useMemo(() => (kind === 'all' ? offered : offered.filter((source) => source.kind === kind)), [kind, offered]);
  const names = (BELOW[entity.name] ?? []).filter((name) => entity.back_references.some((back) => back.name === name));
  const { data, error, hasNextPage, fetchNextPage, isFetchingNextPage } = useTimeline(entity, answer.record.id, sources, wide ? names : []);
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  // Whoever reads the discussion alone reads it in the order it was set up.
  const shown = kind === 'comment' && card.comment_order === 'oldest' && !hasNextPage ? items.toReversed() : items;
  const entryOf = (of: string) => offered.find((source) => source.kind === of)?.Entry;

  return (
    <section className={classes.timeline} aria-label={t(only ? 'cards.discussion' : 'timeline.title')}>
      <Composer entity={entity} answer={answer} card={card} {...(only ? { only } : {})} />
      <div className={classes.filter}>
        {!only && (
          <Chip.Group value={kind} onChange={(value) => setKind(String(value))}>
            <Group gap={6}>
              {['all', ...offered.map((source) => source.kind)].map((one) => (
                <Chip key={one} value={one} size="xs" variant="light">
                  {t(`timeline.kind.${one}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
        )}
        {names.length > 0 && (
          <Switch size="xs" label={t('timeline.below')} checked={wide} onChange={(event) => setWide(event.currentTarget.checked)} />
        )}
      </div>
      {error && <p>{errorText(error)}</p>}
      {!data && !error && <Skeleton height={120} />}
      <ol className={classes.entries}>
        {shown.map((item) => {
          const Entry = entryOf(item.kind);
          return Entry && <Entry key={`${item.kind} ${item.key}`} entity={entity} item={item} />;
        })}
      </ol>
      {data && items.length === 0 && <p className={classes.none}>{t(kind === 'all' ? 'timeline.none' : `timeline.noneOf.${kind}`)}</p>}
      {hasNextPage && (
        <Button size="compact-sm" variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('timeline.earlier')}
        </Button>
      )}
    </section>
  );
}
