// The button of the filter with the builder that opens below it; comes after the first picture.

import { Popover, Skeleton } from '@mantine/core';
import { type ReactNode, Suspense } from 'react';
import { useNestedPopover } from '../nested-popover.ts';
import classes from './filter.module.css';
import { FilterButton } from './filter-button.tsx';

export interface BuilderPopoverProps {
  readonly open: boolean;
  readonly onOpen: (open: boolean) => void;
  readonly children: ReactNode;
}

export function BuilderPopover({ open, onOpen, children }: BuilderPopoverProps) {
  const nested = useNestedPopover(onOpen);
  return (
    <Popover opened={open} onChange={nested.onChange} position="bottom-start" withinPortal trapFocus closeOnClickOutside>
      <Popover.Target>
        <FilterButton open={open} onClick={() => onOpen(!open)} />
      </Popover.Target>
      <Popover.Dropdown p="sm" className={classes.popover} {...nested.dropdown}>
        <Suspense fallback={<Skeleton width={480} height={60} />}>{children}</Suspense>
      </Popover.Dropdown>
    </Popover>
  );
}
