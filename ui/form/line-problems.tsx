// What is wrong in the rows, in words below them: a cell has no room for a sentence.

import { useTranslation } from 'react-i18next';
import classes from './lines.module.css';
import type { Lines } from './use-lines.ts';

export function LineProblems({ lines }: { lines: Pick<Lines, 'rows' | 'columns' | 'problem' | 'hasProblems' | 'problemOf'> }) {
  const { t } = useTranslation();
  if (!lines.problem && !lines.hasProblems) return null;
  const found = lines.rows.flatMap((row, index) =>
    lines.columns.flatMap((column) => {
      const problem = lines.problemOf(row, column);
      return problem
        ? [{ key: `${index} ${column.name}`, text: t('lines.problem', { number: index + 1, field: column.label, problem }) }]
        : [];
    }),
  );
  return (
    <div className={classes.problems} role="alert">
      {lines.problem && <div>{lines.problem}</div>}
      {found.map(({ key, text }) => (
        <div key={key}>{text}</div>
      ))}
    </div>
  );
}
