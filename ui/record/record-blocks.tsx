// The blocks of fields of a record: each field is edited where it stands; line items in the form.

import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { Fragment, lazy, Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription, RecordValues, Values } from '../../client/index.ts';
import { isEmpty, plainText, widgetFor } from '../fields/lookup.ts';
import { isAskedBefore } from '../form/asked-before.ts';
import { blocksOf } from '../form/blocks.ts';
import { canType } from '../form/can-type.ts';
import { toldColumns } from '../form/lines-columns.ts';
import { totalOf } from '../form/lines-total.ts';
import { columnsOf, keyOf, rowsOf } from '../form/lines-wire.ts';
import type { Rules } from '../form/rules.ts';
import { SubtotalRow } from '../form/subtotal-row.tsx';
import { useDerive } from '../parts.ts';
import { isRights } from '../rights/is-rights.ts';
import { ScrollRegion } from '../shell/scroll-region.tsx';
import { QuickField } from './quick-field.tsx';
import classes from './record-blocks.module.css';

const RightsShown = lazy(() => import('../rights/rights-field.tsx').then((module) => ({ default: module.RightsShown })));

export interface RecordBlocksProps {
  entity: EntityDescription;
  record: RecordValues;
  rules: Rules;
  editable: boolean;
  /** Shown elsewhere on the page. */
  skip: readonly string[];
  /** Only these, until one asks for all. */
  first?: readonly string[] | undefined;
  onEdit: () => void;
}

export function RecordBlocks({ entity, record, rules, editable, skip, first, onEdit }: RecordBlocksProps) {
  const { t } = useTranslation();
  const [all, setAll] = useState(false);
  const isFirst = ({ name }: FieldDescription) => all || !first || first.includes(name);
  const isShown = (field: FieldDescription) => field.type !== 'id' && !skip.includes(field.name) && rules.isVisible(field, record);
  const blocks = blocksOf(entity, (field) => isShown(field) && isFirst(field));
  return (
    <div className={classes.blocks}>
      {blocks.map((block) => {
        const title = block.label || t('form.more');
        const fields = block.fields.filter((field) => !field.fields);
        const lines = block.fields.filter((field) => field.fields);
        return (
          <section key={block.label} className={classes.block} aria-label={title}>
            <h2 className={classes.heading}>{title}</h2>
            {fields.length > 0 && (
              <dl className={classes.fields}>
                {fields.map((field) => (
                  <QuickField
                    key={field.name}
                    entity={entity}
                    field={field}
                    record={record}
                    editable={editable && canType(field) && !isAskedBefore(entity.name, field.name)}
                    required={rules.isRequired(field, record)}
                  />
                ))}
              </dl>
            )}
            {lines.map((field) => (
              <LinesShown
                key={field.name}
                entity={entity.name}
                field={field}
                named={field.label !== title}
                record={record}
                onEdit={editable && canType(field) ? onEdit : null}
              />
            ))}
          </section>
        );
      })}
      {first && !all && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          {t('record.allFields')}
        </Button>
      )}
    </div>
  );
}

interface LinesShownProps {
  entity: string;
  field: FieldDescription;
  /** The heading of the block says it not yet. */
  named: boolean;
  record: Values;
  onEdit: (() => void) | null;
}

/** Long texts keep their paragraphs. */
function Cell({ column, value }: { column: FieldDescription; value: unknown }) {
  const { Show, wide } = widgetFor(column);
  return wide && !isEmpty(value) ? <Show field={column} value={value} place="page" /> : plainText(column, value);
}

function LinesShown({ entity, field, named, record, onEdit }: LinesShownProps) {
  const { t } = useTranslation();
  const rows = rowsOf(record[field.name]);
  const columns = toldColumns(columnsOf(field), rows);
  const { below, isPart } = useDerive(entity, record)(record);
  const totals = columns.map((column) => totalOf(column, rows));
  const rights = isRights(field);
  return (
    <div className={classes.lines}>
      {named && !rights && <h3 className={classes.rowsTitle}>{field.label}</h3>}
      {rights && (
        <Suspense>
          <RightsShown field={field} value={rows} />
        </Suspense>
      )}
      {!rights && rows.length > 0 && (
        <ScrollRegion className={classes.scroll} label={field.label}>
          <table className={classes.table}>
            <thead>
              <tr>
                {columns.map((column) => (
                  <th key={column.name} scope="col" data-end={widgetFor(column).align === 'end' || undefined}>
                    {column.label}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <Fragment key={keyOf(row)}>
                  <tr data-part={isPart?.(row) || undefined}>
                    {columns.map((column) => (
                      <td
                        key={column.name}
                        data-end={widgetFor(column).align === 'end' || undefined}
                        data-wide={widgetFor(column).wide || undefined}
                      >
                        <Cell column={column} value={row[column.name]} />
                      </td>
                    ))}
                  </tr>
                  {below?.[index] && <SubtotalRow amount={below[index]} columns={columns} />}
                </Fragment>
              ))}
            </tbody>
            {totals.some((total) => total !== null) && (
              <tfoot>
                <tr>
                  {columns.map((column, at) => (
                    <td key={column.name} data-end={widgetFor(column).align === 'end' || undefined}>
                      {at === 0 && totals[0] === null ? t('lines.total') : totals[at]}
                    </td>
                  ))}
                </tr>
              </tfoot>
            )}
          </table>
        </ScrollRegion>
      )}
      {!rights && rows.length === 0 && <p className={classes.none}>{t('lines.none')}</p>}
      {onEdit && (
        <Button size="compact-sm" variant="subtle" leftSection={<IconPencil size={14} />} className={classes.edit} onClick={onEdit}>
          {t('lines.edit', { field: field.label })}
        </Button>
      )}
    </div>
  );
}
