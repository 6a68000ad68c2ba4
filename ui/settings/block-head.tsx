// The heading of a block in the layout of a form: named, moved, and removed when it is one's own and empty.

import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { RowButtons } from './row-buttons.tsx';
import classes from './settings.module.css';

export interface BlockHeadProps {
  label: string;
  onRename?: ((label: string) => void) | undefined;
  onUp?: (() => void) | undefined;
  onDown?: (() => void) | undefined;
  /** Only where it is an administrator's own. */
  onRemove?: (() => void) | undefined;
}

export function BlockHead({ label, onRename, onUp, onDown, onRemove }: BlockHeadProps) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<string | null>(null);
  const done = () => {
    if (typed?.trim() && typed.trim() !== label) onRename?.(typed.trim());
    setTyped(null);
  };
  return (
    <div className={classes.blockHead}>
      {typed === null ? (
        <h2 className={classes.blockName}>{label}</h2>
      ) : (
        <TextInput
          size="xs"
          aria-label={t('customFields.blockName')}
          value={typed}
          maxLength={120}
          onChange={(event) => setTyped(event.currentTarget.value)}
          onBlur={done}
          onKeyDown={(event) => {
            if (event.key === 'Enter') done();
            if (event.key === 'Escape') setTyped(null);
          }}
          className={classes.blockName}
          autoFocus
        />
      )}
      {onRename && (
        <RowButtons
          {...{ label, onUp, onDown, onRemove }}
          editLabel={t('customFields.renameBlock', { label })}
          onEdit={() => setTyped(label)}
        />
      )}
    </div>
  );
}
