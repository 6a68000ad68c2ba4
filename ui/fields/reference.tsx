// reference, user, owner: one record elsewhere, shown as a link to it.

import type { Reference } from '../../client/index.ts';
import { RecordLink } from '../shell/record-link.tsx';
import { Face } from './face.tsx';
import classes from './fields.module.css';
import { lazyEdit } from './lazy-edit.tsx';
import { PeekButton } from './peek-button.tsx';
import type { ShowProps, Widget } from './widget.ts';

export const referenceWidget: Widget<Reference> = {
  Show: ({ value, field, place }) => <ReferenceLink entity={field.to[0]} value={value} wrap={place === 'page'} />,
  Edit: lazyEdit('ReferencePicker'),
  text: (value) => value.title,
  toWire: (value) => value.id,
  width: 190,
  comparedAs: 'record',
  linked: true,
};

export const userWidget: Widget<Reference> = { ...referenceWidget, Show: ShowPerson, width: 160, linked: false };

export const ownerWidget: Widget<Reference> = { ...userWidget };

export function ReferenceLink({ entity, value, wrap }: { entity: string | undefined; value: Reference; wrap?: boolean }) {
  if (!entity) return value.title;
  const link = (
    <RecordLink entity={entity} id={value.id} className={`${classes.link} ${wrap ? classes.wrap : ''}`} tabIndex={wrap ? undefined : -1}>
      {value.title}
    </RecordLink>
  );
  if (!wrap) return link;
  return (
    <>
      {link}
      <PeekButton of={`${entity}/${value.id}`} title={value.title} />
    </>
  );
}

function ShowPerson({ value }: ShowProps<Reference>) {
  return (
    <span className={classes.person}>
      <Face name={value.title} />
      <span className={classes.personName}>{value.title}</span>
    </span>
  );
}
