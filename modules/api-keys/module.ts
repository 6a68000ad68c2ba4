// Keys for programs. A key acts as its user, with that user's rights; its text is shown once, when it is issued.

import { defineModule } from '../../schema/index.ts';
import { apiKeys } from './api-key.ts';

export default defineModule({ name: 'api-keys', needs: ['users', 'permission-sets'], entities: [apiKeys] });
