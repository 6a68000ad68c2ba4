// Mails that Kontor sends: the server they leave by, the queue, the log.

import { defineModule } from '../../schema/index.ts';
import { deliver } from './deliver.ts';
import { mailSettings } from './mail-settings.ts';
import { outgoingMails } from './outgoing-mail.ts';
import { sweepMails } from './sweep.ts';

export { tellAdministrators, tellHolders } from './administrators.ts';

export default defineModule({
  name: 'mail',
  needs: ['general', 'users', 'notifications', 'permission-sets'],
  entities: [mailSettings, outgoingMails],
  jobs: {
    // Rung when a mail is queued; the schedule is for those that are tried again.
    send_mails: { schedule: '* * * * *', due: 'outgoing_mails.next_at', run: deliver },
    mails_sweep: { schedule: '40 3 * * *', run: sweepMails },
  },
});
