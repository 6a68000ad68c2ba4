// Record pages, and what phones show, as an administrator sets them up.

import type { Context } from '../../engine/index.ts';
import { defineModule } from '../../schema/index.ts';
import { cardSettings } from './card-settings.ts';
import { phoneSettings } from './phone-settings.ts';

export { cardSettings };

export interface DiscussionSettings {
  readonly discussion: boolean;
  readonly commenters: string;
  readonly comment_notices: string;
}

const usual: DiscussionSettings = { discussion: true, commenters: 'readers', comment_notices: 'participants' };

/** How records of this noun are talked about; as usual where nobody has said otherwise. */
export async function discussionOf(context: Context, entity: string): Promise<DiscussionSettings> {
  const { records } = await context.system('reads how a noun is talked about').records.list('card_settings', {
    filter: { kind: 'binary', op: '=', left: { kind: 'path', path: ['entity'] }, right: { kind: 'text', value: entity } },
    fields: ['discussion', 'commenters', 'comment_notices'],
    limit: 1,
  });
  return { ...usual, ...(records[0] as Partial<DiscussionSettings> | undefined) };
}

export default defineModule({ name: 'cards', needs: ['dashboards'], entities: [cardSettings, phoneSettings] });
