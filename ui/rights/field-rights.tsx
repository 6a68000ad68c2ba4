// Which fields are hidden or read-only, noun by noun (row CS-023).

import { SegmentedControl, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FieldLine, RightsCatalogue } from '../../client/index.ts';
import classes from './rights.module.css';

export interface FieldRightsProps {
  catalogue: RightsCatalogue;
  lines: readonly FieldLine[];
  onChange: (lines: readonly FieldLine[]) => void;
}

export function FieldRights({ catalogue, lines, onChange }: FieldRightsProps) {
  const { t } = useTranslation();
  const nouns = catalogue.targets.filter(({ fields }) => fields.length > 0);
  const cut = (target: string) => lines.filter((line) => line.target === target).length;
  const [chosen, choose] = useState(() => nouns.find(({ target }) => cut(target) > 0)?.target ?? null);
  const noun = nouns.find(({ target }) => target === chosen);
  const set = (field: string, right: string) => {
    const known = lines.find((line) => line.target === chosen && line.field === field);
    if (right === 'edit') onChange(lines.filter((line) => line !== known));
    else if (known) onChange(lines.map((line) => (line === known ? { ...line, right: right as FieldLine['right'] } : line)));
    else if (chosen) onChange([...lines, { target: chosen, field, right: right as FieldLine['right'] }]);
  };
  return (
    <div className={classes.groups}>
      <Select
        label={t('rights.fieldsOf')}
        description={t('rights.fieldsHint')}
        placeholder={t('rights.findNoun')}
        value={chosen}
        onChange={choose}
        searchable
        data={nouns.map(({ target, label }) => ({
          value: target,
          label: cut(target) > 0 ? `${label} (${t('rights.cut', { count: cut(target) })})` : label,
        }))}
      />
      {noun && (
        <ul className={classes.nouns}>
          {noun.fields.map((field) => (
            <li key={field.name} className={classes.fieldRow}>
              <span className={classes.nounName}>{field.label}</span>
              <SegmentedControl
                size="xs"
                aria-label={field.label}
                value={lines.find((line) => line.target === chosen && line.field === field.name)?.right ?? 'edit'}
                onChange={(right) => set(field.name, right)}
                data={['edit', 'read', 'hidden'].map((value) => ({ value, label: t(`rights.field.${value}`) }))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
