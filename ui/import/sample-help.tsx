// What a file may hold: a sample to fill in, and all fields with their types and the values that are allowed.

import { Anchor, Button, Collapse } from '@mantine/core';
import { IconChevronDown, IconChevronRight, IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { useSetup } from '../queries.ts';
import { client } from '../workspace.ts';
import { importableFields } from './choices.ts';
import classes from './import.module.css';

export function SampleHelp({ entity }: { entity: EntityDescription }) {
  const { t, i18n } = useTranslation();
  const [open, setOpen] = useState(false);
  // As in the sample: the id is for records that were exported before.
  const fields = importableFields(entity).filter(({ name }) => name !== 'id');
  return (
    <div className={classes.sample}>
      <span className={classes.sampleLinks}>
        <IconDownload size={16} stroke={1.5} aria-hidden="true" />
        {t('import.sample')}
        {(['xlsx', 'csv'] as const).map((format) => (
          <Anchor key={format} size="sm" href={client.imports.sampleUrl(entity.name, format, i18n.language)} download>
            {t(`list.exportAs.${format}`)}
          </Anchor>
        ))}
      </span>
      <p className={classes.quiet}>{t('import.sampleHint')}</p>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        justify="start"
        onClick={() => setOpen((was) => !was)}
        aria-expanded={open}
        leftSection={open ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
      >
        {t('import.fields', { count: fields.length })}
      </Button>
      <Collapse expanded={open}>
        <ul className={classes.sampleFields}>
          {fields.map((field) => (
            <SampleField key={field.name} field={field} />
          ))}
        </ul>
      </Collapse>
    </div>
  );
}

function SampleField({ field }: { field: FieldDescription }) {
  const { t, i18n } = useTranslation();
  const allowed = useAllowed(field);
  return (
    <li>
      <span className={classes.fieldName}>{field.label}</span> <code className={classes.quiet}>{field.name}</code>
      <div className={classes.quiet}>
        {i18n.exists(`fieldType.${field.type}`) ? t(`fieldType.${field.type}`) : field.type}
        {field.required && ` · ${t(field.default === null ? 'import.required' : 'import.requiredPreset')}`}
      </div>
      {allowed && <div className={classes.quiet}>{allowed}</div>}
    </li>
  );
}

/** Options by what they are called; for links, whose titles are expected. */
function useAllowed({ options, open, to }: FieldDescription): string | null {
  const { t } = useTranslation();
  const { entities } = useSetup();
  if (options.length > 0)
    return t(open ? 'import.forExample' : 'import.allowed', {
      values: options
        .filter(({ active }) => active)
        .map(({ label }) => label)
        .join(', '),
    });
  const nouns = entities.filter((noun) => to.includes(noun.name)).map(({ plural }) => plural);
  return nouns.length > 0 ? t('import.titlesOf', { nouns: nouns.join(', ') }) : null;
}
