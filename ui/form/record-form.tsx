// The form of a record: blocks of fields that apply, complaints beside them, and the way to save.

import { Title } from '@mantine/core';
import { type FormEvent, type KeyboardEvent, lazy, type ReactNode, Suspense, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { aboveForm } from '../parts.ts';
import { useSetup } from '../queries.ts';
import { type Block, blocksOf } from './blocks.ts';
import { canType, staysWithOwner } from './can-type.ts';
import { CreateInPlace } from './create-in-place.tsx';
import type { Draft } from './draft.ts';
import classes from './form.module.css';
import { FormField } from './form-field.tsx';
import { LooseProblems } from './loose-problems.tsx';
import type { Problems } from './problems.ts';

const DuplicateHints = lazy(() => import('../mass/duplicate-hints.tsx').then((module) => ({ default: module.DuplicateHints })));

export interface RecordFormProps {
  entity: EntityDescription;
  draft: Draft;
  problems: Problems;
  onSubmit: () => void;
  recordId?: string;
  /** Stays in sight at the foot. */
  children: ReactNode;
  /** Names of fields to show alone, e.g. in a dialog. */
  only?: readonly string[];
  /** In a dialog the headings of blocks are too much. */
  plain?: boolean;
}

export function RecordForm({ entity, draft, problems, onSubmit, recordId, children, only, plain = false }: RecordFormProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const { rules, values } = draft;
  const { me } = useSetup();
  const isShown = (field: FieldDescription) =>
    isEntered(field) || staysWithOwner(me, entity, field) || draft.derived.shown.includes(field.name);
  const blocks = blocksOf(entity, (field) => isShown(field) && (!only || only.includes(field.name)) && rules.isVisible(field, values));
  const Above = only ? undefined : aboveForm[entity.name];
  const first = blocks[0]?.fields.find(canType);
  const shown = new Set(blocks.flatMap((block) => block.fields.map((field) => field.name)));
  const isWide = blocks.some((block) => block.fields.some(({ type }) => type === 'children'));

  useEffect(() => {
    if (Object.keys(problems).length > 0) form.current && focusFirst(form.current, problems);
  }, [problems]);

  return (
    <CreateInPlace>
      <form
        ref={form}
        className={classes.form}
        data-wide={isWide || undefined}
        noValidate
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          // Dialogs inside bubble through the tree of components, not of the page.
          event.stopPropagation();
          onSubmit();
        }}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            event.stopPropagation();
            onSubmit();
          }
        }}
      >
        <LooseProblems entity={entity} problems={problems} shown={shown} />
        {Above && (
          <Suspense>
            <Above entity={entity} values={values} set={draft.set} />
          </Suspense>
        )}
        {!recordId && !only && (
          <Suspense>
            <DuplicateHints entity={entity} values={values} />
          </Suspense>
        )}
        {blocks.map((block) => (
          <FormBlock key={block.label} block={block} plain={plain} title={block.label || t('form.more')}>
            {block.fields.map((field) => (
              <FormField
                key={field.name}
                entity={entity}
                field={field}
                draft={draft}
                problems={problems}
                recordId={recordId}
                autoFocus={field === first}
              />
            ))}
          </FormBlock>
        ))}
        <div className={classes.foot}>{children}</div>
      </form>
    </CreateInPlace>
  );
}

function FormBlock({ block, title, plain, children }: { block: Block; title: string; plain: boolean; children: ReactNode }) {
  const id = useId();
  const single = block.fields.length === 1 && block.fields[0]?.fields !== undefined;
  return (
    <section className={classes.block} aria-labelledby={plain ? undefined : id}>
      {!plain && (
        <Title order={2} id={id} className={single ? 'visually-hidden' : classes.heading}>
          {title}
        </Title>
      )}
      <div className={classes.fields}>{children}</div>
    </section>
  );
}

/** What nobody types is shown only where it follows from what is typed. */
function isEntered(field: FieldDescription): boolean {
  return canType(field) || field.formula !== null;
}

/** The first complaint in the order of the page gets the focus. */
function focusFirst(form: HTMLElement, problems: Problems): void {
  const names = new Set(Object.keys(problems).map((name) => name.split('.')[0]));
  for (const place of form.querySelectorAll<HTMLElement>('[data-field]')) {
    if (!names.has(place.dataset.field)) continue;
    const control = place.querySelector<HTMLElement>('[aria-invalid="true"], input, textarea, [role="textbox"], [tabindex="0"], button');
    place.scrollIntoView({ block: 'center' });
    control?.focus({ preventScroll: true });
    return;
  }
  form.querySelector<HTMLElement>('[role="alert"]')?.scrollIntoView({ block: 'center' });
}
