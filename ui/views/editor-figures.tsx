// Editor, fourth tab: at most three figures above the list (row CS-066). A figure keeps its place; to move one, make it anew.

import { Button, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { Builder } from '../filter/builder.tsx';
import { type Group as Conditions, toText } from '../filter/model.ts';
import { useTitles } from '../filter/use-titles.ts';
import { summable } from './faces.ts';
import { modelOf, usedRelated } from './related.ts';
import type { Figure } from './view.ts';
import type { TabProps } from './view-editor.tsx';
import classes from './views.module.css';

const MOST = 3;
const kinds: readonly Figure['kind'][] = ['count', 'sum', 'average', 'compare', 'share'];

export function FiguresTab({ entity, draft, set }: TabProps) {
  const { t } = useTranslation();
  const figures = draft.settings.figures ?? [];
  const change = (next: readonly Figure[]) => {
    const { figures: _, ...settings } = draft.settings;
    set({ settings: next.length ? { ...settings, figures: next } : settings });
  };
  return (
    <Stack>
      <Text size="sm" c="dimmed">
        {t('views.figuresHint')}
      </Text>
      {figures.map((figure, at) => (
        <FigureEdit
          // biome-ignore lint/suspicious/noArrayIndexKey: a figure's place is what it is
          key={`${at} of ${figures.length}`}
          entity={entity}
          related={usedRelated(draft)}
          figure={figure}
          onChange={(next) => change(figures.map((other, place) => (place === at ? next : other)))}
          onRemove={() => change(figures.filter((_, place) => place !== at))}
        />
      ))}
      {figures.length < MOST && (
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => change([...figures, { name: '', kind: 'count' }])}
          >
            {t('views.addFigure')}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

interface FigureEditProps {
  readonly entity: EntityDescription;
  readonly related: readonly string[];
  readonly figure: Figure;
  readonly onChange: (figure: Figure) => void;
  readonly onRemove: () => void;
}

function FigureEdit({ entity, related, figure, onChange, onRemove }: FigureEditProps) {
  const { t } = useTranslation();
  const { kind } = figure;
  const needsField = kind === 'sum' || kind === 'average';
  const set = (next: Partial<Record<keyof Figure, string | undefined>>) =>
    onChange(
      Object.fromEntries(
        Object.entries({ ...figure, ...next }).filter(([, value]) => value !== undefined && value !== ''),
      ) as unknown as Figure,
    );
  return (
    <div className={classes.figureEdit}>
      <Stack gap="xs">
        <Group align="flex-end" gap="sm">
          <TextInput
            size="xs"
            label={t('views.figureName')}
            value={figure.name ?? ''}
            onChange={(event) => onChange({ ...figure, name: event.currentTarget.value })}
            maxLength={80}
            withAsterisk
            w={220}
          />
          <Select
            size="xs"
            label={t('views.figureKind')}
            data={kinds.map((value) => ({ value, label: t(`views.kind.${value}`) }))}
            value={kind}
            onChange={(next) =>
              next &&
              onChange({
                name: figure.name,
                kind: next as Figure['kind'],
                ...(figure.filter ? { filter: figure.filter } : {}),
                ...(figure.field && next !== 'count' ? { field: figure.field } : {}),
              })
            }
            allowDeselect={false}
            w={190}
          />
          {kind !== 'count' && (
            <Select
              size="xs"
              label={t('views.figureField')}
              data={summable(entity).map((field) => ({ value: field.name, label: field.label }))}
              value={figure.field ?? null}
              onChange={(field) => set({ field: field ?? undefined })}
              placeholder={needsField ? undefined : t('views.figureCounts')}
              clearable={!needsField}
              withAsterisk={needsField}
              w={190}
            />
          )}
          <Button size="xs" variant="subtle" color="red" onClick={onRemove} ml="auto">
            {t('views.removeFigure')}
          </Button>
        </Group>
        <Part
          entity={entity}
          related={related}
          label={t(kind === 'share' ? 'views.figurePart' : kind === 'compare' ? 'views.figureFirst' : 'views.figureCondition')}
          filter={figure.filter ?? ''}
          onChange={(filter) => set({ filter })}
        />
        {kind === 'compare' && (
          <Part
            entity={entity}
            related={related}
            label={t('views.figureAgainst')}
            filter={figure.against ?? ''}
            onChange={(against) => set({ against })}
          />
        )}
      </Stack>
    </div>
  );
}

interface PartProps {
  readonly entity: EntityDescription;
  readonly related: readonly string[];
  readonly label: string;
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

function Part({ entity, related, label, filter, onChange }: PartProps) {
  const [group, setGroup] = useState<Conditions>(() => modelOf(filter));
  const titles = useTitles(entity, group);
  return (
    <section aria-label={label}>
      <Text size="xs" fw={500} mb={4}>
        {label}
      </Text>
      <Builder
        fluid
        entity={entity}
        group={group}
        titles={titles}
        related={related}
        onChange={(next) => {
          setGroup(next);
          onChange(toText(next));
        }}
      />
    </section>
  );
}
