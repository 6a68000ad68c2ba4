// What the page of a noun's records shows beside its fields, as an administrator wishes: discussion, steps, quick view, related lists.

import { checkbox, defineEntity, json, picklist, text } from '../../schema/index.ts';
import { checkCard } from './check.ts';

/** Discussion on the card (rows CS-080, CS-081); steps (CS-038); quick view (CS-036); field change log (CS-076); arrangement (CS-033). One record a noun. */
export const cardSettings = defineEntity('card_settings', {
  label: 'Record page',
  plural: 'Record pages',
  icon: 'id',
  title: 'entity',
  area: 'administration',
  owned: false,
  searchable: false,
  // Whoever sees records sees them as they were set up. Changing that is granted.
  access: { view: 'true' },
  fields: {
    entity: text({ label: 'Module', required: true, unique: true, length: 120, names: 'any_noun', example: 'accounts' }),
    discussion: checkbox({ default: 'true', help: 'Comments on the page of each record.' }),
    comment_order: picklist(
      [
        { value: 'newest', label: 'Newest first' },
        { value: 'oldest', label: 'Oldest first' },
      ],
      { label: 'Order of comments', required: true, default: '"newest"' },
    ),
    commenters: picklist(
      [
        { value: 'readers', label: 'Whoever sees the record' },
        { value: 'editors', label: 'Whoever may change the record' },
        { value: 'nobody', label: 'Nobody' },
      ],
      { label: 'Who comments', required: true, default: '"readers"' },
    ),
    comment_notices: picklist(
      [
        { value: 'mentioned', label: 'Who is mentioned' },
        { value: 'owner', label: 'The owner too' },
        { value: 'participants', label: 'The owner and who commented before' },
      ],
      { label: 'Who is told of comments', required: true, default: '"participants"' },
    ),
    steps: json({ length: 2000, help: 'Names of picklists that are shown as steps.' }),
    quick_view: json({ length: 4000, help: 'Names of the fields that the quick view shows, in order.' }),
    change_log: json({ length: 4000, help: 'Names of the fields whose changes have a block of their own.' }),
    parts: json({
      label: 'Parts of the page',
      length: 40_000,
      help: 'Parts in order: {"part":"timeline","tab":"Work","width":"half","hidden":false}.',
    }),
    related: json({ length: 20_000, help: 'Related lists in order: {"list":"deals","tab":"Sales","hidden":false}.' }),
  },
  list: { columns: ['entity', 'discussion', 'commenters', 'updated_at'], sort: 'entity' },
  hooks: { beforeSave: checkCard },
});
