// What colleagues say about a record among themselves: on its page, for whoever may see it (row CS-080). What they share, and what a customer
// writes on the page of a link, is between them and him.

import { defineModule } from '../../schema/index.ts';
import { comments } from './comment.ts';

export { ownersOf } from './save.ts';
export { comments };

export default defineModule({ name: 'comments', needs: ['users', 'cards', 'notifications'], entities: [comments] });
