// Controls are no part of the first screen: a widget names its control, and it comes with all others when one is wanted.

import { Skeleton } from '@mantine/core';
import { type ComponentType, Suspense, use } from 'react';
import type { EditProps } from './widget.ts';

type Edits = typeof import('./edits.ts');

let loading: Promise<Edits> | undefined;
let loaded: Edits | undefined;

/** Fetches the controls ahead of the first click. */
export function loadEdits(): Promise<Edits> {
  loading ??= import('./edits.ts').then(
    (edits) => {
      loaded = edits;
      return edits;
    },
    (error: unknown) => {
      // No network just now; the next click tries again.
      loading = undefined;
      throw error;
    },
  );
  return loading;
}

export function lazyEdit<V>(name: keyof Edits): ComponentType<EditProps<V>> {
  // Every control takes the values of the type whose widget names it.
  return (props) => (
    <Suspense fallback={props.place === 'form' ? <Skeleton height={56} /> : null}>
      <Loaded name={name} props={props as unknown as EditProps<never>} />
    </Suspense>
  );
}

function Loaded({ name, props }: { name: keyof Edits; props: EditProps<never> }) {
  const Edit = (loaded ?? use(loadEdits()))[name] as ComponentType<EditProps<never>>;
  return <Edit {...props} />;
}
