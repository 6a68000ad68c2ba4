// Reports: lists with columns of several linked nouns, groups and totals, shared with others and cut to each reader's reach.

import { defineModule } from '../../schema/index.ts';
import { makeFile, reportFiles, sweepFiles, tellReady } from './kept.ts';
import { reports } from './report.ts';

export default defineModule({
  name: 'reports',
  needs: ['sharing', 'users', 'notifications'],
  entities: [reports, reportFiles],
  onJobEnd: tellReady,
  jobs: {
    report_file: { run: makeFile, tellsItself: true },
    report_files_sweep: { schedule: '40 3 * * *', due: 'report_files.expires_at', run: sweepFiles },
  },
});
