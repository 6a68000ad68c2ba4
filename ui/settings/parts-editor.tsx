// The parts of a record page: where each stands, how wide, in which order; charts are added to them (row CS-033).

import { Button, Modal, Select, Stack, TextInput } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { Card, PartSetting } from '../card/card.ts';
import { ChartEditor, freshFor } from '../charts/editor.tsx';
import { inOrder, usePageParts } from '../record/page-layout.ts';
import { type Relation, useRelations } from '../record/related-lists.tsx';
import { moved } from '../reorder.ts';
import { DialogButtons } from '../shell/dialog-buttons.tsx';
import { PlaceRow } from './place-row.tsx';
import classes from './settings.module.css';

interface PartsEditorProps {
  noun: EntityDescription;
  card: Card;
  onChange: (parts: readonly PartSetting[]) => void;
}

export function PartsEditor({ noun, card, onChange }: PartsEditorProps) {
  const { t } = useTranslation();
  const relations = useRelations(noun);
  /** The place of the chart that is changed; the number of parts: a new one. */
  const [open, setOpen] = useState<number | null>(null);
  const all = inOrder(usePageParts(noun, card), card.parts);
  const settings = all.map(({ setting }) => setting);
  const put = (at: number, by: readonly PartSetting[]) => onChange(settings.toSpliced(at, 1, ...by));
  return (
    <>
      <ul className={classes.list}>
        {all.map(({ part, setting }, at) => (
          <PlaceRow
            key={part.key}
            label={part.label}
            place={setting}
            usualTab={part.label}
            besideTabs
            onChange={(place) => put(at, [{ ...setting, ...place }])}
            onUp={at > 0 ? () => onChange(moved(settings, at, -1)) : null}
            onDown={at < all.length - 1 ? () => onChange(moved(settings, at, 1)) : null}
            {...(part.chart ? { onEdit: () => setOpen(at), onRemove: () => put(at, []) } : {})}
          />
        ))}
      </ul>
      {relations.length > 0 && (
        <Button
          variant="default"
          size="xs"
          leftSection={<IconChartBar size={14} />}
          onClick={() => setOpen(all.length)}
          style={{ justifySelf: 'start', alignSelf: 'start' }}
        >
          {t('cards.addChart')}
        </Button>
      )}
      {open !== null && (
        <ChartDialog
          relations={relations}
          setting={settings[open] ?? { part: freeName(settings) }}
          onClose={() => setOpen(null)}
          onSave={(setting) => {
            put(open, [setting]);
            setOpen(null);
          }}
        />
      )}
    </>
  );
}

function freeName(settings: readonly PartSetting[]): string {
  const numbers = settings.map(({ part }) => Number(/^chart (\d+)$/.exec(part)?.[1] ?? 0));
  return `chart ${Math.max(0, ...numbers) + 1}`;
}

interface ChartDialogProps {
  relations: readonly Relation[];
  setting: PartSetting;
  onSave: (setting: PartSetting) => void;
  onClose: () => void;
}

function ChartDialog({ relations, setting, onSave, onClose }: ChartDialogProps) {
  const { t } = useTranslation();
  const [list, setList] = useState(setting.list ?? relations[0]?.key);
  const relation = relations.find(({ key }) => key === list);
  const [chart, setChart] = useState(setting.chart ?? (relation && freshFor(relation.entity, { kind: 'bar' })));
  const [title, setTitle] = useState(setting.title ?? '');
  return (
    <Modal opened onClose={onClose} title={t(setting.chart ? 'cards.editChart' : 'cards.addChart')} size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // The dialog stands in the form of the page, which is not saved with it.
          event.stopPropagation();
          if (list && chart) onSave({ ...setting, title: title.trim(), list, chart });
        }}
      >
        <Stack>
          <TextInput
            label={t('cards.chartName')}
            required
            maxLength={60}
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <Select
            label={t('cards.listOf')}
            data={relations.map(({ key, title }) => ({ value: key, label: title }))}
            value={list ?? null}
            allowDeselect={false}
            onChange={(key) => {
              const other = relations.find((one) => one.key === key);
              if (!other) return;
              setList(other.key);
              setChart(freshFor(other.entity, { kind: chart?.kind ?? 'bar' }));
            }}
          />
          {chart && <ChartEditor key={list} spec={chart} advanced bound onChange={setChart} />}
          <DialogButtons onCancel={onClose} type="submit" disabled={!title.trim() || !chart}>
            {t('cards.take')}
          </DialogButtons>
        </Stack>
      </form>
    </Modal>
  );
}
