// formatted_text: HTML. The editor is fetched when one is needed; a list cell shows the words alone.

import { lazy, Suspense } from 'react';
import { lazyEdit } from './lazy-edit.tsx';
import type { ShowProps, Widget } from './widget.ts';

const Viewer = lazy(() => import('./formatted-text-editor.tsx').then((module) => ({ default: module.FormattedTextViewer })));

export const formattedTextWidget: Widget<string> = {
  Show: ({ value, place }: ShowProps<string>) =>
    place === 'cell' ? (
      words(value)
    ) : (
      <Suspense fallback={words(value)}>
        <Viewer value={value} />
      </Suspense>
    ),
  Edit: lazyEdit('FormattedTextEdit'),
  text: words,
  width: 260,
  wide: true,
  formOnly: true,
};

/** The text of HTML. A parsed document runs no scripts and loads nothing. */
function words(html: string): string {
  const body = new DOMParser().parseFromString(html.replace(/<(\/p|\/li|\/h\d|br\s*\/?)>/gi, '$& '), 'text/html').body;
  return (body.textContent ?? '').replace(/\s+/g, ' ').trim();
}
