// What makes two records likely the same: any of these rules, of each rule all its fields.

import { ActionIcon, Alert, Button, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DuplicateReason, EntityDescription, FieldDescription } from '../../client/index.ts';
import { fieldOf } from '../queries.ts';
import classes from './rules-editor.module.css';

export type Rule = DuplicateReason['rule'];
type Part = Rule[number];

interface RulesEditorProps {
  noun: EntityDescription;
  rules: readonly Rule[];
  onChange: (rules: readonly Rule[]) => void;
  /** What the server said, e.g. `Rule 2: it is a list of 1 to 5 fields.` */
  problem: string | undefined;
}

const MOST_PARTS = 5;
const MOST_RULES = 20;
const UNCOMPARED = new Set([
  'id',
  'children',
  'references',
  'multi_picklist',
  'any_reference',
  'file',
  'image',
  'password',
  'json',
  'formatted_text',
  'text_area',
]);
const TEXTS = new Set(['text', 'email', 'phone', 'url']);

export function RulesEditor({ noun, rules, onChange, problem }: RulesEditorProps) {
  const { t } = useTranslation();
  const [, at, complaint] = /^Rule (\d+): (.*)$/s.exec(problem ?? '') ?? [];
  const fields = noun.fields.filter((field) => !UNCOMPARED.has(field.type) && !field.system && !field.formula);
  const first = fields.find(({ type }) => type === 'email') ?? fields.find(({ name }) => noun.title.includes(name)) ?? fields[0];
  const change = (i: number, rule: Rule) =>
    onChange(rule.length === 0 ? rules.filter((_, j) => j !== i) : rules.map((one, j) => (j === i ? rule : one)));
  const usual = (field: FieldDescription): Part => ({ field: field.name, how: field.type === 'phone' ? 'normalised' : 'exact' });
  const next = (rule: Rule) => fields.find(({ name }) => !rule.some(({ field }) => field === name));
  return (
    <div className={classes.rules}>
      {rules.map((rule, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rules have no other name
        <fieldset key={i} className={classes.rule} aria-label={t('dataSettings.rule', { number: i + 1 })}>
          <span className={classes.or}>{i === 0 ? t('dataSettings.when') : t('dataSettings.or')}</span>
          <div className={classes.parts}>
            {rule.map((part, j) => (
              <RulePart
                // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name
                key={j}
                noun={noun}
                fields={fields}
                part={part}
                first={j === 0}
                onChange={(one) => change(i, one ? rule.map((old, k) => (k === j ? one : old)) : rule.filter((_, k) => k !== j))}
                usual={usual}
              />
            ))}
            {rule.length < MOST_PARTS && next(rule) && (
              <Button
                size="compact-xs"
                variant="subtle"
                leftSection={<IconPlus size={13} />}
                className={classes.add}
                onClick={() => change(i, [...rule, usual(next(rule)!)])}
              >
                {t('dataSettings.and')}
              </Button>
            )}
            {Number(at) === i + 1 && (
              <Alert color="red" variant="light" role="alert" p="xs">
                {complaint}
              </Alert>
            )}
          </div>
        </fieldset>
      ))}
      {rules.length === 0 && <p className={classes.none}>{t('dataSettings.noRules')}</p>}
      {problem && !at && (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      )}
      {rules.length < MOST_RULES && first && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          className={classes.add}
          onClick={() => onChange([...rules, [usual(first)]])}
        >
          {t('dataSettings.addRule')}
        </Button>
      )}
    </div>
  );
}

interface RulePartProps {
  noun: EntityDescription;
  fields: readonly FieldDescription[];
  part: Part;
  first: boolean;
  /** Null: it goes. */
  onChange: (part: Part | null) => void;
  usual: (field: FieldDescription) => Part;
}

function RulePart({ noun, fields, part, first, onChange, usual }: RulePartProps) {
  const { t } = useTranslation();
  const field = fieldOf(noun, part.field);
  const text = field !== undefined && TEXTS.has(field.type);
  const hows = text ? (['exact', 'normalised', 'similar'] as const) : (['exact'] as const);
  const words = (how: Part['how']) => t(`dataSettings.how.${how === 'normalised' && field?.type === 'phone' ? 'digits' : how}`);
  // A field that has gone stays to be seen, and to be taken out.
  const options = fields.map(({ name, label }) => ({ value: name, label }));
  const known = options.some(({ value }) => value === part.field);
  return (
    <div className={classes.part}>
      {!first && <span className={classes.and}>{t('filter.and')}</span>}
      <Select
        size="xs"
        aria-label={t('dataSettings.field')}
        className={classes.field}
        searchable
        allowDeselect={false}
        value={part.field}
        data={known ? options : [...options, { value: part.field, label: part.field }]}
        error={!field}
        onChange={(name) => {
          const chosen = fields.find((one) => one.name === name);
          if (chosen) onChange(usual(chosen));
        }}
      />
      <Select
        size="xs"
        aria-label={t('dataSettings.howLabel')}
        className={classes.how}
        allowDeselect={false}
        value={part.how}
        data={hows.map((how) => ({ value: how, label: words(how) }))}
        onChange={(how) => how && onChange({ ...part, how: how as Part['how'] })}
      />
      <ActionIcon onClick={() => onChange(null)} aria-label={t('dataSettings.remove', { field: field?.label ?? part.field })}>
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}
