// Mails that Kontor sends.

import { defineModule } from '../../schema/index.ts';
import { mailSettings } from './mail-settings.ts';

export { mailSettings };

export default defineModule({ name: 'mail', needs: ['general'], entities: [mailSettings] });
