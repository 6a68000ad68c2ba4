// One line of a change: field, what it was, what it is.

import { useTranslation } from 'react-i18next';
import type { HistoryLine } from './history-lines.ts';
import classes from './record-history.module.css';

export function HistoryLineText({ line }: { line: HistoryLine }) {
  const { t } = useTranslation();
  return (
    <li className={classes.line}>
      <span className={classes.label}>{line.label}</span>{' '}
      {line.before !== null && (
        <>
          <span className="visually-hidden">{t('history.from')} </span>
          <del className={classes.before}>{line.before}</del>{' '}
        </>
      )}
      {line.before !== null && <span aria-hidden="true">→ </span>}
      <span className="visually-hidden">{t('history.to')} </span>
      <span className={classes.after}>{line.after ?? t('record.empty')}</span>
    </li>
  );
}
