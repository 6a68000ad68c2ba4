// Workflows: what happens by itself when records change. They read the change log, so that a write pays nothing for them.

import { defineModule } from '../../schema/index.ts';
import { workflowRuns } from './run.ts';
import { workflowSettings } from './settings.ts';
import { workflows } from './workflow.ts';

export default defineModule({
  name: 'workflows',
  needs: ['mail', 'notifications'],
  entities: [workflows, workflowRuns, workflowSettings],
});
