// Reports: lists with columns of several linked nouns, groups and totals, shared with others and cut to each reader's reach.

import { defineModule } from '../../schema/index.ts';
import { reports } from './report.ts';

export default defineModule({ name: 'reports', needs: ['sharing'], entities: [reports] });
