// Everything billable.

import { defineModule } from '../../schema/index.ts';
import { productCategories } from './category.ts';
import { demo } from './demo.ts';
import { products } from './product.ts';

export { productsOf } from './of-lines.ts';
export { products };

export default defineModule({ name: 'products', needs: ['accounts', 'demo'], entities: [products, productCategories], demo });
