// The calendar's screen.

import { CalendarPage } from '../calendar/calendar-page.tsx';

export function CalendarScreen() {
  return <CalendarPage />;
}
