// A link to a record. Lists show a hundred of them at once, so it is an ordinary anchor that asks the router only when it is used.

import { useRouter } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, MouseEvent, PointerEvent } from 'react';

/** A pointer that only passes by fetches nothing. */
const LINGER = 60;

export type RecordLinkProps = Omit<AnchorHTMLAttributes<HTMLAnchorElement>, 'href' | 'onClick' | 'onMouseEnter' | 'onPointerDown'> & {
  entity: string;
  id: string;
};

export function RecordLink({ entity, id, children, ...rest }: RecordLinkProps) {
  const router = useRouter();
  const to = { to: '/$entity/$id', params: { entity, id } } as const;

  const click = (event: MouseEvent) => {
    // New tab, new window, download: the browser's own business.
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    void router.navigate(to);
  };
  const readAhead = () => void router.preloadRoute(to).catch(() => undefined);
  const enter = (event: MouseEvent<HTMLAnchorElement>) => {
    const timer = setTimeout(readAhead, LINGER);
    event.currentTarget.addEventListener('mouseleave', () => clearTimeout(timer), { once: true });
  };
  // Between press and release of a button the server has time; a finger may only be about to scroll.
  const press = ({ button, pointerType }: PointerEvent) => {
    if (button === 0 && pointerType === 'mouse') readAhead();
  };
  const href = `${router.basepath}/${encodeURIComponent(entity)}/${encodeURIComponent(id)}`;
  return (
    <a href={href} data-record={`${entity}/${id}`} {...rest} onClick={click} onMouseEnter={enter} onPointerDown={press}>
      {children}
    </a>
  );
}
