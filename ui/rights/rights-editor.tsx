// The editor of lines of rights, the same for a user, a department and a permission set: groups of ticks, or every noun and verb.

import { Alert, SegmentedControl, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { errorText } from '../messages.ts';
import { useCatalogue } from './catalogue.ts';
import type { Lines } from './lines.ts';
import { Matrix } from './matrix.tsx';
import { RightGroups } from './right-groups.tsx';
import classes from './rights.module.css';

export interface RightsEditorProps {
  lines: Lines;
  onChange: (lines: Lines) => void;
  byDefault?: boolean;
  /** What is seen first. */
  start: 'groups' | 'all';
}

export function RightsEditor({ lines, onChange, byDefault = false, start }: RightsEditorProps) {
  const { t } = useTranslation();
  const { catalogue, error } = useCatalogue();
  const [face, setFace] = useState<string>(start);
  if (error) return <Alert color="red">{errorText(error)}</Alert>;
  if (!catalogue) return <Skeleton height={240} />;
  return (
    <div className={classes.editor}>
      {catalogue.bound && <Alert color="gray">{t('rights.boundHint')}</Alert>}
      <SegmentedControl
        size="xs"
        aria-label={t('rights.face')}
        value={face}
        onChange={setFace}
        data={['groups', 'all'].map((value) => ({ value, label: t(`rights.faces.${value}`) }))}
      />
      {face === 'groups' ? (
        <RightGroups catalogue={catalogue} lines={lines} onChange={onChange} byDefault={byDefault} />
      ) : (
        <Matrix catalogue={catalogue} lines={lines} onChange={onChange} />
      )}
    </div>
  );
}
