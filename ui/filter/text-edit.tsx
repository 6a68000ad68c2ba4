// The filter as text, for those who write faster than they click. A mistake is shown at its place, with what was probably meant.

import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { useSetup } from '../queries.ts';
import classes from './filter.module.css';
import { findMistake, type Mistake } from './mistake.ts';

export interface TextEditProps {
  entity: EntityDescription;
  filter: string;
  /** What the server said about the filter that is applied now. */
  refused: Mistake | null;
  onApply: (filter: string) => void;
  onClose: () => void;
}

export function TextEdit({ entity, filter, refused, onApply, onClose }: TextEditProps) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const [text, setText] = useState(filter);
  // While one types, half an expression is no mistake yet.
  const [tried, setTried] = useState(refused !== null);
  const own = text.trim() === '' ? null : findMistake(text, entities, entity);
  const mistake = own ?? (text === filter ? refused : null);

  const apply = (next = text) => {
    setTried(true);
    if (next.trim() === '' || !findMistake(next, entities, entity)) onApply(next.trim());
  };

  return (
    <div className={classes.text}>
      <Textarea
        aria-label={t('filter.text')}
        placeholder={t('filter.example')}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.shiftKey) {
            event.preventDefault();
            apply();
          } else if (event.key === 'Escape') onClose();
        }}
        autosize
        minRows={1}
        maxRows={8}
        autoFocus
        spellCheck={false}
        classNames={{ input: classes.code }}
        error={tried && mistake !== null}
        aria-describedby="filter-mistake"
      />
      <div className={classes.textButtons}>
        <Button size="xs" onClick={() => apply()}>
          {t('filter.apply')}
        </Button>
        <Button size="xs" variant="default" onClick={onClose}>
          {t('filter.close')}
        </Button>
      </div>
      <div id="filter-mistake" role="alert" className={classes.mistake}>
        {tried && mistake && (
          <>
            {mistake.at && <Place text={text} at={mistake.at} />}
            <span>{mistake.name ? t('filter.unknownField', { name: mistake.name }) : mistake.message}</span>
            {mistake.suggestion && mistake.at && isName.test(mistake.suggestion) && (
              <Button
                size="compact-xs"
                variant="light"
                onClick={() => {
                  const [start, end] = mistake.at as readonly [number, number];
                  const fixed = text.slice(0, start) + mistake.suggestion + text.slice(end);
                  setText(fixed);
                  apply(fixed);
                }}
              >
                {t('filter.useInstead', { suggestion: mistake.suggestion })}
              </Button>
            )}
          </>
        )}
      </div>
    </div>
  );
}

/** A suggestion that can stand in the text as it is; others are advice. */
const isName = /^[\w.]+$/;

/** The text around the mistake, with the mistake underlined. */
function Place({ text, at: [start, end] }: { text: string; at: readonly [number, number] }) {
  const around = 24;
  const stop = Math.max(end, start + 1);
  return (
    <code className={classes.place}>
      {start > around && '…'}
      {text.slice(Math.max(0, start - around), start)}
      <mark className={classes.wrong}>{text.slice(start, stop) || '\u00a0'}</mark>
      {text.slice(stop, stop + around)}
      {stop + around < text.length && '…'}
    </code>
  );
}
