// The line on top of a screen: title, what belongs to it, and the buttons at the end.

import { Title } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import { useSetup } from '../queries.ts';
import classes from './page-head.module.css';

export function PageHead({ title, beside, children }: { title: ReactNode; beside?: ReactNode; children?: ReactNode }) {
  const { workspace } = useSetup();
  useEffect(() => {
    if (typeof title === 'string') document.title = `${title} · ${workspace.title}`;
  }, [title, workspace.title]);

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
