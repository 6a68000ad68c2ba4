// What a person decides about an import: a field and a format for each column, values to translate, how to tell what is there already.

import type {
  ColumnFormat,
  EntityDescription,
  FieldDescription,
  ImportColumn,
  ImportInspection,
  ImportRequest,
} from '../../client/index.ts';

export interface ColumnChoice {
  /** null: the column is left out. */
  readonly field: string | null;
  readonly format: ColumnFormat;
  /** Cell text -> what it stands for; null: nothing. */
  readonly values: Readonly<Record<string, string | null>>;
  readonly createMissing: boolean;
}

export interface Choices {
  /** By the column's index. */
  readonly columns: readonly ColumnChoice[];
  readonly match: { readonly fields: readonly string[]; readonly mode: 'create' | 'skip' | 'update' };
  readonly clearEmpty: boolean;
}

/** What is suggested: taken until somebody says otherwise, and all of it shown. */
export function suggested(inspection: ImportInspection): Choices {
  return { columns: inspection.columns.map(suggestedColumn), match: { fields: [], mode: 'create' }, clearEmpty: false };
}

export function suggestedColumn(column: ImportColumn): ColumnChoice {
  const words = column.problems.filter((problem) => problem.code === 'empty_word').map((problem) => [problem.value ?? '', null] as const);
  // Near misses are taken, words for nothing are emptied; where there is no offer, nothing is made up.
  const offers = (column.values ?? [])
    .filter((offer) => offer.to !== null || offer.score === 1)
    .map((offer) => [offer.from, offer.to] as const);
  return {
    field: column.guess.field,
    format: column.guess.format,
    values: Object.fromEntries([...words, ...offers]),
    createMissing: false,
  };
}

/** After another look: what was decided about columns that still go into the same field stays decided. */
export function carriedOver(before: Choices, was: ImportInspection, now: ImportInspection): Choices {
  const columns = now.columns.map((column, at) => {
    const decided = before.columns[at];
    const fresh = suggestedColumn(column);
    return decided && was.columns[at]?.name === column.name && decided.field === fresh.field ? decided : fresh;
  });
  const mapped = new Set(columns.map((column) => column.field));
  const fields = before.match.fields.filter((field) => mapped.has(field));
  return { ...before, columns, match: fields.length > 0 ? { ...before.match, fields } : { fields: [], mode: 'create' } };
}

/** What was kept from an earlier import, laid over what is suggested; columns it does not name are left out. */
export function withSaved(inspection: ImportInspection, mapping: ImportRequest['mapping'], match: Choices['match']): Choices {
  const columns = inspection.columns.map((column): ColumnChoice => {
    const saved = savedFor(column, mapping);
    const fresh = suggestedColumn(column);
    if (!saved) return { ...fresh, field: null };
    const values = { ...fresh.values, ...saved.values };
    return { field: saved.field, format: saved.format ?? fresh.format, values, createMissing: saved.create_missing === true };
  });
  const mapped = new Set(columns.map((column) => column.field));
  const fields = match.fields.filter((field) => mapped.has(field));
  return { columns, match: fields.length > 0 ? { fields, mode: match.mode } : { fields: [], mode: 'create' }, clearEmpty: false };
}

export function savedFor(column: ImportColumn, mapping: ImportRequest['mapping']): ImportRequest['mapping'][number] | undefined {
  return mapping.find((saved) => saved.column === column.name) ?? mapping.find((saved) => saved.column === column.index);
}

/** To be kept: columns by their names, so that it fits a file whose columns stand in another order. */
export function toKeep(inspection: ImportInspection, choices: Choices): ImportRequest {
  const request = toRequest(inspection, choices, false);
  return {
    ...request,
    mapping: request.mapping.map((one) => ({
      ...one,
      column: inspection.columns.find(({ index }) => index === one.column)?.name ?? one.column,
    })),
  };
}

export function toRequest(inspection: ImportInspection, choices: Choices, dryRun: boolean): ImportRequest {
  const { match, clearEmpty } = choices;
  return {
    entity: inspection.entity,
    file: inspection.file.id,
    reading: inspection.reading,
    mapping: inspection.columns.flatMap(({ index }, at) => {
      const choice = choices.columns[at];
      if (!choice?.field) return [];
      const { field, format, values, createMissing } = choice;
      return [{ column: index, field, format, values, ...(createMissing ? { create_missing: true } : {}) }];
    }),
    ...(match.fields.length > 0 ? { match } : {}),
    ...(dryRun ? { dry_run: true } : {}),
    ...(clearEmpty && match.mode === 'update' ? { clear_empty: true } : {}),
  };
}

/** Fields that two columns go into. */
export function repeatedFields(choices: Choices): ReadonlySet<string> {
  const fields = choices.columns.flatMap((column) => column.field ?? []);
  return new Set(fields.filter((field, at) => fields.indexOf(field) !== at));
}

/** Values without an offer that no decision was made about: they would be refused, unless they are made. */
export function openValues(column: ImportColumn, choice: ColumnChoice): readonly { readonly from: string; readonly count: number }[] {
  return (column.values ?? []).filter((offer) => !(offer.from in choice.values));
}

/** Fields that a file can fill; those of line items as `lines.product`. */
export function importableFields(entity: EntityDescription): readonly FieldDescription[] {
  return entity.fields.flatMap((field) => {
    if (field.name === 'id') return [field];
    if (field.read_only) return [];
    if (!field.fields) return isFillable(field) ? [field] : [];
    const own = field.fields.filter((cell) => isFillable(cell) && !['id', 'parent', 'position'].includes(cell.name));
    return own.map((cell) => ({ ...cell, name: `${field.name}.${cell.name}`, label: `${field.label}: ${cell.label}`, required: false }));
  });
}

function isFillable(field: FieldDescription): boolean {
  return !field.read_only && field.formula === null && !field.fields && !field.to.includes('files');
}
