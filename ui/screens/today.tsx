// The screen of today's work; see ui/today.

export { TodayPage as TodayScreen } from '../today/today-page.tsx';
