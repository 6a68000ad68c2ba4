// Deals with their lines.

import { defineModule } from '../../schema/index.ts';
import { deals } from './deal.ts';
import { demo } from './demo.ts';

export { deals };

export default defineModule({ name: 'deals', needs: ['accounts', 'contacts', 'products', 'dashboards', 'demo'], entities: [deals], demo });
