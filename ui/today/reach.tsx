// How to reach a contact: phone and mail to press.

import { IconMail, IconPhone } from '@tabler/icons-react';
import classes from './today.module.css';

export function Reach({ record }: { record: Readonly<Record<string, unknown>> }) {
  const numbers = [record.phone, record.mobile].filter((number): number is string => typeof number === 'string' && number !== '');
  const mail = typeof record.email === 'string' && record.email !== '' ? record.email : null;
  if (numbers.length === 0 && !mail) return null;
  return (
    <div className={classes.reach}>
      {numbers.map((number) => (
        <a key={number} href={`tel:${number.replace(/[^\d+*#]/g, '')}`} className={classes.call}>
          <IconPhone size={16} aria-hidden="true" />
          {number}
        </a>
      ))}
      {mail && (
        <a href={`mailto:${mail}`} className={classes.call}>
          <IconMail size={16} aria-hidden="true" />
          {mail}
        </a>
      )}
    </div>
  );
}
