// Personal data: what somebody asked for about himself, what is handed out, and its erasure (row CS-082).

import { ERASED } from '../../engine/index.ts';
import { defineAction, defineModule, extend, text } from '../../schema/index.ts';
import { eraseAction, eraseJob, erasurePreview } from './erase.ts';
import { policy } from './policy.ts';
import { privacyRequests } from './request.ts';

export { privacyRequests };

const people = Object.keys(policy.people);

export default defineModule({
  name: 'privacy',
  needs: [
    'users',
    'contacts',
    'leads',
    'data-quality',
    'comments',
    'activities',
    'files',
    'notifications',
    'mail',
    'relations',
    'interest-groups',
  ],
  entities: [privacyRequests],
  extends: people.map((noun) =>
    extend(noun, {
      fields: {
        legal_hold: text({
          label: 'Legal hold',
          length: 250,
          help: 'Why the files and activities of this record must be kept, for example a dispute. An erasure leaves them.',
        }),
      },
      actions: {
        [ERASED]: defineAction({
          label: 'Erase personal data',
          verb: 'erase',
          input: { confirm: text({ label: 'Name of the record', required: true, length: 400 }) },
          run: eraseAction,
        }),
      },
    }),
  ),
  services: { erasure_preview: { summary: 'What an erasure of personal data would take away, and what stays', run: erasurePreview } },
  jobs: { [ERASED]: { run: eraseJob } },
});
