// Adds rows for records chosen on a screen of their own, where a module has one.

import { Button } from '@mantine/core';
import { IconListSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './lines.module.css';
import type { Lines } from './use-lines.ts';

export function PickRows({ lines: { picker, addWith } }: { lines: Pick<Lines, 'picker' | 'addWith'> }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  if (!picker) return null;
  return (
    <>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconListSearch size={14} />}
        className={classes.add}
        onClick={() => setOpen(true)}
      >
        {t('lines.choose')}
      </Button>
      {open &&
        picker.show(
          (chosen) => addWith(picker.column, chosen),
          () => setOpen(false),
        )}
    </>
  );
}
