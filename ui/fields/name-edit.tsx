// What a text may name, chosen from a list: nobody has to know how the house spells it (row CS-013).

import { MultiSelect, Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { currencyCodes } from '../../schema/index.ts';
import { currentLanguage } from '../i18n.ts';
import { useSetup } from '../queries.ts';
import { useInputProps } from './input.ts';
import type { EditProps } from './widget.ts';

export function NameEdit({ value, onChange, onCommit, ...props }: EditProps<string>) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { names } = props.field;
  const input = useInputProps(props);
  if (names === 'currencies') {
    return (
      <MultiSelect
        {...input}
        data={currenciesByName()}
        value={value?.match(/[A-Z]{3}/g) ?? []}
        onChange={(codes) => onChange(codes.join(', ') || null)}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': t('field.clear') }}
      />
    );
  }
  const all = names === 'owned_noun' ? [{ value: '*', label: t('field.allBusiness') }] : [];
  const data = names === 'time_zone' ? zones(value) : [...all, ...nounsOf(entities, names, value)];
  return (
    <Select
      {...input}
      data={data}
      value={value}
      onChange={(next) => {
        onChange(next);
        onCommit?.(next);
      }}
      searchable
      clearable={!(props.required ?? props.field.required)}
      nothingFoundMessage={t('field.nothingFound')}
    />
  );
}

/** A value that is there stays in the list, also where its noun is switched off or out of reach. */
function nounsOf(entities: readonly EntityDescription[], names: FieldDescription['names'], value: string | null) {
  const nouns = entities
    .filter(({ area, single }) => (names === 'any_noun' ? !single : area === 'business'))
    .filter(({ owned }) => owned || names !== 'owned_noun')
    .map(({ name, plural }) => ({ value: name, label: plural }));
  const known = value === null || value === '*' || nouns.some((noun) => noun.value === value);
  return known ? nouns : [...nouns, { value, label: value }];
}

function zones(value: string | null): string[] {
  const all = Intl.supportedValuesOf('timeZone');
  return value === null || all.includes(value) ? all : [value, ...all];
}

function currenciesByName() {
  const names = new Intl.DisplayNames([currentLanguage()], { type: 'currency' });
  return currencyCodes.map((code) => ({ value: code, label: `${code} · ${names.of(code) ?? code}` }));
}
