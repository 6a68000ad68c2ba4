// A condition of a field, built as filters are: over fields of the record itself, none that lead to other records.

import { Input, Textarea } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { EntityDescription } from '../../client/index.ts';
import { type Expression, parse } from '../../schema/index.ts';
import { Builder } from '../filter/builder.tsx';
import { type Group, toModel, toText } from '../filter/model.ts';
import { useTitles } from '../filter/use-titles.ts';
import classes from './settings.module.css';

export interface ConditionEditProps {
  noun: EntityDescription;
  /** The field it is about, which is no condition of itself. */
  field: string | null;
  label: string;
  help: string;
  /** Expression text. */
  value: string | null;
  onChange: (text: string | null) => void;
  error?: string | undefined;
}

export function ConditionEdit({ noun, field, label, help, value, onChange, error }: ConditionEditProps) {
  const own = useMemo(
    () => ({
      ...noun,
      fields: noun.fields.filter(({ name, to, fields, system }) => name !== field && to.length === 0 && !fields && !system),
    }),
    [noun, field],
  );
  const read = readText(value);
  return (
    <Input.Wrapper label={label} description={help} error={error} labelElement="div">
      <div className={classes.condition}>
        {read ? (
          <Conditions noun={own} group={toModel(read.expression)} onChange={onChange} />
        ) : (
          <Textarea aria-label={label} value={value ?? ''} onChange={(event) => onChange(event.currentTarget.value || null)} autosize />
        )}
      </div>
    </Input.Wrapper>
  );
}

interface ConditionsProps {
  noun: EntityDescription;
  group: Group;
  onChange: (text: string | null) => void;
  /** As wide as what it stands in. */
  fluid?: boolean;
}

export function Conditions({ noun, group, onChange, fluid = false }: ConditionsProps) {
  // What is being built, with conditions that still wait for their value; the text holds only what is complete.
  const [draft, setDraft] = useState<Group | null>(null);
  const shown = draft ?? group;
  const titles = useTitles(noun, shown);
  return (
    <Builder
      entity={noun}
      group={shown}
      titles={titles}
      fluid={fluid}
      onChange={(next) => {
        setDraft(next);
        onChange(toText(next) || null);
      }}
    />
  );
}

/** Null where the text is no expression: it is then shown as text, to be mended. */
export function readText(value: string | null): { expression: Expression | null } | null {
  if (!value) return { expression: null };
  try {
    return { expression: parse(value) };
  } catch {
    return null;
  }
}
