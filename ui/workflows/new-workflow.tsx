// A new workflow begins with nothing, or as one of the usual ones.

import { Skeleton, UnstyledButton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Values } from '../../client/index.ts';
import { entityIcon } from '../icons.ts';
import { useSetup } from '../queries.ts';
import { PageHead } from '../shell/page-head.tsx';
import { client } from '../workspace.ts';
import { type DraftStep, type DraftWorkflow, draftOf, newWorkflow } from './draft.ts';
import { WorkflowEditor } from './editor.tsx';
import { expressionOf } from './values.ts';
import { useFollowed } from './when-part.tsx';
import classes from './workflows.module.css';

interface Template {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly values: Values;
}

const templatesQuery = {
  queryKey: ['workflow templates'],
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    client.service<{ templates: readonly Template[] }>('workflow_templates', {}, { signal }),
  staleTime: Number.POSITIVE_INFINITY,
};

export function NewWorkflow({ workflows, entity }: { workflows: EntityDescription; entity: string | undefined }) {
  const { t } = useTranslation();
  const nouns = useFollowed();
  const [chosen, setChosen] = useState<DraftWorkflow | null>(null);
  const { data, error } = useQuery(templatesQuery);
  if (chosen) return <WorkflowEditor workflows={workflows} stored={null} first={chosen} />;
  const usual = nouns.find(({ name }) => name === (entity ?? 'deals')) ?? nouns.find(({ menu }) => menu);
  const fits = (data?.templates ?? []).filter(({ values }) =>
    entity ? values.entity === entity : nouns.some(({ name }) => name === values.entity),
  );
  return (
    <>
      <PageHead title={t('workflows.new')} />
      <div className={classes.page}>
        <p className={classes.quiet}>{t('workflows.beginHint')}</p>
        <ul className={classes.examples}>
          <li>
            <UnstyledButton className={classes.example} onClick={() => setChosen(newWorkflow(usual?.name ?? ''))}>
              <b>{t('workflows.blank')}</b>
              <span className={classes.quiet}>{t('workflows.blankHint')}</span>
            </UnstyledButton>
          </li>
          {!data && !error && <Skeleton height={96} />}
          {fits.map((template) => (
            <TemplateCard key={template.key} template={template} onChoose={setChosen} />
          ))}
        </ul>
      </div>
    </>
  );
}

function TemplateCard({ template, onChoose }: { template: Template; onChoose: (draft: DraftWorkflow) => void }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const noun = entities.find((entity) => entity.name === template.values.entity);
  const Icon = entityIcon(noun?.icon ?? '');
  const words = wordsOf(template, t);
  return (
    <li>
      <UnstyledButton className={classes.example} onClick={() => onChoose({ ...saidIn(template, t), ...words, active: true })}>
        <b>{words.name}</b>
        <span className={classes.quiet}>{words.description}</span>
        <span className={classes.quiet}>
          <Icon size={14} stroke={1.6} aria-hidden /> {noun?.plural}
        </span>
      </UnstyledButton>
    </li>
  );
}

/** Those that a later version brings have no words here yet. */
function wordsOf({ key, name, description }: Template, t: TFunction) {
  return {
    name: t(`workflows.template.${key}.name`, { defaultValue: name }),
    description: t(`workflows.template.${key}.description`, { defaultValue: description }),
  };
}

/** With what it writes and tells in the words of whoever begins with it. */
function saidIn({ key, values }: Template, t: TFunction): DraftWorkflow {
  const draft = draftOf(values);
  const said = (part: 'subject' | 'text') =>
    t(`workflows.template.${key}.${part}`, { defaultValue: '' }).replace(/<([\w.]+)>/g, (_, path: string) => `{{${path}}}`);
  const [subject, text] = [said('subject'), said('text')];
  const worded = (step: DraftStep): DraftStep => ({
    ...step,
    ...(step.subject && subject ? { subject } : {}),
    ...(step.text && text ? { text } : {}),
    assign: step.assign.map((one) => (one.field === 'subject' && subject ? { ...one, value: expressionOf(subject) } : one)),
  });
  return { ...draft, steps: draft.steps.map(worded) };
}
