// What makes duplicates in a new workspace: what people would say themselves. Administrators change it at will.

const exact = (field: string) => ({ field, how: 'exact' });
const normalised = (field: string) => ({ field, how: 'normalised' });
const similar = (field: string) => ({ field, how: 'similar' });

export const first = [
  {
    entity: 'accounts',
    duplicates: [[normalised('business_id')], [exact('email')], [normalised('phone')], [similar('name'), exact('city')]],
  },
  {
    entity: 'contacts',
    duplicates: [
      [exact('email')],
      [normalised('phone')],
      [normalised('mobile')],
      [similar('last_name'), exact('first_name'), exact('account')],
    ],
  },
  { entity: 'leads', duplicates: [[exact('email')], [normalised('phone')]] },
];
