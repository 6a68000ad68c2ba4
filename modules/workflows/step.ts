// One step of a workflow: what is done, how long after the step before, and what with. Kinds share a row; each uses its own fields.

import { defineEntity, integer, json, picklist, text, textArea } from '../../schema/index.ts';

export const stepKinds = [
  { value: 'update', label: 'Change a record', color: 'blue' },
  { value: 'create', label: 'Make a record', color: 'green' },
  { value: 'mail', label: 'Send a mail', color: 'violet' },
  { value: 'notify', label: 'Tell a user', color: 'yellow' },
  { value: 'http', label: 'Call another program', color: 'orange' },
] as const;

const delayUnits = [
  { value: 'minutes', label: 'Minutes' },
  { value: 'hours', label: 'Hours' },
  { value: 'days', label: 'Days' },
  { value: 'weeks', label: 'Weeks' },
] as const;

const methods = ['POST', 'PUT', 'PATCH', 'DELETE', 'GET'] as const;

/**
 * Shapes of the fields in JSON:
 * - `assign`: `[{"field": "status", "value": "\"won\""}, {"field": "due_on", "value": "today() + 7"}]`, values are expressions over the
 *   record that started the workflow. Of an update without a target, and of one with, the fields are those of the record that is written.
 * - `answer`: `[{"field": "external_id", "path": "data.id"}]`, fields of the record itself, paths into the JSON that was answered.
 *
 * `target`: empty for the record itself; else references and lists of what refers to it, with points between: `account`,
 * `account.contacts`. `to`: lines or commas; each is an address, a login, or an expression that gives an address, a contact, a user or an
 * owner group (`owner`, `account.owner`, `contact`, `email`). `subject`, `text`, `address`, `headers`, `body`: text with tags as in
 * document templates, `{{account.name}}`, `[deal.name]`; headers one a line, `Name: value`, where `{{secret}}` stands for the secret of the
 * workflow.
 */
export const workflowSteps = defineEntity('workflow_steps', {
  label: 'Step',
  plural: 'Steps',
  icon: 'arrow-right',
  title: 'kind',
  fields: {
    kind: picklist(stepKinds, { required: true, default: '"update"' }),
    delay: integer({ label: 'Wait', min: 0, max: 100_000, required: true, default: '0', help: 'After the step before; 0: at once.' }),
    delay_unit: picklist(delayUnits, { label: 'Unit', required: true, default: '"days"', visibleIf: 'delay > 0' }),
    target: text({
      length: 250,
      visibleIf: 'kind = "update"',
      help: 'Empty: the record itself. A path leads to linked ones: account, account.contacts.',
    }),
    noun: text({ label: 'Module', length: 63, requiredIf: 'kind = "create"', visibleIf: 'kind = "create"', help: 'Of the new record.' }),
    assign: json({ label: 'Fields', length: 20_000, visibleIf: 'kind in ("update", "create")', example: null }),
    to: text({ label: 'To', length: 1000, requiredIf: 'kind in ("mail", "notify")', visibleIf: 'kind in ("mail", "notify")' }),
    subject: text({ length: 250, requiredIf: 'kind in ("mail", "notify")', visibleIf: 'kind in ("mail", "notify")' }),
    text: textArea({ length: 10_000, visibleIf: 'kind in ("mail", "notify")' }),
    method: picklist(methods, { default: '"POST"', requiredIf: 'kind = "http"', visibleIf: 'kind = "http"' }),
    address: text({ length: 2000, requiredIf: 'kind = "http"', visibleIf: 'kind = "http"', help: 'Begins with https://' }),
    headers: textArea({
      length: 4000,
      visibleIf: 'kind = "http"',
      help: 'One a line: Name: value. {{secret}} is the secret of the workflow.',
    }),
    body: textArea({ length: 50_000, visibleIf: 'kind = "http"', help: 'Empty: the record as JSON.' }),
    answer: json({ label: 'From the answer', length: 4000, visibleIf: 'kind = "http"', example: null }),
  },
});
