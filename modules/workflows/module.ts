// Workflows: what happens by itself when records change (rows CS-238 to CS-240, CS-259, CS-262, CS-277). They read the change log, so that
// a write pays nothing for them.

import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { followed, hear } from './hear.ts';
import { workflowRuns } from './run.ts';
import { runDue } from './runs.ts';
import { workflowSettings } from './settings.ts';
import { sweepRuns } from './sweep.ts';
import { listTemplates } from './templates.ts';
import { tryOut } from './try-out.ts';
import { workflows } from './workflow.ts';

export default defineModule({
  name: 'workflows',
  needs: ['mail', 'notifications', 'permission-sets', 'deals', 'contracts', 'invoices', 'activities', 'demo'],
  entities: [workflows, workflowRuns, workflowSettings],
  followers: { workflows: { while: 'workflows.active', nouns: followed, hear, after: runDue } },
  jobs: {
    // Steps that have waited, and those whose process was killed.
    run_workflows: { schedule: '* * * * *', due: 'workflow_runs.due_at', run: ({ context }) => runDue(context) },
    workflows_sweep: { schedule: '50 3 * * *', run: sweepRuns },
  },
  services: {
    try_workflow: { summary: 'What a workflow would do with a record, step by step; nothing stays', run: tryOut },
    workflow_templates: { summary: 'Workflows to begin with', run: listTemplates },
  },
  demo,
});
