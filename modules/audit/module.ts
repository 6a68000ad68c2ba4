// The history is sealed, so that nobody changes it unnoticed: see docs/decisions/0211-the-history-is-sealed.md.

import { type BoundContext, type JobRun, sealHistory } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { faults } from './fault.ts';

export default defineModule({
  name: 'audit',
  entities: [faults],
  jobs: {
    seal_history: {
      schedule: '*/15 * * * *',
      async run({ context, progress }: JobRun) {
        await progress(await sealHistory(context as BoundContext));
      },
    },
  },
});
