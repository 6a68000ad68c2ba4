// How the file was read, and the few things one may have to correct.

import { Checkbox, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportInspection, ImportReading } from '../../client/index.ts';
import { formatDecimal } from '../fields/format.ts';
import { currentLanguage } from '../i18n.ts';
import classes from './import.module.css';

/** Others are found by looking at the file; these cover what people choose by hand. */
const ENCODINGS = [
  ...['utf-8', 'utf-16le', 'windows-1252', 'windows-1251', 'windows-1250', 'windows-1257', 'iso-8859-15', 'koi8-r', 'cp866', 'cp850'],
  ...['macintosh', 'shift_jis', 'gb18030'],
];

export interface ReadingPanelProps {
  inspection: ImportInspection;
  busy: boolean;
  onReading: (reading: ImportReading) => void;
}

export function ReadingPanel({ inspection, busy, onReading }: ReadingPanelProps) {
  const { t } = useTranslation();
  const { file, reading } = inspection;
  const delimiters = [',', ';', '\t', '|'];
  const known = file.delimiter !== null && delimiters.includes(file.delimiter);
  const encodings = file.encoding && !ENCODINGS.includes(file.encoding) ? [file.encoding, ...ENCODINGS] : ENCODINGS;
  return (
    <div className={classes.reading}>
      <div className={classes.file}>
        <span className={classes.fileName}>{file.name}</span>
        <span className={classes.quiet}>
          {file.rows === null ? t('import.manyRows') : t('import.rows', { count: file.rows })},{' '}
          {t('import.columns', { count: inspection.columns.length })}
        </span>
      </div>
      {file.kind === 'csv' && (
        <>
          <Select
            size="xs"
            w={150}
            label={t('import.delimiter')}
            data={[...(known || file.delimiter === null ? [] : [file.delimiter]), ...delimiters].map((value) => ({
              value,
              label: delimiterName(value, t),
            }))}
            value={file.delimiter}
            onChange={(delimiter) =>
              delimiter && reading.dialect && onReading({ ...reading, header: undefined, dialect: { ...reading.dialect, delimiter } })
            }
            allowDeselect={false}
            disabled={busy}
          />
          <Select
            size="xs"
            w={150}
            label={t('import.encoding')}
            data={encodings}
            value={file.encoding}
            onChange={(encoding) => encoding && onReading({ ...reading, encoding })}
            searchable
            allowDeselect={false}
            disabled={busy}
          />
        </>
      )}
      {file.sheets.length > 0 && (
        <Select
          size="xs"
          w={180}
          label={t('import.sheet')}
          data={[...file.sheets]}
          value={file.sheet}
          onChange={(sheet) => sheet && onReading({ sheet })}
          allowDeselect={false}
          disabled={busy}
        />
      )}
      <Checkbox
        size="xs"
        label={file.header === null ? t('import.header') : t('import.headerAt', { row: formatDecimal(file.header, currentLanguage()) })}
        checked={file.header !== null}
        onChange={(event) => onReading({ ...reading, header: event.currentTarget.checked ? 1 : null })}
        disabled={busy}
        className={classes.header}
      />
    </div>
  );
}

function delimiterName(delimiter: string, t: (key: string) => string): string {
  const names: Readonly<Record<string, string>> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'bar' };
  const name = names[delimiter];
  return name ? t(`import.delimiterName.${name}`) : delimiter;
}
