// The value that a step gives to a field: how it comes about, and the control for that.

import { NumberInput, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { print } from '../../schema/index.ts';
import { widgetFor } from '../fields/lookup.ts';
import { DecimalEdit } from '../fields/number-edit.tsx';
import { useSetup } from '../queries.ts';
import { labelAt, sourcesOf } from './paths.ts';
import { PlacesText } from './places-text.tsx';
import { daysIn, daysText, expressionOf, isText, literalIn, literalText, read, templateOf, type Way, wayOf, waysOf } from './values.ts';
import classes from './workflows.module.css';

export interface ValueEditProps {
  /** The record that sets the workflow off. */
  readonly noun: EntityDescription;
  /** The noun that the field belongs to. */
  readonly of: EntityDescription;
  readonly field: FieldDescription;
  /** Expression text. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** Titles of records that values name by their ids. */
  readonly titles: Map<string, string>;
  readonly error?: string | undefined;
}

/** The way itself is kept where the value does not tell it yet. */
export function ValueEdit({ way: chosen, onWay, ...props }: ValueEditProps & { way: Way | undefined; onWay: (way: Way) => void }) {
  const { t } = useTranslation();
  const { field, value, onChange } = props;
  const way = chosen ?? wayOf(value, field);
  const choose = (next: Way) => {
    onWay(next);
    onChange(firstOf(next, value));
  };
  return (
    <>
      <Select
        size="xs"
        className={classes.way}
        aria-label={t('workflows.wayOf', { field: field.label })}
        data={waysOf(field).map((one) => ({ value: one, label: t(`workflows.way.${one}`) }))}
        value={way}
        allowDeselect={false}
        onChange={(next) => next && choose(next as Way)}
      />
      <div className={classes.value}>
        <Control {...props} way={way} />
      </div>
    </>
  );
}

/** What was there is only written out; any other way begins anew. */
function firstOf(way: Way, value: string): string {
  if (way === 'expression') return value;
  if (way === 'days') return daysText(7);
  return way === 'empty' ? 'empty' : '';
}

function Control({ way, ...props }: ValueEditProps & { way: Way }) {
  const { t } = useTranslation();
  const { field, value, onChange, error } = props;
  switch (way) {
    case 'fixed':
      return <FixedValue {...props} />;
    case 'field':
      return <FieldValue {...props} />;
    case 'days':
      return (
        <NumberInput
          size="xs"
          aria-label={t('workflows.daysOf', { field: field.label })}
          allowDecimal={false}
          clampBehavior="strict"
          max={3660}
          min={-3660}
          suffix={` ${t('workflows.daysFromNow')}`}
          value={daysIn(read(value)) ?? 0}
          onChange={(days) => typeof days === 'number' && onChange(daysText(days))}
          error={error}
        />
      );
    case 'empty':
      return error ? <span className={classes.problem}>{error}</span> : null;
    case 'expression':
      return (
        <TextInput
          size="xs"
          aria-label={t('workflows.expressionOf', { field: field.label })}
          placeholder={t('workflows.expressionExample')}
          classNames={{ input: classes.code }}
          value={value}
          spellCheck={false}
          onChange={(event) => onChange(event.currentTarget.value)}
          error={error}
        />
      );
  }
}

function FieldValue({ noun, field, value, onChange, error }: ValueEditProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const choices = sourcesOf(entities, noun, field);
  const known = choices.some(({ items }) => items.some((item) => item.value === value));
  return (
    <Select
      size="xs"
      aria-label={t('workflows.sourceOf', { field: field.label })}
      placeholder={t('filter.chooseField')}
      data={known || value === '' ? choices : [{ value, label: labelAt(entities, noun, value) }, ...choices]}
      value={value || null}
      onChange={(path) => onChange(path ?? '')}
      searchable
      allowDeselect={false}
      maxDropdownHeight={320}
      error={error}
    />
  );
}

function FixedValue({ noun, of, field, value, onChange, titles, error }: ValueEditProps) {
  const { t } = useTranslation();
  const expression = read(value);
  const literal = literalIn(expression);
  const comparedAs = widgetFor(field).comparedAs ?? 'text';
  const common = {
    ...{ entity: of.name, field, silentLabel: t('workflows.valueOf', { field: field.label }), place: 'form' as const, required: false },
    error: error ?? null,
  };
  if (field.type !== 'formatted_text' && isText(field)) {
    return (
      <PlacesText
        noun={noun}
        label={common.silentLabel}
        value={expression ? (templateOf(expression) ?? print(expression)) : ''}
        onChange={(template) => onChange(expressionOf(template))}
        lines={field.type === 'text_area' ? 2 : 1}
        error={error}
      />
    );
  }
  switch (comparedAs) {
    case 'number':
      return (
        <DecimalEdit
          {...common}
          value={literal === null ? null : String(literal)}
          onChange={(next) => onChange(literalText(field, next))}
        />
      );
    case 'boolean':
      return (
        <Select
          size="xs"
          aria-label={common.silentLabel}
          data={[
            { value: 'true', label: t('field.yes') },
            { value: 'false', label: t('field.no') },
          ]}
          allowDeselect={false}
          value={literal === null ? null : String(literal)}
          onChange={(next) => onChange(next ?? '')}
          error={error}
        />
      );
    case 'record': {
      const id = literal === null ? null : String(literal);
      const { Edit } = widgetFor(field);
      return (
        <Edit
          {...common}
          value={id && { id, title: titles.get(id) ?? '…' }}
          onChange={(next) => {
            const picked = next as { id: string; title: string } | null;
            if (picked) titles.set(picked.id, picked.title);
            onChange(literalText(field, picked));
          }}
        />
      );
    }
    default: {
      const { Edit } = widgetFor(field);
      return <Edit {...common} value={literal} onChange={(next) => onChange(literalText(field, next))} />;
    }
  }
}
