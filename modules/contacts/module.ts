// People, corporate clients and tasks.

import { defineModule } from '../../schema/index.ts';
import { contacts } from './contact.ts';
import { demo } from './demo.ts';
import { onePrimaryOfMerged } from './primary.ts';

export { contacts };

export default defineModule({
  name: 'contacts',
  needs: ['accounts', 'demo'],
  entities: [contacts],
  onMerge: onePrimaryOfMerged,
  demo,
});
