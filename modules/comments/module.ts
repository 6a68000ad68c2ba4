// What colleagues say about a record, among themselves: on its page, for whoever may see it, and for nobody of a customer (row CS-080).

import { defineModule } from '../../schema/index.ts';
import { comments } from './comment.ts';

export { comments };

export default defineModule({ name: 'comments', needs: ['users', 'cards', 'notifications'], entities: [comments] });
