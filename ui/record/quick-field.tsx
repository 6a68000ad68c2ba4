// A field on the record's page. A click (or Enter on its pencil) edits it where it stands: Enter saves, Tab saves and goes on, Esc restores.

import { Button, Group, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { type FocusEvent, Fragment, type KeyboardEvent, type MouseEvent, type Ref, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues } from '../../client/index.ts';
import { isEmpty, plainText, widgetFor } from '../fields/lookup.ts';
import { same } from '../form/draft.ts';
import { Folded } from './folded.tsx';
import classes from './quick-field.module.css';
import { type Refused, saveField } from './save-field.ts';

export interface QuickFieldProps {
  entity: EntityDescription;
  field: FieldDescription;
  record: RecordValues;
  editable: boolean;
  required: boolean;
}

/** Where to go on once it is saved. */
type Move = 'stay' | 'next' | 'previous';

export function QuickField({ entity, field, record, editable, required }: QuickFieldProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<{ start: unknown; refused: Refused | null } | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const value = record[field.name] ?? null;

  const save = async (next: unknown, version?: number) => {
    setEditing(null);
    const refused = await saveField(entity, record, field, next, version);
    if (refused) setEditing({ start: refused.attempted, refused });
  };
  const toPencil = () => requestAnimationFrame(() => pencil.current?.focus());

  return (
    <div className={classes.field} data-field={field.name} ref={place}>
      <dt className={classes.label}>
        {field.label}
        {required && isEmpty(value) && (
          <span className={classes.star} title={t('problem.required')}>
            {' *'}
          </span>
        )}
      </dt>
      {editing && editable ? (
        <dd className={classes.editing}>
          <QuickEdit
            entity={entity}
            field={field}
            record={record}
            start={editing.start}
            refused={editing.refused}
            required={required}
            onSave={(next, move) => {
              void save(next);
              if (move === 'stay') toPencil();
              else if (place.current) goOn(place.current, move);
            }}
            onInsist={(next, version) => void save(next, version)}
            onCancel={() => {
              setEditing(null);
              toPencil();
            }}
          />
        </dd>
      ) : (
        <Shown field={field} value={value} editable={editable} pencil={pencil} onEdit={() => setEditing({ start: value, refused: null })} />
      )}
    </div>
  );
}

interface ShownProps {
  field: FieldDescription;
  value: unknown;
  editable: boolean;
  pencil: Ref<HTMLButtonElement>;
  onEdit: () => void;
}

function Shown({ field, value, editable, pencil, onEdit }: ShownProps) {
  const { t } = useTranslation();
  const { Show, cellRoom, wide } = widgetFor(field);
  const Whole = wide || cellRoom === 'tall' ? Folded : Fragment;
  const click = (event: MouseEvent) => {
    // A link is followed, marked text is copied; anything else is meant to be edited.
    if (!editable || (event.target as HTMLElement).closest('a, button, input') || String(getSelection() ?? '')) return;
    onEdit();
  };
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the pencil is the keyboard's way
    <dd className={classes.value} data-editable={editable || undefined} onClick={click} title={field.help || undefined}>
      <div className={classes.shown}>
        {isEmpty(value) ? (
          <>
            <span className={classes.empty} aria-hidden="true">
              –
            </span>
            <span className="visually-hidden">{t('record.empty')}</span>
          </>
        ) : (
          <Whole>
            <Show field={field} value={value} place="page" />
          </Whole>
        )}
      </div>
      {editable && (
        // Not the library's button: a page has one for every field, and theirs would be half of what it costs.
        <button
          type="button"
          ref={pencil}
          className={classes.pencil}
          onClick={onEdit}
          aria-label={t('record.edit', { field: field.label })}
          data-pencil
        >
          <IconPencil size={14} stroke={1.6} />
        </button>
      )}
    </dd>
  );
}

interface QuickEditProps {
  entity: EntityDescription;
  field: FieldDescription;
  record: RecordValues;
  start: unknown;
  refused: Refused | null;
  required: boolean;
  onSave: (value: unknown, move: Move) => void;
  onInsist: (value: unknown, version: number) => void;
  onCancel: () => void;
}

function QuickEdit({ entity, field, record, start, refused, required, onSave, onInsist, onCancel }: QuickEditProps) {
  const { draft, change, finish, insist, cancel } = useDraft({ start, onSave, onInsist, onCancel });
  // What stood there when the editing began; another value now is somebody else's.
  const began = useRef(record[field.name] ?? null);
  const { Edit, formOnly = false, wide } = widgetFor(field);
  const now = record[field.name] ?? null;
  const theirs = refused?.theirs;
  const changedUnder = !theirs && !same(now, began.current) && !same(now, draft);
  const conflict = !!theirs || changedUnder;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its control leaves unhandled
    <div
      className={classes.editor}
      data-form={formOnly || undefined}
      onKeyDown={(event) => pressed(event, formOnly, finish, cancel)}
      onBlur={(event) => {
        // A form of several parts has a button; a conflict waits for an answer.
        if (!formOnly && !conflict && isLeft(event)) finish('stay');
      }}
    >
      <div className={formOnly ? undefined : classes.box} data-bad={refused ? true : undefined}>
        <Edit
          entity={entity.name}
          field={formOnly ? { ...field, help: '' } : field}
          value={draft}
          onChange={change}
          onCommit={(value) => {
            change(value);
            finish('stay');
          }}
          place={formOnly ? 'form' : 'cell'}
          error={formOnly ? (refused?.message ?? null) : refused?.message}
          required={required}
          autoFocus
          recordId={record.id}
        />
      </div>
      {refused && !formOnly && <Refusal field={field} refused={refused} draft={draft} />}
      {changedUnder && <ChangedUnder field={field} now={now} />}
      {conflict && <Choice onMine={() => insist(theirs?.version ?? Number(record.version))} onTheirs={cancel} />}
      {(formOnly || wide) && !conflict && <Buttons onSave={() => finish('stay')} onCancel={cancel} />}
    </div>
  );
}

