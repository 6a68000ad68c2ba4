// An option of a choice, as rows of what describes the choice.

import { checkbox, defineEntity, text } from '../../schema/index.ts';

export const fieldOptions = options('custom_field_options');
export const settingOptions = options('field_setting_options');

function options<const Name extends string>(name: Name) {
  return defineEntity(name, {
    label: 'Option',
    plural: 'Options',
    area: 'administration',
    fields: {
      value: text({ required: true, length: 250 }),
      label: text({ length: 250 }),
      color: text({ length: 30 }),
      active: checkbox({ default: 'true', help: 'Without the tick it stays readable on old records but can’t be chosen.' }),
    },
  });
}
