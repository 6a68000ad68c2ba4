// One run of a workflow for one record: queue and log in one, written by the house alone.

import {
  anyReference,
  byTheHouse,
  datetime,
  defineAction,
  defineEntity,
  integer,
  json,
  picklist,
  text,
  textArea,
  user,
} from '../../schema/index.ts';
import { cancel, retry, undo } from './run-actions.ts';

/**
 * `chain`: names of the workflows that led here, the first one first. `log`: what came of each step,
 * `[{"step": 1, "kind": "update", "at": "…Z", "state": "done", "message": null, "records": [{"entity": "tasks", "id": "…"}]}]`, with `state`
 * one of `done`, `failed` and `retried`; values of fields are not in it, they are in the history of the records.
 * `job`: what `POST undo/{job}` takes to take back all that the run wrote; runs of one mass edit share it.
 */
export const workflowRuns = defineEntity('workflow_runs', {
  label: 'Workflow run',
  plural: 'Workflow runs',
  icon: 'history',
  title: 'name',
  area: 'administration',
  owned: false,
  menu: false,
  searchable: false,
  access: byTheHouse,
  fields: {
    name: text({ label: 'Workflow', required: true, readOnly: true, length: 120, help: 'As it was called then.' }),
    workflow: anyReference(['workflows'], { label: 'Workflow today', readOnly: true }),
    about: anyReference(['*'], { label: 'Record', readOnly: true }),
    entity: text({ label: 'Module', readOnly: true, length: 63, names: 'noun' }),
    event: picklist(
      [
        { value: 'created', label: 'Made' },
        { value: 'changed', label: 'Changed' },
        { value: 'deleted', label: 'Deleted' },
      ],
      { readOnly: true },
    ),
    changed: json({
      label: 'Changed fields',
      readOnly: true,
      length: 10_000,
      help: 'Names of those that set it off; empty where it was made or deleted.',
    }),
    change: text({ readOnly: true, length: 20, help: 'Number of the change in the history.' }),
    by: user({ label: 'Changed by', readOnly: true }),
    by_name: text({ label: 'Name of whoever changed it', readOnly: true, length: 250 }),
    state: picklist(
      [
        { value: 'waiting', label: 'Waiting', color: 'blue' },
        { value: 'running', label: 'Running', color: 'blue' },
        { value: 'done', label: 'Done', color: 'green' },
        { value: 'skipped', label: 'Skipped', color: 'gray' },
        { value: 'failed', label: 'Failed', color: 'red' },
        { value: 'stopped', label: 'Stopped', color: 'orange' },
      ],
      { required: true, readOnly: true, default: '"waiting"', indexed: true },
    ),
    step: integer({ label: 'Next step', readOnly: true, default: '1', help: 'Counted from 1; of a failed run the one that failed.' }),
    steps: integer({ label: 'Steps', readOnly: true }),
    due_at: datetime({ label: 'Due', readOnly: true, indexed: true, help: 'Empty: nothing is to be done any more.' }),
    attempts: integer({ label: 'Tries', readOnly: true, default: '0' }),
    started_at: datetime({ label: 'Started', readOnly: true }),
    finished_at: datetime({ label: 'Finished', readOnly: true, indexed: true }),
    message: textArea({ readOnly: true }),
    log: json({ label: 'Steps done', readOnly: true, length: 100_000 }),
    depth: integer({ readOnly: true, default: '0', help: 'How many workflows led to it.' }),
    chain: json({ readOnly: true, length: 10_000, help: 'Their names.' }),
    // The id in `about`: to read it there is to look for its title in every noun.
    record: text({ internal: true, length: 36 }),
    // The workflows and records that led to it, to know a loop by.
    trail: json({ internal: true, length: 10_000 }),
    job: text({ label: 'Work', readOnly: true, length: 36, indexed: true, help: 'What is taken back when the run is undone.' }),
  },
  list: { columns: ['created_at', 'name', 'about', 'event', 'state', 'step', 'due_at', 'message', 'by_name'], sort: '-created_at' },
  board: null,
  actions: {
    retry: defineAction({ label: 'Try again', when: 'state in ("failed", "stopped")', run: retry }),
    cancel: defineAction({ label: 'Cancel', when: 'state = "waiting"', run: cancel }),
    undo: defineAction({ label: 'Undo the run', when: 'job is not empty', run: undo }),
  },
  blocks: [
    { label: 'Workflow run', fields: ['name', 'workflow', 'about', 'entity', 'state', 'message'] },
    { label: 'Cause', fields: ['event', 'changed', 'change', 'by', 'by_name', 'depth', 'chain'] },
    { label: 'Steps', fields: ['step', 'steps', 'due_at', 'attempts', 'started_at', 'finished_at', 'log', 'job'] },
  ],
});
