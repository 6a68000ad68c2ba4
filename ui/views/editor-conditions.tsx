// Editor, third tab: conditions, with fields to drag in, the one-tick conditions, and the quick filters above the list.

import { Checkbox, Code, Group, MultiSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Builder, FIELD_TYPE, useFieldChoices, useFreshCondition } from '../filter/builder.tsx';
import { describe } from '../filter/describe.ts';
import { type Group as Conditions, toText } from '../filter/model.ts';
import { isTicked, ticks, toggleTick } from '../filter/ticks.ts';
import { useTitles } from '../filter/use-titles.ts';
import { useSetup } from '../queries.ts';
import { Offered } from './editor-fields.tsx';
import { quickChoices } from './quick-choices.ts';
import { modelOf, usedRelated } from './related.ts';
import type { TabProps } from './view-editor.tsx';
import classes from './views.module.css';

export function ConditionsTab({ entity, draft, set }: TabProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  // Conditions that still wait for their value are kept here; the view gets what is complete.
  const [group, setGroup] = useState<Conditions>(() => modelOf(draft.filter));
  const titles = useTitles(entity, group);
  const related = usedRelated(draft);
  const fields = useFieldChoices(entity, related);
  const fresh = useFreshCondition(entity);
  const change = (next: Conditions) => {
    setGroup(next);
    set({ filter: toText(next) });
  };
  const text = toText(group);
  return (
    <Stack>
      <Group gap="lg">
        {ticks(entity).map((tick) => (
          <Checkbox
            key={tick.name}
            label={t(`filter.${tick.name}`)}
            checked={isTicked(group, tick)}
            onChange={() => change(toggleTick(group, tick))}
          />
        ))}
      </Group>
      <div className={classes.panes} data-narrow>
        <Offered groups={fields} dragType={FIELD_TYPE} onAdd={(path) => change({ ...group, items: [...group.items, fresh(path)] })} />
        <div className={classes.pane}>
          <Builder fluid entity={entity} group={group} titles={titles} related={related} onChange={change} />
          {text && (
            <Text size="sm" mt="sm" c="dimmed">
              {describe(modelOf(text), { entities, entity, titles, t })}
            </Text>
          )}
          {text && (
            <Code block mt={6} fz="xs" style={{ whiteSpace: 'pre-wrap' }}>
              {text}
            </Code>
          )}
        </div>
      </div>
      <MultiSelect
        size="xs"
        label={t('views.quickFilters')}
        description={t('views.quickHint')}
        data={quickChoices(entities, entity).map(({ path, label }) => ({ value: path, label }))}
        value={[...(draft.settings.quick ?? [])]}
        onChange={(quick) => {
          const { quick: _, ...settings } = draft.settings;
          set({ settings: quick.length ? { ...settings, quick } : settings });
        }}
        maxValues={8}
        searchable
      />
    </Stack>
  );
}
