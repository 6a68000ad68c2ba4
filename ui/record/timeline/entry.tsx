// The frame of one entry: face or icon, who did what when, where, and what there is to it.

import type { ReactNode } from 'react';
import type { AnyReference } from '../../../client/index.ts';
import { Face } from '../../fields/face.tsx';
import { formatDateTime } from '../../fields/format.ts';
import { currentLanguage } from '../../i18n.ts';
import { entityIcon } from '../../icons.ts';
import { useEntity } from '../../queries.ts';
import { RecordLink } from '../../shell/record-link.tsx';
import { whenText } from '../when.ts';
import classes from './timeline.module.css';

export interface EntryFrameProps {
  who: string;
  what: ReactNode;
  at: string;
  place: AnyReference | null;
  /** Instead of the face. */
  icon?: ReactNode;
  /** Buttons at the end of the line. */
  beside?: ReactNode;
  children?: ReactNode;
}

export function EntryFrame({ who, what, at, place, icon, beside, children }: EntryFrameProps) {
  const language = currentLanguage();
  return (
    <li className={classes.entry}>
      <span className={classes.mark}>{icon ? <span className={classes.icon}>{icon}</span> : <Face name={who} size={26} />}</span>
      <div className={classes.body}>
        <div className={classes.head}>
          <span className={classes.who}>
            <b>{who}</b> {what}
          </span>
          <time className={classes.when} dateTime={at} title={formatDateTime(at, language)}>
            {whenText(at, language)}
          </time>
          {beside && <span className={classes.beside}>{beside}</span>}
        </div>
        {place && <Place place={place} />}
        {children}
      </div>
    </li>
  );
}

function Place({ place }: { place: AnyReference }) {
  const entity = useEntity(place.entity);
  const Icon = entityIcon(entity?.icon ?? 'database');
  return (
    <div className={classes.place}>
      <Icon size={13} stroke={1.7} aria-hidden="true" />
      <RecordLink entity={place.entity} id={place.id} className={classes.link}>
        {place.title || entity?.label}
      </RecordLink>
    </div>
  );
}
