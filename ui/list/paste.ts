// Text from a clipboard as values of fields: as it would be read from a file, and what people see, dates and labels in their language.

import type { EntityDescription, FieldDescription } from '../../client/index.ts';
import { fieldTypes, fold } from '../../schema/index.ts';
import { localToday, parseDateText } from '../fields/date-text.ts';
import { widgetFor } from '../fields/lookup.ts';
import { toField } from '../form/described-schema.ts';
import { currentLanguage } from '../i18n.ts';
import { client } from '../workspace.ts';

/** The value; a text that could not be read stays as it is, and the server says what is wrong with it. */
export async function readCell(field: FieldDescription, text: string, entities: readonly EntityDescription[]): Promise<unknown> {
  const trimmed = text.trim();
  if (trimmed === '') return null;
  const language = currentLanguage();
  switch (widgetFor(field).comparedAs) {
    case 'option': {
      const option = field.options.find(({ value, label }) => [value, label].some((word) => fold(word) === fold(trimmed)));
      if (option && fieldTypes[field.type]?.columns(toField(field)).length === 1 && field.type !== 'multi_picklist') return option.value;
      break;
    }
    case 'date': {
      const date = parseDateText(trimmed, language, localToday());
      if (date && field.type === 'date') return date;
      break;
    }
    case 'number': {
      // `1 234,50` where the comma is the decimal mark; spaces of all kinds part thousands.
      const plain = trimmed.replace(/[\s\u00a0\u202f]/g, '').replace('\u2212', '-');
      const [, sign = '', digits = ''] = /^(-?)[^\d-]*([\d.,]+)[^\d]*$/.exec(plain) ?? [];
      const amount = digits && /,\d{1,2}$/.test(digits) ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '');
      const parsed = amount ? fieldTypes[field.type]?.parse(`${sign}${amount}`, toField(field), {}) : undefined;
      if (parsed?.ok) return parsed.value;
      break;
    }
    case 'record':
      return (await findByTitle(field, trimmed, entities)) ?? text;
  }
  const parsed = fieldTypes[field.type]?.parse(trimmed, toField(field), {});
  return parsed?.ok ? parsed.value : text;
}

async function findByTitle(field: FieldDescription, title: string, entities: readonly EntityDescription[]): Promise<unknown> {
  for (const target of entities.filter((entity) => field.to.includes(entity.name) && entity.can.view)) {
    const { records } = await client.records(target.name).list({ q: title, fields: ['id', ...target.title], limit: 20 });
    const found = records.find(
      (record) =>
        fold(
          target.title
            .map((name) => String(record[name] ?? ''))
            .join(' ')
            .trim(),
        ) === fold(title),
    );
    if (found) return { id: found.id, title, ...(field.to.length > 1 ? { entity: target.name } : {}) };
  }
  return null;
}
