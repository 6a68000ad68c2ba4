// file and image: shown as a link or a picture.

import type { Reference } from '../../client/index.ts';
import { client } from '../workspace.ts';
import classes from './fields.module.css';
import { lazyEdit } from './lazy-edit.tsx';
import type { ShowProps, Widget } from './widget.ts';

export const fileWidget: Widget<Reference> = {
  Show: ({ value, place }) => (
    <a href={client.files.url(value.id)} className={`${classes.link} ${place === 'page' ? classes.wrap : ''}`} download>
      {value.title}
    </a>
  ),
  Edit: lazyEdit('FileEdit'),
  text: (value) => value.title,
  toWire: (value) => value.id,
  formOnly: true,
};

export const imageWidget: Widget<Reference> = {
  ...fileWidget,
  Show: ({ value, place }: ShowProps<Reference>) => (
    <img src={client.files.url(value.id)} alt={value.title} className={place === 'page' ? classes.picture : classes.thumb} loading="lazy" />
  ),
  Edit: lazyEdit('ImageEdit'),
};
