// The quick view: a magnifier beside every link to a record opens the record at the side, without leaving the page (row CS-036).
// One magnifier serves the whole page: it stands where the pointer or the focus is. Alt-Enter is its key, in lists too.

import { ActionIcon, Portal, Tooltip } from '@mantine/core';
import { IconZoomIn } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOnChange } from '../on-change.ts';
import classes from './peek.module.css';
import { closePeek, openPeek, usePeeked } from './state.ts';

const Panel = lazy(() => import('./panel.tsx').then((module) => ({ default: module.PeekPanel })));

interface Spot {
  readonly of: string;
  readonly link: HTMLElement;
  readonly left: number;
  readonly top: number;
}

const MARKED = '[data-record]';

export function Peek() {
  const peeked = usePeeked();
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Another page: what was looked at beside the last one is done with.
  useOnChange(path, closePeek);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !event.altKey || event.ctrlKey || event.metaKey) return;
      const of = focused()?.dataset.record;
      if (!of) return;
      event.preventDefault();
      event.stopPropagation();
      openPeek(of);
    };
    document.addEventListener('keydown', key, true);
    return () => document.removeEventListener('keydown', key, true);
  }, []);
  return (
    <>
      <Magnifier />
      {peeked && (
        <Suspense>
          <Panel key={peeked} of={peeked} />
        </Suspense>
      )}
    </>
  );
}

/** The link with the focus, or the one in the list's cell that has the cursor, or its row's. */
function focused(): HTMLElement | null {
  const active = document.activeElement as HTMLElement | null;
  const own = active?.closest<HTMLElement>(MARKED);
  if (own) return own;
  const cell = document.getElementById(active?.getAttribute('aria-activedescendant') ?? '');
  return cell?.querySelector<HTMLElement>(MARKED) ?? cell?.closest('[role=row]')?.querySelector<HTMLElement>(MARKED) ?? null;
}

const SIZE = 22;

/** Behind the words, or over their end where a cell cuts them off. */
function spotOf(link: HTMLElement): Spot {
  const box = link.getBoundingClientRect();
  const ends: number[] = [];
  // What merely lies around the words like a skin ends where they end: only what cuts them off, or leaves room, counts.
  for (let around = link.parentElement, i = 0; around && i < 4; around = around.parentElement, i++) {
    const { right } = around.getBoundingClientRect();
    if (right > box.right + 1 || around.scrollWidth > around.clientWidth) ends.push(right);
  }
  const end = Math.min(...ends, window.innerWidth - 4);
  const fits = box.right + 2 + SIZE <= end;
  const left = fits ? box.right + 2 : end - SIZE;
  // The end of what one types into has a button of its own.
  const above = !fits && link instanceof HTMLInputElement;
  return { of: link.dataset.record ?? '', link, left, top: above ? box.top - SIZE - 2 : box.top + box.height / 2 - SIZE / 2 };
}

function Magnifier() {
  const { t } = useTranslation();
  const [spot, setSpot] = useState<Spot | null>(null);

  useEffect(() => {
    let leaving: ReturnType<typeof setTimeout> | undefined;
    const show = (event: Event) => {
      // A finger hovers over nothing; on touch screens the magnifier stands beside the link.
      if (event instanceof PointerEvent && event.pointerType === 'touch') return;
      const target = event.target as HTMLElement;
      if (target.closest?.('[data-magnifier]')) return clearTimeout(leaving);
      const link = target.closest?.<HTMLElement>(MARKED);
      if (!link) {
        clearTimeout(leaving);
        leaving = setTimeout(() => setSpot(null), 180);
        return;
      }
      clearTimeout(leaving);
      setSpot(spotOf(link));
    };
    // What scrolls takes its links along: the magnifier goes with the one under the pointer, or leaves.
    const hide = () =>
      setSpot((was) => (was && (was.link.matches(':hover') || was.link === document.activeElement) ? spotOf(was.link) : null));
    document.addEventListener('pointerover', show);
    document.addEventListener('focusin', show);
    document.addEventListener('scroll', hide, true);
    return () => {
      clearTimeout(leaving);
      document.removeEventListener('pointerover', show);
      document.removeEventListener('focusin', show);
      document.removeEventListener('scroll', hide, true);
    };
  }, []);

  if (!spot) return null;
  return (
    <Portal>
      <Tooltip label={t('peek.open')} position="top">
        <ActionIcon
          data-magnifier
          size={SIZE}
          variant="default"
          tabIndex={-1}
          className={classes.magnifier}
          style={{ left: spot.left, top: spot.top }}
          aria-label={t('peek.open')}
          onClick={() => {
            openPeek(spot.of);
            setSpot(null);
          }}
        >
          <IconZoomIn size={14} stroke={1.8} />
        </ActionIcon>
      </Tooltip>
    </Portal>
  );
}
