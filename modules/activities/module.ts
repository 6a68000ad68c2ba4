// Calls, meetings, tasks; what happened with a lead follows it to the contact it becomes.

import { defineModule, extend } from '../../schema/index.ts';
import { activities } from './activity.ts';
import { contactQuestions } from './contact-question.ts';
import { demo } from './demo.ts';
import { followUp } from './follow-up.ts';
import { followConversion } from './related.ts';

export { activities };

export default defineModule({
  name: 'activities',
  needs: ['accounts', 'contacts', 'leads', 'deals', 'products', 'demo'],
  entities: [activities, contactQuestions],
  extends: [extend('contacts', { actions: { follow_up: followUp } }), extend('leads', { hooks: { afterSave: followConversion } })],
  demo,
});
