// The place of the rich text editor, which is large and comes when a form really shows one.

import { Skeleton } from '@mantine/core';
import { lazy, Suspense } from 'react';
import type { EditProps } from './widget.ts';

const Editor = lazy(() => import('./formatted-text-editor.tsx').then((module) => ({ default: module.FormattedTextEditor })));

export function FormattedTextEdit(props: EditProps<string>) {
  return (
    <Suspense fallback={<Skeleton height={140} />}>
      <Editor {...props} />
    </Suspense>
  );
}
