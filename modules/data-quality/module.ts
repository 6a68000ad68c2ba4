// Data quality: merging, duplicates, archiving, and what may be changed in mass, as administrators decide for each noun.

import type { Context } from '../../engine/index.ts';
import { checkbox, datetime, defineModule, extend } from '../../schema/index.ts';
import { archiveAll } from './archive.ts';
import { dataSettings } from './data-settings.ts';
import { first } from './first.ts';
import { notDuplicates } from './not-duplicates.ts';
import { searchAll } from './search.ts';

export { dataSettings };

/** Nouns that can be archived. */
const archived = ['accounts', 'contacts', 'leads', 'deals', 'products', 'activities'] as const;

export default defineModule({
  name: 'data-quality',
  needs: [...archived],
  entities: [dataSettings, notDuplicates],
  extends: [
    ...archived.map((noun) =>
      extend(noun, {
        fields: { archived_at: datetime({ label: 'Archived', readOnly: true, visibleIf: 'archived_at is not empty' }) },
      }),
    ),
    extend('accounts', { fields: { passive: checkbox({ help: 'Nothing goes on with it any more.' }) } }),
  ],
  jobs: {
    archive: { schedule: '*/30 * * * *', run: archiveAll },
    // At night, when nobody waits for the database.
    search_duplicates: { schedule: '40 2 * * *', run: searchAll },
  },
  async setup({ records }: Context) {
    for (const values of first) await records.create('data_settings', values);
  },
});
