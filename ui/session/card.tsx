// The card in the middle of the page that all steps of the way in share.

import { Alert, Text, Title } from '@mantine/core';
import { useFocusTrap } from '@mantine/hooks';
import type { FormEvent, ReactNode } from 'react';
import { LanguageMenu } from '../shell/language-menu.tsx';
import { workspace } from '../workspace.ts';
import classes from './sign-in.module.css';

export interface House {
  readonly name: string;
  readonly lines: readonly string[];
  readonly logo: boolean;
}

interface CardProps {
  /** Over the work, when a session ended meanwhile. */
  sheet: boolean;
  title: string;
  hint: string;
  error: string | null;
  /** The own company, once the server has said which it is. */
  house?: House | null;
  onSubmit: (event: FormEvent) => void;
  children: ReactNode;
}

export function Card({ sheet, title, hint, error, house = null, onSubmit, children }: CardProps) {
  const trap = useFocusTrap();
  return (
    <div className={sheet ? classes.sheet : classes.page} role="dialog" aria-modal="true" aria-labelledby="sign-in-title">
      <form
        className={classes.card}
        ref={trap}
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(event);
        }}
      >
        {house?.logo ? (
          <img className={classes.logo} src={`/${workspace}/api/v1/open/logo/company`} alt={house.name} />
        ) : (
          <div className={classes.mark} aria-hidden="true">
            <img src="/assets/icon.svg" alt="" width={36} height={36} />
          </div>
        )}
        <div>
          <Title order={1} id="sign-in-title">
            {title}
          </Title>
          <Text c="dimmed" size="sm" className={classes.workspace}>
            {hint}
          </Text>
        </div>
        {error && (
          <Alert color="red" variant="light" p="xs" role="alert">
            {error}
          </Alert>
        )}
        {children}
        <LanguageMenu />
        {house && (
          <footer className={classes.house}>
            {house.lines.map((line) => (
              <div key={line}>{line}</div>
            ))}
          </footer>
        )}
      </form>
    </div>
  );
}
