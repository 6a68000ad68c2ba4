// The activity log.

import { ActivityLog } from '../log/activity-log.tsx';

export const ActivityLogScreen = ActivityLog;
