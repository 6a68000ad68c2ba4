// Every noun with every verb and every scope: what permission sets are made of. A noun is opened to change it.

import { Checkbox, Chip, TextInput, UnstyledButton } from '@mantine/core';
import { IconChevronRight, IconSearch } from '@tabler/icons-react';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CatalogueTarget, RightsCatalogue } from '../../client/index.ts';
import { scopeName, verbName } from './catalogue.ts';
import { isCovered, isOn, type Lines, put, stateOf, type Tick, toggleAll } from './lines.ts';
import classes from './rights.module.css';

export interface MatrixProps {
  catalogue: RightsCatalogue;
  lines: Lines;
  onChange: (lines: Lines) => void;
}

const areas = ['business', 'administration'] as const;

export function Matrix({ catalogue, lines, onChange }: MatrixProps) {
  const { t } = useTranslation();
  const [sought, seek] = useState('');
  const [open, setOpen] = useState<string | null>(null);
  const fits = (noun: CatalogueTarget) => noun.label.toLocaleLowerCase().includes(sought.trim().toLocaleLowerCase());
  return (
    <div className={classes.groups}>
      <TextInput
        leftSection={<IconSearch size={16} />}
        aria-label={t('rights.findNoun')}
        placeholder={t('rights.findNoun')}
        value={sought}
        onChange={(event) => seek(event.currentTarget.value)}
      />
      {areas.map((area) => {
        const nouns = catalogue.targets.filter((noun) => noun.area === area && fits(noun));
        // All business records would turn all others on: each is ticked for itself.
        const ticks = nouns.filter(({ target }) => target !== '*').map(everything);
        const state = stateOf(lines, ticks, () => area === 'business');
        if (nouns.length === 0) return null;
        return (
          <section key={area} className={classes.group} aria-label={t(`rights.areas.${area}`)}>
            <div className={classes.groupHead}>
              <h3 className={classes.groupTitle}>{t(`rights.areas.${area}`)}</h3>
              <Checkbox
                label={t('rights.checkAll')}
                aria-label={`${t('rights.checkAll')}: ${t(`rights.areas.${area}`)}`}
                checked={state.all}
                indeterminate={state.on > 0 && !state.all}
                disabled={ticks.every(({ gives }) => !gives)}
                onChange={() => onChange(toggleAll(lines, ticks, () => area === 'business'))}
              />
            </div>
            <ul className={classes.nouns}>
              {nouns.map((noun) => (
                <Noun
                  key={noun.target}
                  noun={noun}
                  lines={lines}
                  onChange={onChange}
                  open={open === noun.target}
                  onOpen={() => setOpen(open === noun.target ? null : noun.target)}
                />
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

/** All verbs on all records. */
function everything({ target, verbs, scopes }: CatalogueTarget): Tick {
  return { target, verb: '*', scope: 'all', gives: scopes.includes('all') && (verbs[0]?.gives.includes('all') ?? false) };
}

interface NounProps {
  noun: CatalogueTarget;
  lines: Lines;
  onChange: (lines: Lines) => void;
  open: boolean;
  onOpen: () => void;
}

function Noun({ noun, lines, onChange, open, onOpen }: NounProps) {
  const { t } = useTranslation();
  const business = noun.area === 'business';
  const whole = everything(noun);
  const own = lines.some(({ target }) => target === noun.target);
  const on = isOn(lines, whole, business);
  return (
    <li>
      <div className={classes.noun}>
        <Checkbox
          aria-label={t('rights.everythingOf', { noun: noun.label })}
          checked={on}
          indeterminate={own && !on}
          disabled={!whole.gives || isCovered(lines, whole, business)}
          // What stood in single lines is in the one line for everything.
          onChange={(event) => {
            const others = lines.filter(({ target }) => target !== noun.target);
            onChange(event.currentTarget.checked ? put(others, whole, true) : others);
          }}
        />
        <UnstyledButton className={classes.nounHead} onClick={onOpen} aria-expanded={open}>
          <span className={classes.nounName}>{noun.label}</span>
          <span className={classes.quiet}>{summary(t, noun, lines)}</span>
          <IconChevronRight size={16} className={classes.chevron} data-open={open || undefined} aria-hidden="true" />
        </UnstyledButton>
      </div>
      {open && (
        <div className={classes.verbs}>
          {noun.verbs.map(({ verb, label, gives }) => (
            <fieldset key={verb} className={classes.verb} aria-label={`${noun.label}: ${verbName(t, verb, label)}`}>
              <span className={classes.verbName}>{verbName(t, verb, label)}</span>
              <span className={classes.scopes}>
                {noun.scopes.map((scope) => {
                  const tick = { target: noun.target, verb, scope };
                  const covered = isCovered(lines, tick, business);
                  return (
                    <Chip
                      key={scope}
                      size="xs"
                      checked={isOn(lines, tick, business)}
                      disabled={covered || !gives.includes(scope)}
                      title={covered ? t('rights.byWider') : gives.includes(scope) ? undefined : t('rights.notYours')}
                      onChange={(checked) => onChange(put(lines, tick, checked))}
                    >
                      {scopeName(t, scope)}
                    </Chip>
                  );
                })}
              </span>
            </fieldset>
          ))}
        </div>
      )}
    </li>
  );
}

/** `View: all · Edit: own, own department`. */
export function summary(t: TFunction, noun: Pick<CatalogueTarget, 'target' | 'verbs'>, lines: Lines): string {
  return lines
    .filter(({ target }) => target === noun.target)
    .map(({ verb, scopes }) => {
      const label = noun.verbs.find((one) => one.verb === verb)?.label;
      return `${verbName(t, verb, label)}: ${(scopes ?? []).map((scope) => scopeName(t, scope).toLocaleLowerCase()).join(', ')}`;
    })
    .join(' · ');
}
