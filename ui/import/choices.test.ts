import { describe, expect, it } from 'vitest';
import type { ImportColumn, ImportInspection } from '../../client/index.ts';
import { carriedOver, openValues, repeatedFields, suggested, toKeep, toRequest, withSaved } from './choices.ts';

const column = (index: number, name: string, field: string | null, more: Partial<ImportColumn> = {}): ImportColumn => ({
  ...{ name, index, samples: [], problems: [], guess: { field, format: {}, confidence: 1 } },
  ...more,
});

const inspection = (...columns: ImportColumn[]): ImportInspection => ({
  entity: 'deals',
  file: {
    ...{ id: 'f', name: 'deals.csv', kind: 'csv', rows: 10, delimiter: ',', encoding: 'utf-8', quote: '"', sheets: [], sheet: null },
    ...{ header: 1, problems: [] },
  },
  reading: { encoding: 'utf-8', header: 1 },
  columns,
  missing: [],
});

const product = column(0, 'product', 'product', {
  values: [
    { from: 'GTXPro', to: 'GTX Pro', score: 0.98, count: 1480 },
    { from: 'null', to: null, score: 1, count: 3 },
    { from: 'Unheard of', to: null, score: 0, count: 2 },
  ],
});
const name = column(1, 'title', 'name', { problems: [{ code: 'empty_word', message: '', count: 1425, value: 'null' }] });

describe('choices of an import', () => {
  it('begin with what is suggested: near misses, words for nothing, and nothing that is made up', () => {
    const [first, second] = suggested(inspection(product, name)).columns;
    expect(first?.values).toEqual({ GTXPro: 'GTX Pro', null: null });
    expect(second?.values).toEqual({ null: null });
    expect(first && openValues(product, first).map((value) => value.from)).toEqual(['Unheard of']);
  });

  it('leave out columns without a field, and send the reading back as it came', () => {
    const seen = inspection(product, column(1, 'other', null));
    expect(toRequest(seen, suggested(seen), true)).toEqual({
      entity: 'deals',
      file: 'f',
      reading: { encoding: 'utf-8', header: 1 },
      mapping: [{ column: 0, field: 'product', format: {}, values: { GTXPro: 'GTX Pro', null: null } }],
      dry_run: true,
    });
  });

  it('empty fields only where records are updated', () => {
    const seen = inspection(name);
    const update = { ...suggested(seen), match: { fields: ['name'], mode: 'update' as const }, clearEmpty: true };
    expect(toRequest(seen, update, false)).toMatchObject({ match: { fields: ['name'], mode: 'update' }, clear_empty: true });
    expect(toRequest(seen, { ...update, match: { fields: [], mode: 'create' } }, false)).not.toHaveProperty('clear_empty');
  });

  it('stay decided when another column gets another field', () => {
    const before = inspection(product, name);
    const decided = { ...suggested(before), match: { fields: ['name'], mode: 'skip' as const } };
    const changed = { ...decided, columns: decided.columns.map((choice, at) => (at === 0 ? { ...choice, createMissing: true } : choice)) };
    const after = inspection(product, column(1, 'title', 'source'));
    const next = carriedOver(changed, before, after);
    expect(next.columns[0]?.createMissing).toBe(true);
    expect(next.columns[1]?.field).toBe('source');
    expect(next.match).toEqual({ fields: [], mode: 'create' });
  });

  it('are kept by the names of columns and fit a file whose columns stand in another order', () => {
    const first = inspection(product, name);
    const decided = suggested(first);
    const kept = toKeep(first, { ...decided, match: { fields: ['name'], mode: 'skip' } });
    const later = inspection(column(0, 'title', 'name'), column(1, 'new one', 'source'), column(2, 'product', 'product'));
    const taken = withSaved(later, kept.mapping, { fields: ['name'], mode: 'skip' });
    expect(taken.columns.map(({ field }) => field)).toEqual(['name', null, 'product']);
    expect(taken.columns[2]?.values).toEqual({ GTXPro: 'GTX Pro', null: null });
    expect(taken.match).toEqual({ fields: ['name'], mode: 'skip' });
  });

  it('know fields that two columns go into', () => {
    expect([...repeatedFields(suggested(inspection(name, column(2, 'again', 'name'))))]).toEqual(['name']);
  });
});
