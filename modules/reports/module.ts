// Reports: lists with columns of several linked nouns, groups and totals, shared with others and cut to each reader's reach.

import { defineModule } from '../../schema/index.ts';
import { makeFile, reportFiles, sweepFiles, tellReady } from './kept.ts';
import { reports } from './report.ts';
import { reportSchedules } from './schedule.ts';
import { sendDue, sendReport } from './send.ts';

export default defineModule({
  name: 'reports',
  needs: ['sharing', 'users', 'notifications'],
  entities: [reports, reportFiles, reportSchedules],
  features: { reports_outside: 'Reports to outside addresses' },
  onJobEnd: tellReady,
  jobs: {
    report_file: { run: makeFile, tellsItself: true },
    report_mails: { schedule: '* * * * *', due: 'report_schedules.next_at', run: sendDue },
    report_mail: { run: sendReport, tellsItself: true },
    report_files_sweep: { schedule: '40 3 * * *', due: 'report_files.expires_at', run: sweepFiles },
  },
});
