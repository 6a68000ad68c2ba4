// The history is sealed, so that nobody changes it unnoticed: see docs/decisions/0211-the-history-is-sealed.md.

import { type BoundContext, type JobRun, sealHistory } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { CLEAR, clearByRule, clearOne } from './clear.ts';
import { faults } from './fault.ts';
import { logClearings } from './log-clearing.ts';
import { logSettings } from './log-settings.ts';

export default defineModule({
  name: 'audit',
  entities: [faults, logSettings, logClearings],
  jobs: {
    seal_history: {
      schedule: '*/15 * * * *',
      async run(run: JobRun) {
        await run.progress(await sealHistory(run.context as BoundContext));
      },
    },
    // At night, when nobody waits for the database.
    clear_logs: { schedule: '50 2 * * *', run: clearByRule },
    [CLEAR]: { run: clearOne },
  },
});
