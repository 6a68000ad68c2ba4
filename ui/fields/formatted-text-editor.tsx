// The rich text editor. The reader is the same editor, locked: what its schema does not know is never put on the page.

import '@mantine/tiptap/styles.layer.css';
import { Input } from '@mantine/core';
import { RichTextEditor } from '@mantine/tiptap';
import { type Editor, EditorContent, useEditor } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { type ComponentProps, useEffect, useId } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './fields.module.css';
import { useWrapperProps } from './input.ts';
import type { EditProps } from './widget.ts';

const extensions = [StarterKit.configure({ link: { openOnClick: false, protocols: ['http', 'https', 'mailto', 'tel'] } })];

/** The same class; its two sets of type definitions (for import and for require) do not know each other. */
type MantineEditor = ComponentProps<typeof RichTextEditor>['editor'];

export function FormattedTextEditor({ value, onChange, ...props }: EditProps<string>) {
  const { t } = useTranslation();
  const labelId = useId();
  const { label, ...wrapper } = useWrapperProps(props);
  const editor = useEditor({
    extensions,
    content: value ?? '',
    editable: !props.disabled,
    autofocus: props.autoFocus ? 'end' : false,
    editorProps: { attributes: { role: 'textbox', 'aria-multiline': 'true', 'aria-labelledby': labelId, style: 'min-height: 120px' } },
    onUpdate: ({ editor }) => onChange(contentOf(editor)),
  });

  useEffect(() => {
    // A value from outside (undo, somebody else's change), not the echo of one's own typing.
    if (editor && (value ?? '') !== (contentOf(editor) ?? '')) editor.commands.setContent(value ?? '', { emitUpdate: false });
  }, [editor, value]);

  return (
    <Input.Wrapper {...wrapper} label={label} labelProps={{ id: labelId }} labelElement="div">
      <RichTextEditor editor={editor as unknown as MantineEditor} mt={4} labels={{ linkControlLabel: t('field.link') }}>
        <RichTextEditor.Toolbar>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Bold aria-label={t('field.bold')} title={t('field.bold')} />
            <RichTextEditor.Italic aria-label={t('field.italic')} title={t('field.italic')} />
            <RichTextEditor.Strikethrough aria-label={t('field.strike')} title={t('field.strike')} />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.H2 aria-label={t('field.heading')} title={t('field.heading')} />
            <RichTextEditor.BulletList aria-label={t('field.bullets')} title={t('field.bullets')} />
            <RichTextEditor.OrderedList aria-label={t('field.numbers')} title={t('field.numbers')} />
            <RichTextEditor.Blockquote aria-label={t('field.quote')} title={t('field.quote')} />
          </RichTextEditor.ControlsGroup>
          <RichTextEditor.ControlsGroup>
            <RichTextEditor.Link aria-label={t('field.link')} title={t('field.link')} />
            <RichTextEditor.Unlink aria-label={t('field.unlink')} title={t('field.unlink')} />
          </RichTextEditor.ControlsGroup>
        </RichTextEditor.Toolbar>
        <RichTextEditor.Content />
      </RichTextEditor>
    </Input.Wrapper>
  );
}

export function FormattedTextViewer({ value }: { value: string }) {
  const editor = useEditor({ extensions, content: value, editable: false });
  useEffect(() => {
    editor?.commands.setContent(value, { emitUpdate: false });
  }, [editor, value]);
  return <EditorContent editor={editor} className={classes.read} />;
}

function contentOf(editor: Editor): string | null {
  return editor.isEmpty ? null : editor.getHTML();
}
