// The editor of comments: formatted text in which an @ offers people. Ctrl/Cmd-Enter sends, Esc leaves.

import { Button, Group, Paper, Portal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../../client/index.ts';
import { useBusy } from '../../busy.ts';
import { Face } from '../../fields/face.tsx';
import { keys, useEntity } from '../../queries.ts';
import { client } from '../../workspace.ts';
import { nameBeing, stillNamed } from './mentions.ts';
import classes from './timeline.module.css';

export interface CommentEditorProps {
  start?: string;
  mentioned?: readonly Reference[];
  action: string;
  autoFocus?: boolean;
  /** Rejects when it was refused: what was written stays. */
  onSubmit: (html: string, mentions: readonly string[]) => Promise<void>;
  onCancel?: () => void;
}

/** The name being typed after an @, and where. */
interface Asking {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly top: number;
  /** Which of the people offered Enter takes. */
  readonly at: number;
}

const MOST = 7;

export function CommentEditor({ start = '', mentioned = [], action, autoFocus, onSubmit, onCancel }: CommentEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [empty, setEmpty] = useState(start === '');
  const [busy, during] = useBusy();
  const chosen = useRef<Reference[]>([...mentioned]);
  const people = usePeople(asking?.name ?? null);
  const offered = asking && people.length > 0 ? { ...asking, people } : null;
  // The editor keeps its first handlers; they read what is true now.
  const now = useRef({ keyDown: (_: KeyboardEvent): boolean => false });

  const editor = useEditor({
    extensions: [StarterKit.configure({ heading: false, link: { openOnClick: false, protocols: ['http', 'https', 'mailto', 'tel'] } })],
    content: start,
    autofocus: autoFocus ? 'end' : false,
    editorProps: {
      attributes: {
        role: 'combobox',
        'aria-expanded': 'false',
        'aria-haspopup': 'listbox',
        'aria-label': t('comments.label'),
        'data-placeholder': t('comments.placeholder'),
      },
      handleKeyDown: (_, event) => now.current.keyDown(event),
    },
    onUpdate: ({ editor: current }) => setEmpty(current.isEmpty),
    onTransaction: ({ editor: current }) => setAsking((was) => askingIn(current, was)),
    onBlur: () => setAsking(null),
  });
  const frame = useOffersTold(id, offered);

  const choose = (person: Reference) => {
    if (!editor || !asking) return;
    chosen.current.push(person);
    editor
      .chain()
      .focus()
      .deleteRange({ from: asking.from, to: asking.to })
      .insertContent([
        { type: 'text', text: `@${person.title}`, marks: [{ type: 'bold' }] },
        { type: 'text', text: ' ' },
      ])
      .run();
    setAsking(null);
  };
  const submit = async () => {
    if (!editor || editor.isEmpty || busy) return;
    await during(async () => {
      await onSubmit(editor.getHTML(), stillNamed(editor.getText(), chosen.current));
      // An edit or an answer closes its editor with the save.
      if (!editor.isDestroyed) editor.commands.clearContent(true);
      chosen.current = [];
    });
  };
  now.current.keyDown = (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit();
    else if (offered && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      const by = event.key === 'ArrowDown' ? 1 : people.length - 1;
      setAsking({ ...offered, at: (offered.at + by) % people.length });
    } else if (offered && (event.key === 'Enter' || event.key === 'Tab')) choose(people[offered.at] ?? people[0]!);
    else if (offered && event.key === 'Escape') setAsking(null);
    else if (event.key === 'Escape' && onCancel) onCancel();
    else return false;
    return true;
  };

  return (
    <div className={classes.editor} ref={frame} data-empty={empty || undefined}>
      <EditorContent editor={editor} className={classes.words} />
      <Group gap={6} justify="flex-end" className={classes.send}>
        {onCancel && (
          <Button size="compact-sm" variant="default" onClick={onCancel}>
            {t('form.cancel')}
          </Button>
        )}
        <Button size="compact-sm" onClick={() => void submit()} loading={busy} disabled={empty}>
          {action}
        </Button>
      </Group>
      {offered && <People id={id} {...offered} onChoose={choose} />}
    </div>
  );
}

/** Another name: other people, first of them. */
function askingIn(editor: Editor, was: Asking | null): Asking | null {
  const { from, empty: caret, $from } = editor.state.selection;
  const name = caret ? nameBeing($from.parent.textBetween(0, $from.parentOffset, undefined, ' ')) : null;
  if (name === null || !editor.isFocused) return null;
  const { left, bottom } = editor.view.coordsAtPos(from - name.length);
  return { name, from: from - name.length - 1, to: from, left, top: bottom + 4, at: was?.name === name ? was.at : 0 };
}

/** A screen reader hears of the offers as of any other list of choices. @returns the ref of what the editor stands in */
function useOffersTold(id: string, offered: { readonly at: number } | null) {
  const frame = useRef<HTMLDivElement>(null);
  const active = offered ? `${id}-${offered.at}` : null;
  useEffect(() => {
    const box = frame.current?.querySelector('[contenteditable]');
    if (!box) return;
    box.setAttribute('aria-expanded', String(active !== null));
    for (const [name, value] of [
      ['aria-controls', id],
      ['aria-activedescendant', active ?? ''],
    ] as const) {
      if (active === null) box.removeAttribute(name);
      else box.setAttribute(name, value);
    }
  }, [id, active]);
  return frame;
}

interface PeopleProps extends Asking {
  id: string;
  people: readonly Reference[];
  onChoose: (person: Reference) => void;
}

function People({ id, people, at, left, top, onChoose }: PeopleProps) {
  const { t } = useTranslation();
  return (
    <Portal>
      <Paper
        id={id}
        role="listbox"
        aria-label={t('comments.people')}
        shadow="md"
        radius="md"
        withBorder
        className={classes.people}
        style={{ left: Math.min(left, window.innerWidth - 260), top }}
      >
        {people.map((person, index) => (
          <div
            key={person.id}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === at}
            className={classes.person}
            // The editor keeps the focus.
            onMouseDown={(event) => {
              event.preventDefault();
              onChoose(person);
            }}
          >
            <Face name={person.title} />
            <span>{person.title}</span>
          </div>
        ))}
      </Paper>
    </Portal>
  );
}

function usePeople(name: string | null): readonly Reference[] {
  const told = useEntity('users')?.can.view ?? false;
  const query = { ...(name ? { q: name } : {}), filter: 'status = "enabled"', fields: ['name'], sort: 'name', limit: MOST };
  const { data } = useQuery({
    queryKey: keys.list('users', query),
    queryFn: ({ signal }) => client.records('users').list(query, { signal }),
    enabled: told && name !== null,
    placeholderData: (before) => before,
  });
  if (name === null) return [];
  return (data?.records ?? []).map((record) => ({ id: record.id, title: String(record.name) }));
}
