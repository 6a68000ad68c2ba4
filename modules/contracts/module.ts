// Contracts: with whom, about what, until when, for how much.

import { defineModule } from '../../schema/index.ts';
import { contracts } from './contract.ts';
import { contractTemplates } from './contract-template.ts';
import { demo } from './demo.ts';
import { follow } from './follow.ts';

export default defineModule({
  name: 'contracts',
  needs: ['accounts', 'contacts', 'products', 'files', 'comments', 'notifications', 'demo'],
  entities: [contractTemplates, contracts],
  jobs: { follow_contracts: { schedule: '20 4 * * *', run: ({ context }) => follow(context) } },
  demo,
});
