// The line on top of a screen: title, what belongs to it, and the buttons at the end.

import { Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './page-head.module.css';

export function PageHead({ title, beside, children }: { title: ReactNode; beside?: ReactNode; children?: ReactNode }) {
  return (
    <header className={classes.head}>
      <div className={classes.title}>
        <Title order={1} className={classes.words}>
          {title}
        </Title>
        {beside}
      </div>
      {children && <div className={classes.actions}>{children}</div>}
    </header>
  );
}
