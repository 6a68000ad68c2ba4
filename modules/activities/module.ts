// Calls, meetings, tasks; what happened with a lead follows it to the contact it becomes.

import { defineModule, extend } from '../../schema/index.ts';
import { activities } from './activity.ts';
import { busy, freeSlots } from './busy.ts';
import { calendar } from './calendar.ts';
import { contactQuestions } from './contact-question.ts';
import { demo } from './demo.ts';
import { followUp } from './follow-up.ts';
import { eventFile, importCalendar, writeFeed } from './ics.ts';
import { followConversion } from './related.ts';
import { activityReminders, remind } from './reminders.ts';
import { calendarFeeds, calendarOfUser, whoseFeed } from './settings.ts';
import { calendarShares } from './shares.ts';

export { activities };

export default defineModule({
  name: 'activities',
  needs: ['users', 'roles', 'owner-groups', 'notifications', 'accounts', 'contacts', 'leads', 'deals', 'products', 'demo'],
  entities: [activities, contactQuestions, activityReminders, calendarShares, calendarFeeds],
  extends: [
    extend('contacts', { actions: { follow_up: followUp } }),
    extend('leads', { hooks: { afterSave: followConversion } }),
    calendarOfUser,
  ],
  jobs: { remind: { schedule: '* * * * *', due: 'activity_reminders.at', run: remind } },
  services: {
    calendar: { summary: 'Events, tasks and busy hours of a range', run: calendar },
    busy: { summary: 'When people are busy', run: busy },
    free_slots: { summary: 'When several people are free', run: freeSlots },
    event_file: { summary: 'One event as an iCalendar file', run: eventFile },
    import_calendar: { summary: 'Events of an iCalendar file', run: importCalendar },
  },
  feeds: { calendar: { contentType: 'text/calendar; charset=utf-8', whose: whoseFeed, write: (context) => writeFeed(context) } },
  demo,
});
