import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type FieldDescription, KontorError, type RecordValues } from '../../client/index.ts';
import { provideWidgets } from '../fields/lookup.ts';
import type { Widget } from '../fields/widget.ts';
import { RecordPages } from './pages.ts';
import { saveCell } from './save-cell.ts';

const update = vi.hoisted(() => vi.fn());
vi.mock('../workspace.ts', () => ({ client: { records: () => ({ update }) } }));
vi.mock('../messages.ts', () => ({ errorText: (error: Error) => `told: ${error.message}` }));

provideWidgets({ text: { text: String, Show: () => null, Edit: () => null } as Widget });

const city = { name: 'city', type: 'text', label: 'City' } as FieldDescription;
const record: RecordValues = { id: 'r1', city: 'Oslo', name: 'Konex', version: 3 };
let pages: RecordPages;

beforeEach(async () => {
  update.mockReset();
  pages = new RecordPages(async () => ({ records: [record], next: null }));
  pages.want(0, 1);
  await expect.poll(() => pages.started).toBe(true);
});

const refused = (status: number, body: object) => new KontorError(status, { detail: 'No', ...body });

describe('saving a cell', () => {
  it('shows the value at once and keeps what the server made of it', async () => {
    update.mockImplementation(async () => {
      expect(pages.find('r1')).toMatchObject({ city: 'turku' });
      return { id: 'r1', city: 'Turku', version: 4, notes: 'not shown' };
    });
    expect(await saveCell('accounts', pages, record, city, 'turku')).toBeNull();
    expect(update).toHaveBeenCalledWith('r1', { city: 'turku' }, { version: 3 });
    expect(pages.find('r1')).toEqual({ id: 'r1', city: 'Turku', name: 'Konex', version: 4 });
  });

  it('sends nothing when nothing changed', async () => {
    expect(await saveCell('accounts', pages, record, city, 'Oslo')).toBeNull();
    expect(update).not.toHaveBeenCalled();
  });

  it('takes a refused value back and keeps it with the reason', async () => {
    update.mockRejectedValue(refused(422, { errors: [{ field: 'city', code: 'too_long', message: 'is too long' }] }));
    expect(await saveCell('accounts', pages, record, city, 'x'.repeat(300))).toEqual({
      message: 'is too long',
      attempted: 'x'.repeat(300),
    });
    expect(pages.find('r1')).toMatchObject({ city: 'Oslo' });
  });

  it('takes the value back when there is no network, to be sent again', async () => {
    update.mockRejectedValue(refused(0, { detail: 'offline' }));
    expect(await saveCell('accounts', pages, record, city, 'Turku')).toEqual({
      message: 'told: offline',
      attempted: 'Turku',
      lost: true,
    });
    expect(pages.find('r1')).toMatchObject({ city: 'Oslo' });
  });

  it('goes through when somebody else changed another field meanwhile', async () => {
    update
      .mockRejectedValueOnce(refused(412, { current: { id: 'r1', city: 'Oslo', name: 'Konex Oy', version: 5 } }))
      .mockResolvedValueOnce({ id: 'r1', city: 'Turku', name: 'Konex Oy', version: 6 });
    expect(await saveCell('accounts', pages, record, city, 'Turku')).toBeNull();
    expect(update).toHaveBeenLastCalledWith('r1', { city: 'Turku' }, { version: 5 });
    expect(pages.find('r1')).toMatchObject({ city: 'Turku', name: 'Konex Oy', version: 6 });
  });

  it('shows both values when somebody else changed the same field', async () => {
    update.mockRejectedValue(refused(412, { current: { id: 'r1', city: 'Bergen', version: 5 } }));
    const failure = await saveCell('accounts', pages, record, city, 'Turku');
    expect(failure).toMatchObject({ attempted: 'Turku', conflict: { theirs: 'Bergen', version: 5 } });
    expect(pages.find('r1')).toMatchObject({ city: 'Bergen', version: 5 });
    update.mockResolvedValue({ id: 'r1', city: 'Turku', version: 6 });
    expect(
      await saveCell('accounts', pages, pages.find('r1') as RecordValues, city, failure?.attempted, failure?.conflict?.version),
    ).toBeNull();
    expect(update).toHaveBeenLastCalledWith('r1', { city: 'Turku' }, { version: 5 });
  });
});
