// A field on the record's page. A click (or Enter on its pencil) edits it where it stands: Enter saves, Tab saves and goes on, Esc restores.

import { Button, Group, Text } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Fragment, type KeyboardEvent, type MouseEvent, useRef, useState } from 'react';
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

export function QuickField({ entity, field, record, editable, required }: QuickFieldProps) {
  const { t } = useTranslation();
  const [editing, setEditing] = useState<{ start: unknown; refused: Refused | null } | null>(null);
  const place = useRef<HTMLDivElement>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const { Show, cellRoom, wide } = widgetFor(field);
  const Whole = wide || cellRoom === 'tall' ? Folded : Fragment;
  const value = record[field.name] ?? null;

  const save = async (next: unknown, version?: number) => {
    setEditing(null);
    const refused = await saveField(entity, record, field, next, version);
    if (refused) setEditing({ start: refused.attempted, refused });
  };
  const open = () => setEditing({ start: value, refused: null });
  const click = (event: MouseEvent) => {
    // A link is followed, marked text is copied; anything else is meant to be edited.
    if (!editable || (event.target as HTMLElement).closest('a, button, input') || String(getSelection() ?? '')) return;
    open();
  };

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
              if (move === 'stay') requestAnimationFrame(() => pencil.current?.focus());
              else if (place.current) goOn(place.current, move);
            }}
            onInsist={(next, version) => void save(next, version)}
            onCancel={() => {
              setEditing(null);
              requestAnimationFrame(() => pencil.current?.focus());
            }}
          />
        </dd>
      ) : (
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
              onClick={open}
              aria-label={t('record.edit', { field: field.label })}
              data-pencil
            >
              <IconPencil size={14} stroke={1.6} />
            </button>
          )}
        </dd>
      )}
    </div>
  );
}

interface QuickEditProps {
  entity: EntityDescription;
  field: FieldDescription;
  record: RecordValues;
  start: unknown;
  refused: Refused | null;
  required: boolean;
  onSave: (value: unknown, move: 'stay' | 'next' | 'previous') => void;
  onInsist: (value: unknown, version: number) => void;
  onCancel: () => void;
}

function QuickEdit({ entity, field, record, start, refused, required, onSave, onInsist, onCancel }: QuickEditProps) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(start);
  // The choice of a widget and the save that follows it come before the next render.
  const latest = useRef(start);
  const done = useRef(false);
  // What stood there when the editing began; another value now is somebody else's.
  const began = useRef(record[field.name] ?? null);
  const { Edit, formOnly, wide } = widgetFor(field);
  const now = record[field.name] ?? null;
  const theirs = refused?.theirs;
  const changedUnder = !theirs && !same(now, began.current) && !same(now, draft);

  const change = (value: unknown) => {
    latest.current = value;
    setDraft(value);
  };
  const finish = (move: 'stay' | 'next' | 'previous') => {
    if (done.current) return;
    done.current = true;
    onSave(latest.current, move);
  };
  const cancel = () => {
    done.current = true;
    onCancel();
  };
  const keyDown = (event: KeyboardEvent) => {
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
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only listens to what its control leaves unhandled
    <div
      className={classes.editor}
      data-form={formOnly || undefined}
      onKeyDown={keyDown}
      onBlur={(event) => {
        const to = event.relatedTarget as HTMLElement | null;
        // Lists of choices and calendars lie elsewhere in the page. A conflict waits for an answer.
        if (
          formOnly ||
          theirs ||
          changedUnder ||
          event.currentTarget.contains(to) ||
          to?.closest('[data-portal], [role="listbox"], [role="dialog"]')
        )
          return;
        if (document.hasFocus()) finish('stay');
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
      {refused && !formOnly && (
        <Text size="xs" c="var(--mantine-color-error)" role="alert" className={classes.problem}>
          {theirs ? t('list.conflict', { theirs: print(field, theirs.value), yours: print(field, draft) }) : refused.message}
        </Text>
      )}
      {changedUnder && (
        <Text size="xs" role="alert" className={classes.problem}>
          {t('form.changedUnder', { value: print(field, now) })}
        </Text>
      )}
      {(theirs || changedUnder) && (
        <Group gap={6} mt={4}>
          <Button
            size="compact-xs"
            variant="light"
            onClick={() => {
              done.current = true;
              onInsist(latest.current, theirs?.version ?? Number(record.version));
            }}
          >
            {t('list.useMine')}
          </Button>
          <Button size="compact-xs" variant="subtle" color="gray" onClick={cancel}>
            {t('list.keepTheirs')}
          </Button>
        </Group>
      )}
      {(formOnly || wide) && !theirs && !changedUnder && (
        <Group gap={6} mt={6}>
          <Button size="compact-sm" onMouseDown={(event) => event.preventDefault()} onClick={() => finish('stay')}>
            {t('form.save')}
          </Button>
          <Button size="compact-sm" variant="subtle" color="gray" onMouseDown={(event) => event.preventDefault()} onClick={cancel}>
            {t('form.cancel')}
          </Button>
        </Group>
      )}
    </div>
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
