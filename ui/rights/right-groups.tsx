// Rights as groups of ticks, each with "Check all" (rows SC-09 to SC-13, SC-20, SC-26).

import { Badge, Checkbox } from '@mantine/core';
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { RightsCatalogue } from '../../client/index.ts';
import { type GroupName, groupsOf, isOn, isOwn, type Lines, putRight, type Right, stateOf, toggleAll } from './lines.ts';
import classes from './rights.module.css';

export interface RightGroupsProps {
  catalogue: RightsCatalogue;
  lines: Lines;
  onChange: (lines: Lines) => void;
  /** What a department gives to new users: passing on rights is not among it. */
  byDefault: boolean;
}

const order: readonly GroupName[] = ['functions', 'menu', 'same', 'below'];

export function RightGroups({ catalogue, lines, onChange, byDefault }: RightGroupsProps) {
  const groups = groupsOf(catalogue, byDefault);
  const business = new Set(catalogue.targets.filter(({ area }) => area === 'business').map(({ target }) => target));
  return (
    <div className={classes.groups}>
      {order.map((name) => (
        <RightGroup
          key={name}
          name={name}
          rights={groups[name]}
          lines={lines}
          onChange={onChange}
          isBusiness={(one) => business.has(one)}
        />
      ))}
    </div>
  );
}

interface RightGroupProps {
  name: GroupName;
  rights: readonly Right[];
  lines: Lines;
  onChange: (lines: Lines) => void;
  isBusiness: (target: string) => boolean;
}

function RightGroup({ name, rights, lines, onChange, isBusiness }: RightGroupProps) {
  const { t } = useTranslation();
  const title = useId();
  const state = stateOf(lines, rights, isBusiness);
  if (rights.length === 0) return null;
  return (
    <section className={classes.group} aria-labelledby={title}>
      <div className={classes.groupHead}>
        <div className={classes.groupWords}>
          <h3 id={title} className={classes.groupTitle}>
            {t(`rights.groups.${name}`)}
          </h3>
          <span className={classes.quiet}>{t(`rights.groups.${name}Hint`)}</span>
        </div>
        <Badge variant="light" color="gray" tt="none">
          {t('rights.count', { on: state.on, of: state.of })}
        </Badge>
        <Checkbox
          label={t('rights.checkAll')}
          aria-label={`${t('rights.checkAll')}: ${t(`rights.groups.${name}`)}`}
          checked={state.all}
          indeterminate={state.on > 0 && !state.all}
          disabled={rights.every(({ gives }) => !gives)}
          onChange={() => onChange(toggleAll(lines, rights, isBusiness))}
        />
      </div>
      <div className={classes.ticks}>
        {rights.map((right) => {
          const on = isOn(lines, right, isBusiness(right.target));
          const wider = on && !isOwn(lines, right);
          return (
            <Checkbox
              key={right.key}
              label={right.action ? `${right.of}: ${right.action}` : right.of}
              checked={on}
              disabled={!right.gives || wider}
              title={wider ? t('rights.byWider') : right.gives ? undefined : t('rights.notYours')}
              onChange={(event) => onChange(putRight(lines, right, event.currentTarget.checked))}
            />
          );
        })}
      </div>
    </section>
  );
}