/** What is typed. It ends once, by saving or without. */
function useDraft({ start, onSave, onInsist, onCancel }: Pick<QuickEditProps, 'start' | 'onSave' | 'onInsist' | 'onCancel'>) {
  const [draft, setDraft] = useState(start);
  // The choice of a widget and the save that follows it come before the next render.
  const latest = useRef(start);
  const done = useRef(false);
  return {
    draft,
    change: (value: unknown) => {
      latest.current = value;
      setDraft(value);
    },
    finish: (move: Move) => {
      if (done.current) return;
      done.current = true;
      onSave(latest.current, move);
    },
    /** In place of what somebody else wrote in `version`. */
    insist: (version: number) => {
      done.current = true;
      onInsist(latest.current, version);
    },
    cancel: () => {
      done.current = true;
      onCancel();
    },
  };
}

/** Enter saves, in several lines with Ctrl; Tab saves and goes on, but within a form of several parts; Esc restores. */
function pressed(event: KeyboardEvent, formOnly: boolean, finish: (move: Move) => void, cancel: () => void): void {
  event.stopPropagation();
  if (event.nativeEvent.isComposing) return;
  const target = event.target as HTMLElement;
  const lines = target instanceof HTMLTextAreaElement || target.isContentEditable;
  if (event.key === 'Escape') cancel();
  else if (event.defaultPrevented || target.tagName === 'BUTTON') return;
  else if (event.key === 'Enter' && (!lines || event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    finish('stay');
  } else if (event.key === 'Tab' && !formOnly) {
    event.preventDefault();
    finish(event.shiftKey ? 'previous' : 'next');
  }
}

/** The focus went elsewhere on the page; lists of choices and calendars lie outside of their control, and are part of it. */
function isLeft({ currentTarget, relatedTarget }: FocusEvent): boolean {
  const to = relatedTarget as HTMLElement | null;
  return !currentTarget.contains(to) && !to?.closest('[data-portal], [role="listbox"], [role="dialog"]') && document.hasFocus();
}

function Refusal({ field, refused: { theirs, message }, draft }: { field: FieldDescription; refused: Refused; draft: unknown }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" c="var(--mantine-color-error)" role="alert" className={classes.problem}>
      {theirs ? t('list.conflict', { theirs: print(field, theirs.value), yours: print(field, draft) }) : message}
    </Text>
  );
}

function ChangedUnder({ field, now }: { field: FieldDescription; now: unknown }) {
  const { t } = useTranslation();
  return (
    <Text size="xs" role="alert" className={classes.problem}>
      {t('form.changedUnder', { value: print(field, now) })}
    </Text>
  );
}

/** Of the own value and somebody else's. */
function Choice({ onMine, onTheirs }: { onMine: () => void; onTheirs: () => void }) {
  const { t } = useTranslation();
  return (
    <Group gap={6} mt={4}>
      <Button size="compact-xs" variant="light" onClick={onMine}>
        {t('list.useMine')}
      </Button>
      <Button size="compact-xs" variant="subtle" color="gray" onClick={onTheirs}>
        {t('list.keepTheirs')}
      </Button>
    </Group>
  );
}

function Buttons({ onSave, onCancel }: { onSave: () => void; onCancel: () => void }) {
  const { t } = useTranslation();
  // Pressed, they leave the focus where it is: its loss would save.
  const keepFocus = (event: MouseEvent) => event.preventDefault();
  return (
    <Group gap={6} mt={6}>
      <Button size="compact-sm" onMouseDown={keepFocus} onClick={onSave}>
        {t('form.save')}
      </Button>
      <Button size="compact-sm" variant="subtle" color="gray" onMouseDown={keepFocus} onClick={onCancel}>
        {t('form.cancel')}
      </Button>
    </Group>
  );
}

function print(field: FieldDescription, value: unknown): string {
  return plainText(field, value) || '–';
}

/** Opens the next field that can be edited, in the order of the page. */
function goOn(place: HTMLElement, move: 'next' | 'previous'): void {
  const all = [...document.querySelectorAll<HTMLElement>('[data-field]')].filter(
    (field) => field === place || field.querySelector('[data-pencil]'),
  );
  const next = all[all.indexOf(place) + (move === 'next' ? 1 : -1)];
  next?.querySelector<HTMLElement>('[data-pencil]')?.click();
}
