// Notifications: what somebody is told without having asked. Each person's own; nobody else reads them, root neither.

import { defineModule } from '../../schema/index.ts';
import { tellStarter } from './job-end.ts';
import { notificationChoices, notifications } from './notification.ts';
import { sweep } from './sweep.ts';

export { type Notice, notify } from './notify.ts';
export { notifications };

export default defineModule({
  name: 'notifications',
  needs: ['users'],
  entities: [notifications, notificationChoices],
  onJobEnd: tellStarter,
  jobs: { notifications_sweep: { schedule: '20 3 * * *', run: sweep } },
});
