// Dashboards: what each person has before them, shared as they like; whiteboards on them; which one opens first.

import { defineModule } from '../../schema/index.ts';
import { dashboardChoices } from './choice.ts';
import { dashboards } from './dashboard.ts';
import { whiteboards } from './whiteboard.ts';

export { wrongChart } from './check.ts';

export default defineModule({ name: 'dashboards', needs: ['sharing', 'users'], entities: [dashboards, dashboardChoices, whiteboards] });
