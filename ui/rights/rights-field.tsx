// Lines of rights in a form and on a record's page: ticks instead of names typed as text.

import { useTranslation } from 'react-i18next';
import type { FieldDescription, FieldLine, GrantLine } from '../../client/index.ts';
import { inWords } from '../i18n.ts';
import { useSetup } from '../queries.ts';
import { scopeName, useCatalogue, verbName } from './catalogue.ts';
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

/** The same to read: one line for each noun. */
export function RightsShown({ field, value }: { field: FieldDescription; value: unknown }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const noun = (target: string) => {
    if (target === '*') return t('rights.allBusiness');
    if (isFeature(target)) return t(`rights.features.${target.slice(8)}`, { defaultValue: target.slice(8) });
    return entities.find(({ name }) => name === target)?.plural ?? inWords(target);
  };
  const words = (line: GrantLine | FieldLine) => {
    const known = entities.find(({ name }) => name === line.target);
    if ('field' in line)
      return `${known?.fields.find(({ name }) => name === line.field)?.label ?? line.field}: ${t(`rights.field.${line.right}`)}`;
    if (isFeature(line.target)) return t('rights.on');
    const action = known?.actions.find(({ verb }) => verb === line.verb)?.label;
    const verb = verbName(
      t,
      line.verb,
      t(`rights.verbs.${line.verb === '*' ? 'every' : line.verb}`, { defaultValue: action ?? line.verb }),
    );
    return `${verb}: ${(line.scopes ?? []).map((scope) => scopeName(t, scope).toLocaleLowerCase()).join(', ')}`;
  };
  const lines = (Array.isArray(value) ? value : []) as (GrantLine | FieldLine)[];
  const targets = [...new Set(lines.map(({ target }) => target))];
  return (
    <section aria-label={field.label}>
      <h3 className={classes.groupTitle}>{field.label}</h3>
      {targets.length === 0 && <p className={classes.quiet}>{t('lines.none')}</p>}
      <dl className={classes.shown}>
        {targets.map((target) => (
          <div key={target} className={classes.shownRow}>
            <dt>{noun(target)}</dt>
            <dd>
              {lines
                .filter((line) => line.target === target)
                .map(words)
                .join(' · ')}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
