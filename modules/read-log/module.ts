// The log of reading: who looked at what administrators marked as sensitive.

import { defineModule } from '../../schema/index.ts';
import { recordReads } from './record-read.ts';

export default defineModule({ name: 'read-log', needs: ['users', 'api-keys'], entities: [recordReads] });
