// Leads and their conversion.

import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { leads } from './lead.ts';
import { leadMappings, setup } from './mapping.ts';

export { leads };

export default defineModule({
  name: 'leads',
  needs: ['accounts', 'contacts', 'deals', 'products', 'demo'],
  entities: [leads, leadMappings],
  setup,
  demo,
});
