// The magnifier on touch screens, where nothing hovers: it stands beside the link. Elsewhere ui/peek shows one at the pointer.

import { IconZoomIn } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { openPeek } from '../peek/state.ts';
import classes from './fields.module.css';

export function PeekButton({ of, title }: { of: string; title: string }) {
  const { t } = useTranslation();
  return (
    <button type="button" className={classes.peek} aria-label={t('peek.of', { title })} onClick={() => openPeek(of)}>
      <IconZoomIn size={16} stroke={1.7} />
    </button>
  );
}
