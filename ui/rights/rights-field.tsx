// Lines of rights in a form and on a record's page: ticks instead of names typed as text.

import { useTranslation } from 'react-i18next';
import type { FieldDescription, FieldLine, GrantLine } from '../../client/index.ts';
import { OWN_VERBS } from '../../schema/index.ts';
import { inWords } from '../i18n.ts';
import { useSetup } from '../queries.ts';
import { scopesInWords, useCatalogue, verbName } from './catalogue.ts';
import { FieldRights } from './field-rights.tsx';
import { isFeature, type Lines } from './lines.ts';
import classes from './rights.module.css';
import { RightsEditor } from './rights-editor.tsx';

export interface RightsFieldProps {
  entity: string;
  field: FieldDescription;
  value: unknown;
  onChange: (rows: readonly object[]) => void;
  problems: Readonly<Record<string, string>>;
}

export function RightsField({ entity, field, value, onChange, problems }: RightsFieldProps) {
  const { catalogue } = useCatalogue();
  const lines = Array.isArray(value) ? value : [];
  const told = [...new Set(Object.entries(problems).flatMap(([name, text]) => (name.split('.')[0] === field.name ? [text] : [])))];
  return (
    <section aria-label={field.label} className={classes.editor}>
      <h3 className={classes.groupTitle}>{field.label}</h3>
      {told.map((text) => (
        <p key={text} className={classes.problem} role="alert">
          {text}
        </p>
      ))}
      {hasScopes(field) ? (
        <RightsEditor
          lines={lines as Lines}
          onChange={onChange}
          byDefault={entity === 'departments'}
          start={entity === 'permission_sets' ? 'all' : 'groups'}
        />
      ) : (
        catalogue && <FieldRights catalogue={catalogue} lines={lines as FieldLine[]} onChange={onChange} />
      )}
    </section>
  );
}

function hasScopes(field: FieldDescription): boolean {
  return field.fields?.some(({ name }) => name === 'scopes') ?? false;
}

/** Seeing first, as everywhere; actions last. */
function inOrder(lines: Lines): Lines {
  const rank = ({ verb }: GrantLine) => (['*', ...OWN_VERBS, verb] as readonly string[]).indexOf(verb);
  return lines.toSorted((one, other) => rank(one) - rank(other));
}

/** The same to read: one line for each noun, in which verbs of the same reach stand together. */
export function RightsShown({ field, value }: { field: FieldDescription; value: unknown }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const noun = (target: string) => {
    if (target === '*') return t('rights.allBusiness');
    if (isFeature(target)) return t(`rights.features.${target.slice(8)}`, { defaultValue: target.slice(8) });
    return entities.find(({ name }) => name === target)?.plural ?? inWords(target);
  };
  const described = (target: string) => entities.find(({ name }) => name === target);
  const cut = ({ target, field: name, right }: FieldLine) =>
    `${described(target)?.fields.find((one) => one.name === name)?.label ?? name}: ${t(`rights.field.${right}`)}`;
  const verb = ({ target, verb: name }: GrantLine) =>
    verbName(
      t,
      name,
      t(`rights.verbs.${name}`, { defaultValue: described(target)?.actions.find((action) => action.verb === name)?.label }),
    );
  const granted = (own: Lines) =>
    [...Map.groupBy(inOrder(own), ({ scopes }) => scopesInWords(t, scopes ?? []))].map(
      ([scopes, same]) => `${same.map(verb).join(', ')}: ${scopes}`,
    );
  const words = (target: string, own: Lines | readonly FieldLine[]) => {
    if (!hasScopes(field)) return (own as readonly FieldLine[]).map(cut);
    return isFeature(target) ? [t('rights.on')] : granted(own as Lines);
  };
  const targets = [...Map.groupBy((Array.isArray(value) ? value : []) as Lines, ({ target }) => target)];
  return (
    <section aria-label={field.label}>
      <h3 className={classes.groupTitle}>{field.label}</h3>
      {targets.length === 0 && <p className={classes.quiet}>{t('lines.none')}</p>}
      <dl className={classes.shown}>
        {targets.map(([target, own]) => (
          <div key={target} className={classes.shownRow}>
            <dt>{noun(target)}</dt>
            <dd>{words(target, own).join(' · ')}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
