// When a workflow begins: in which module, what happens to a record, which fields it is about, and what must be true of it.

import { Anchor, Checkbox, MultiSelect, Select } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import type { Mistake } from '../filter/mistake.ts';
import { toModel } from '../filter/model.ts';
import { TextEdit } from '../filter/text-edit.tsx';
import type { Problems } from '../form/problems.ts';
import { useSetup } from '../queries.ts';
import { Conditions, readText } from '../settings/condition-edit.tsx';
import { type DraftWorkflow, EVENTS, type Event } from './draft.ts';
import classes from './workflows.module.css';

interface WhenPartProps {
  readonly noun: EntityDescription | undefined;
  readonly draft: DraftWorkflow;
  readonly onChange: (part: Partial<DraftWorkflow>) => void;
  readonly problems: Problems;
}

/** Nouns that a workflow may be about: those people work with. */
export function useFollowed(): readonly EntityDescription[] {
  return useSetup().entities.filter(({ area, single, can }) => area === 'business' && !single && can.view);
}

export function WhenPart({ noun, draft, onChange, problems }: WhenPartProps) {
  const { t } = useTranslation();
  const nouns = useFollowed();
  const changes = draft.event === 'changed' || draft.event === 'saved';
  const data = nouns.map(({ name, plural }) => ({ value: name, label: plural }));
  const known = nouns.some(({ name }) => name === draft.entity);
  return (
    <section className={classes.part} aria-label={t('workflows.when')}>
      <h2>{t('workflows.when')}</h2>
      <div className={classes.sentence}>
        <span>{t('workflows.sentence.in')}</span>
        <Select
          size="xs"
          w={190}
          aria-label={t('customFields.noun')}
          data={known ? data : [{ value: draft.entity, label: noun?.plural ?? draft.entity }, ...data]}
          value={draft.entity || null}
          searchable
          allowDeselect={false}
          maxDropdownHeight={320}
          // Fields, conditions and steps are of the module.
          onChange={(entity) => entity && entity !== draft.entity && onChange({ entity, fields: [], condition: '', steps: [] })}
          error={problems.entity}
        />
        <span>{t('workflows.sentence.record')}</span>
        <Select
          size="xs"
          w={190}
          aria-label={t('workflows.event')}
          data={EVENTS.map((event) => ({ value: event, label: t(`workflows.events.${event}`) }))}
          value={draft.event}
          allowDeselect={false}
          onChange={(event) => event && onChange({ event: event as Event })}
          error={problems.event}
        />
      </div>
      {changes && noun && <ChangedFields noun={noun} draft={draft} onChange={onChange} error={problems.fields} />}
      {noun && <ConditionPart key={noun.name} noun={noun} draft={draft} onChange={onChange} problems={problems} />}
      {changes && draft.condition !== '' && (
        <Checkbox
          size="xs"
          label={t('workflows.becomes')}
          description={t('workflows.becomesHint')}
          checked={draft.becomes}
          onChange={(event) => onChange({ becomes: event.currentTarget.checked })}
          error={problems.becomes}
        />
      )}
      <Checkbox
        size="xs"
        label={t('workflows.inBulk')}
        checked={draft.in_bulk}
        onChange={(event) => onChange({ in_bulk: event.currentTarget.checked })}
      />
    </section>
  );
}

interface ChangedFieldsProps {
  readonly noun: EntityDescription;
  readonly draft: DraftWorkflow;
  readonly onChange: WhenPartProps['onChange'];
  readonly error: string | undefined;
}

function ChangedFields({ noun, draft: { fields }, onChange, error }: ChangedFieldsProps) {
  const { t } = useTranslation();
  const own = noun.fields.filter(({ system, name }) => !system || name === 'owner').map(({ name, label }) => ({ value: name, label }));
  const strangers = fields.filter((name) => !own.some(({ value }) => value === name));
  return (
    <MultiSelect
      size="xs"
      label={t('workflows.fields')}
      description={t('workflows.fieldsHint')}
      data={[...own, ...strangers.map((value) => ({ value, label: value }))]}
      value={[...fields]}
      placeholder={fields.length === 0 ? t('workflows.anyField') : undefined}
      onChange={(next) => onChange({ fields: next })}
      searchable
      hidePickedOptions
      maxDropdownHeight={320}
      error={error}
    />
  );
}

function ConditionPart({ noun, draft: { condition }, onChange, problems }: WhenPartProps & { noun: EntityDescription }) {
  const { t } = useTranslation();
  const [asText, setAsText] = useState(false);
  const read = readText(condition);
  const refused: Mistake | null = problems.condition ? { message: problems.condition, at: null, suggestion: null } : null;
  const set = (text: string | null) => onChange({ condition: text ?? '' });
  return (
    <div className={classes.conditions}>
      <div className={classes.conditionHead}>
        <h3>{t('workflows.condition')}</h3>
        {!asText && read && (
          <Anchor component="button" type="button" size="xs" onClick={() => setAsText(true)}>
            {t('workflows.asText')}
          </Anchor>
        )}
      </div>
      {asText || !read ? (
        <TextEdit
          entity={noun}
          filter={condition}
          refused={refused}
          onApply={(text) => {
            set(text);
            setAsText(false);
          }}
          onClose={() => setAsText(false)}
        />
      ) : (
        <>
          <Conditions noun={noun} group={toModel(read.expression)} onChange={set} fluid />
          {condition === '' && <p className={classes.quiet}>{t('workflows.always')}</p>}
          {problems.condition && (
            <p className={classes.problem} role="alert">
              {problems.condition}
            </p>
          )}
        </>
      )}
    </div>
  );
}
