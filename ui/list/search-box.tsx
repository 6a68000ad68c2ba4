// Searches within the noun while one types.

import { CloseButton, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './list.module.css';

/** Milliseconds after a key in which further ones wait: who holds one down searches at its beginning and its end. */
const SETTLED = 20;

export function SearchBox({ value, label, onChange }: { value: string; label: string; onChange: (q: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(value);
  // What was told and has not come back by the address yet: who types fast is ahead of it.
  const told = useRef<string[]>([]);
  const tell = useDebouncedCallback(
    (q: string) => {
      if (q.trim() === value) return;
      told.current.push(q.trim());
      onChange(q.trim());
    },
    { delay: SETTLED, leading: true },
  );
  useEffect(() => {
    const echo = told.current.indexOf(value);
    told.current.splice(0, echo + 1);
    // The address changed by itself: back, a cleared filter.
    if (echo === -1) setTyped((was) => (was.trim() === value ? was : value));
  }, [value]);
  const change = (q: string) => {
    setTyped(q);
    tell(q);
  };
  return (
    <TextInput
      className={classes.search}
      size="xs"
      type="search"
      aria-label={label}
      placeholder={label}
      value={typed}
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && typed) change('');
      }}
      leftSection={<IconSearch size={15} />}
      rightSection={typed && <CloseButton size="xs" aria-label={t('list.clearSearch')} onClick={() => change('')} />}
    />
  );
}
