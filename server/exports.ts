// What a list shows, as a file to keep.

import { z } from 'zod';
import { type ExportQuery, exportRecords, todayOf } from '../engine/index.ts';
import { download, types } from './download.ts';
import { endpoint } from './endpoint.ts';
import { atInstant, commaList, instant, reporting } from './shapes.ts';
import { withView } from './views.ts';

export const exportList = endpoint({
  method: 'GET',
  path: '/records/{entity}/export',
  summary: 'Export records as CSV or Excel',
  tag: 'Records',
  rule: 'records',
  whileSeeing: 'refused',
  query: z.object({
    format: z.enum(['csv', 'xlsx']).default('csv'),
    fields: commaList.optional(),
    filter: z.string().optional(),
    sort: z.string().optional(),
    q: z.string().optional(),
    view: z.string().optional(),
    as_of: instant.optional(),
    reporting,
    delimiter: z.enum([',', ';', '\t', '|']).optional(),
    decimal: z.enum(['.', ',']).optional(),
  }),
  answers: { 200: 'text/csv' },
  async handler({ context, params: { entity }, query: { format, view, delimiter, decimal, ...asked } }) {
    const then = atInstant(asked);
    const list = view === undefined ? then : (await withView(context, entity, view, then)).query;
    const csv = { ...(delimiter === undefined ? {} : { delimiter }), ...(decimal === undefined ? {} : { decimal }) };
    const file = await exportRecords(context, entity, { ...(list as Omit<ExportQuery, 'format'>), format, csv });
    const name = `${entity}-${todayOf(context.actor)}.${format}`;
    return download({ name, contentType: types[format], content: file });
  },
});
