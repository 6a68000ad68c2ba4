// Fields that administrators add at run time: a record here becomes a column of its entity as soon as it is saved. And what they
// change at the fields and forms that modules made.

import {
  checkbox,
  children,
  decimal,
  defineAction,
  defineEntity,
  defineModule,
  integer,
  references,
  text,
  textArea,
} from '../../schema/index.ts';
import { checkField } from './check.ts';
import { fieldSettings } from './field-setting.ts';
import { formLayouts } from './form-layout.ts';
import { fieldOptions } from './option.ts';
import { replaceInput, runReplacing, startReplacing } from './replace.ts';

export const customFields = defineEntity('custom_fields', {
  label: 'Custom field',
  plural: 'Custom fields',
  icon: 'forms',
  title: 'label',
  area: 'administration',
  owned: false,
  fields: {
    entity: text({ label: 'Module', required: true, length: 63, indexed: true, names: 'any_noun', example: 'accounts' }),
    label: text({ required: true, searched: true, length: 120 }),
    name: text({
      label: 'Name in the API',
      length: 63,
      example: 'region',
      help: 'And in formulas: c_ and what you give. Left empty, it is made of the label.',
    }),
    type: text({ required: true, length: 40, example: 'text' }),
    choices: children(fieldOptions, { label: 'Options', visibleIf: 'type in ("picklist", "radio", "multi_picklist")' }),
    // What `choices` come to, for the engine, which reads definitions of fields in one statement.
    options: textArea({ internal: true }),
    open: checkbox({ label: 'Other values welcome', visibleIf: 'type in ("picklist", "multi_picklist")' }),
    to: text({ label: 'Points to', length: 63, visibleIf: 'type in ("reference", "references")' }),
    block: text({ length: 120, help: 'Heading it stands under; a new heading makes a new block.' }),
    help: text({ label: 'Tip', length: 500 }),
    required: checkbox(),
    unique: checkbox(),
    searched: checkbox(),
    default: text({ length: 1000, help: 'An expression: "Oslo" in quotes, 5, today(), me().' }),
    visible_if: textArea({ label: 'Shown if', help: 'A condition over fields of the same record. Empty: always.' }),
    required_if: textArea({ label: 'Required if', help: 'A condition over fields of the same record.' }),
    formula: textArea({ help: 'An expression. The field is then computed and can’t be written.' }),
    length: integer({ label: 'Longest text', min: 1, max: 100_000 }),
    min: decimal(),
    max: decimal(),
    scale: integer({ label: 'Decimals', min: 0, max: 10 }),
    usable: checkbox({ default: 'true', help: 'Without the tick the field is hidden everywhere and keeps its data.' }),
    in_list: checkbox({ label: 'Show in the list', help: 'A column from the start; people choose columns of their own.' }),
    for_customers: checkbox({ label: 'Show to customers', help: 'In customer mode it is not there without the tick.' }),
    for_administrators: checkbox({ label: 'Only for administrators', help: 'Nobody else sees or fills it, wherever it is asked for.' }),
    departments: references('departments', { help: 'Only their users see and fill the field. Empty: everybody.' }),
    position: integer(),
  },
  rules: [
    {
      when: 'formula is not empty and (required or default is not empty or required_if is not empty)',
      field: 'formula',
      code: 'formula',
      message: 'leaves nothing to require or to preset',
    },
    {
      when: 'for_customers and for_administrators',
      field: 'for_customers',
      code: 'administrators',
      message: 'has no say: the field is for administrators alone',
    },
    { when: 'max < min', field: 'max', code: 'order', message: 'is less than the least value' },
  ],
  list: { columns: ['entity', 'label', 'name', 'type', 'required', 'usable', 'position'], sort: 'entity,position' },
  hooks: { beforeSave: checkField },
  actions: {
    replace_value: defineAction({
      label: 'Replace a value',
      when: 'type in ("picklist", "radio", "multi_picklist")',
      verb: 'update',
      input: replaceInput,
      run: startReplacing,
    }),
  },
});

export default defineModule({
  name: 'custom-fields',
  needs: ['departments'],
  features: { global_fields: 'Manage global extended fields' },
  entities: [customFields, fieldSettings, formLayouts],
  jobs: { replace_value: { run: runReplacing } },
});
