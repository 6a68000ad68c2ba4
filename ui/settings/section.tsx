// A part of a settings page under its heading.

import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';

/** With an id it can be named in the address, and is brought into view once it is there. */
export function Section({ id, title, children }: { id?: string; title: string; children: ReactNode }) {
  const show = (section: HTMLElement | null) => {
    if (id && location.hash === `#${id}`) section?.scrollIntoView();
  };
  return (
    <section id={id} aria-label={title} ref={show}>
      <h2>{title}</h2>
      <Stack gap="sm">{children}</Stack>
    </section>
  );
}
