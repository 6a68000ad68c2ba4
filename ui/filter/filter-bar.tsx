// The line of filter chips above a list. Each chip is a sentence; a click opens the builder, the last button the text form.

import { ActionIcon, Button, UnstyledButton } from '@mantine/core';
import { IconCode, IconX } from '@tabler/icons-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { parse } from '../../schema/index.ts';
import { afterFirstScreen } from '../first-screen.ts';
import { useSetup } from '../queries.ts';
import { Hint } from '../shell/hint.tsx';
import { describe } from './describe.ts';
import classes from './filter.module.css';
import { FilterButton } from './filter-button.tsx';
import type { Mistake } from './mistake.ts';
import { type Group, toModel, toText } from './model.ts';
import { isTicked, ticks, toggleTick } from './ticks.ts';
import { useTitles } from './use-titles.ts';

const Builder = lazy(() => import('./builder.tsx').then((module) => ({ default: module.Builder })));
// What is pressed before it has come is open when it does.
const BuilderPopover = lazy(() =>
  afterFirstScreen(() => import('./builder-popover.tsx')).then((module) => ({ default: module.BuilderPopover })),
);
const TextEdit = lazy(() => import('./text-edit.tsx').then((module) => ({ default: module.TextEdit })));

export interface FilterBarProps {
  entity: EntityDescription;
  filter: string;
  refused: Mistake | null;
  onChange: (filter: string) => void;
}

export function FilterBar({ entity, filter, refused, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const model = useMemo(() => read(filter), [filter]);
  const [open, setOpen] = useState(false);
  const [text, setText] = useState(false);
  // What is being built, with conditions that still wait for their value; the address holds only what is complete.
  const [draft, setDraft] = useState<Group | null>(null);
  const group = draft ?? model;
  const titles = useTitles(entity, model ?? { kind: 'group', join: 'and', items: [] });

  const change = (next: Group) => {
    setDraft(next);
    const printed = toText(next);
    if (printed !== filter) onChange(printed);
  };
  const openBuilder = (opened: boolean) => {
    setOpen(opened);
    setDraft(opened && model && model.items.length === 0 ? { ...model, items: [] } : null);
  };

  if (text || refused || !model || !group) {
    return (
      <div className={classes.bar}>
        <Suspense>
          <TextEdit
            key={filter}
            entity={entity}
            filter={filter}
            refused={refused}
            onApply={(next) => {
              onChange(next);
              setText(false);
            }}
            onClose={() => {
              setText(false);
              // A filter that cannot be read cannot be shown as chips either.
              if (refused || !model) onChange('');
            }}
          />
        </Suspense>
      </div>
    );
  }

  return (
    <div className={classes.bar}>
      <Suspense fallback={<FilterButton open={open} onClick={() => openBuilder(!open)} />}>
        <BuilderPopover open={open} onOpen={openBuilder}>
          <Builder entity={entity} group={group} titles={titles} onChange={change} />
        </BuilderPopover>
      </Suspense>
      {ticks(entity)
        .filter((tick) => !isTicked(model, tick))
        .map((tick) => (
          <Button key={tick.name} size="compact-sm" variant="subtle" color="gray" onClick={() => change(toggleTick(model, tick))}>
            {t(`filter.${tick.name}`)}
          </Button>
        ))}
      {model.items.map((item, at) => {
        const sentence = describe(item, { entities, entity, titles, t });
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: conditions have no identity but their place
          <span key={at} className={classes.chipLine}>
            {at > 0 && <span className={classes.chipJoin}>{t(model.join === 'and' ? 'filter.and' : 'filter.or')}</span>}
            <span className={classes.chip}>
              <UnstyledButton className={classes.chipWords} onClick={() => openBuilder(true)} title={sentence}>
                {sentence}
              </UnstyledButton>
              <UnstyledButton
                className={classes.chipRemove}
                aria-label={t('filter.remove', { sentence })}
                onClick={() => change({ ...model, items: model.items.filter((_, other) => other !== at) })}
              >
                <IconX size={13} />
              </UnstyledButton>
            </span>
          </span>
        );
      })}
      {model.items.length > 1 && (
        <Button size="compact-sm" variant="subtle" color="gray" onClick={() => change({ kind: 'group', join: 'and', items: [] })}>
          {t('filter.clear')}
        </Button>
      )}
      <Hint label={t('filter.asText')}>
        <ActionIcon size="sm" onClick={() => setText(true)} aria-label={t('filter.asText')}>
          <IconCode size={16} />
        </ActionIcon>
      </Hint>
    </div>
  );
}

/** null when the text cannot be read. */
function read(filter: string): Group | null {
  try {
    return toModel(filter ? parse(filter) : null);
  } catch {
    return null;
  }
}
