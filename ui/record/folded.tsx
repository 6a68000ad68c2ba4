// A long value: its beginning, and all of it for whoever asks. What follows it on the page stays within reach.

import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './folded.module.css';

export function Folded({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const [isLong, setLong] = useState(false);
  const [open, setOpen] = useState(false);
  // After each drawing: another value may be as long.
  useLayoutEffect(() => {
    const { scrollHeight = 0, clientHeight = 0 } = box.current ?? {};
    if (!open) setLong(scrollHeight > clientHeight + 1);
  });
  return (
    <>
      <div ref={box} className={open ? undefined : classes.folded} data-long={isLong || undefined}>
        {children}
      </div>
      {isLong && (
        <button type="button" className={classes.more} aria-expanded={open} onClick={() => setOpen(!open)}>
          {t(open ? 'record.showLess' : 'record.showAll')}
        </button>
      )}
    </>
  );
}
