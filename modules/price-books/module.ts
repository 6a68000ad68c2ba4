// Price books: what single customers pay.

import { defineModule } from '../../schema/index.ts';
import { demo } from './demo.ts';
import { priceBooks } from './price-book.ts';

export { type Book, booksOf } from './price-book.ts';

export default defineModule({
  name: 'price-books',
  needs: ['accounts', 'products', 'money', 'taxes', 'demo'],
  entities: [priceBooks],
  demo,
});
