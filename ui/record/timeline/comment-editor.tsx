// The editor of comments: formatted text in which an @ offers people. Ctrl/Cmd-Enter sends, Esc leaves.

import { Button, Group, Paper, Portal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { EditorContent, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { useEffect, useId, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../../client/index.ts';
import { Face } from '../../fields/face.tsx';
import { showError } from '../../messages.ts';
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

interface Asking {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly top: number;
}

const MOST = 7;

export function CommentEditor({ start = '', mentioned = [], action, autoFocus, onSubmit, onCancel }: CommentEditorProps) {
  const { t } = useTranslation();
  const id = useId();
  const [asking, setAsking] = useState<Asking | null>(null);
  const [at, setAt] = useState(0);
  const [empty, setEmpty] = useState(start === '');
  const [busy, setBusy] = useState(false);
  const frame = useRef<HTMLDivElement>(null);
  const chosen = useRef<Reference[]>([...mentioned]);
  const people = usePeople(asking?.name ?? null);
  // The editor keeps its first handlers; they read what is true now.
  const now = useRef({ people, at, asking, submit: async () => {}, choose: (_: Reference) => {} });

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
      handleKeyDown: (_, event) => keyDown(event),
    },
    onUpdate: ({ editor: current }) => setEmpty(current.isEmpty),
    onTransaction: ({ editor: current }) => {
      const { from, empty: caret, $from } = current.state.selection;
      const name = caret ? nameBeing($from.parent.textBetween(0, $from.parentOffset, undefined, ' ')) : null;
      if (name === null || !current.isFocused) return setAsking(null);
      const place = current.view.coordsAtPos(from - name.length);
      setAsking({ name, from: from - name.length - 1, to: from, left: place.left, top: place.bottom + 4 });
    },
    onBlur: () => setAsking(null),
  });

  function keyDown(event: KeyboardEvent): boolean {
    const { people: shown, at: index, asking: open } = now.current;
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      void now.current.submit();
      return true;
    }
    if (open && shown.length > 0) {
      if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
        setAt((index + (event.key === 'ArrowDown' ? 1 : shown.length - 1)) % shown.length);
        return true;
      }
      if (event.key === 'Enter' || event.key === 'Tab') {
        const person = shown[index] ?? shown[0];
        if (person) now.current.choose(person);
        return true;
      }
      if (event.key === 'Escape') {
        setAsking(null);
        return true;
      }
    }
    if (event.key === 'Escape' && onCancel) {
      onCancel();
      return true;
    }
    return false;
  }

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
    setBusy(true);
    try {
      await onSubmit(editor.getHTML(), stillNamed(editor.getText(), chosen.current));
      // An edit or an answer closes its editor with the save.
      if (!editor.isDestroyed) editor.commands.clearContent(true);
      chosen.current = [];
    } catch (error) {
      showError(error);
    } finally {
      setBusy(false);
    }
  };
  now.current = { people, at, asking, submit, choose };

  // biome-ignore lint/correctness/useExhaustiveDependencies: other people, first of them
  useEffect(() => setAt(0), [asking?.name]);
  // A screen reader hears of the offers as of any other list of choices.
  useEffect(() => {
    const box = frame.current?.querySelector('[contenteditable]');
    if (!box) return;
    const open = asking !== null && people.length > 0;
    box.setAttribute('aria-expanded', String(open));
    if (open) {
      box.setAttribute('aria-controls', id);
      box.setAttribute('aria-activedescendant', `${id}-${at}`);
    } else {
      box.removeAttribute('aria-controls');
      box.removeAttribute('aria-activedescendant');
    }
  }, [asking, people, at, id]);

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
      {asking && people.length > 0 && (
        <Portal>
          <Paper
            id={id}
            role="listbox"
            aria-label={t('comments.people')}
            shadow="md"
            radius="md"
            withBorder
            className={classes.people}
            style={{ left: Math.min(asking.left, window.innerWidth - 260), top: asking.top }}
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
                  choose(person);
                }}
              >
                <Face name={person.title} />
                <span>{person.title}</span>
              </div>
            ))}
          </Paper>
        </Portal>
      )}
    </div>
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
