// Running numbers of modules: prefix, next number, and numbers for what was there before.

import { type BoundContext, type Context, countUnnumbered, nextNumber, notGranted, numberUnnumbered } from '../../engine/index.ts';
import { defineModule, mayBeNumbered, NUMBER } from '../../schema/index.ts';
import { numberings } from './numbering.ts';

export { nextNumberInput } from './numbering.ts';

interface NumberedModule {
  readonly entity: string;
  /** English. */
  readonly label: string;
  readonly icon: string;
  /** The module numbers by itself, or an administrator made it: `C-{0000}`. */
  readonly pattern: string | null;
  /** The administrator's setting. */
  readonly setting: string | null;
  readonly next: { readonly count: number; readonly number: string } | null;
  /** Records without a number. */
  readonly without: number;
}

async function listNumbered(context: Context): Promise<readonly NumberedModule[]> {
  const { rights } = context.actor;
  if (!rights.root && !rights.features.has('administration')) throw notGranted('This needs the permission “Administration”.');
  const { schema } = (context as BoundContext).space.state;
  const { records } = await context.records.list('numberings', { fields: ['id', 'entity'], limit: 500 });
  const settings = new Map(records.map(({ id, entity }) => [String(entity), String(id)]));
  const nouns = Object.values(schema.entities).filter((entity) => rights.schema.entities[entity.name] && mayBeNumbered(entity));
  return Promise.all(
    nouns.map(async ({ name: entity, plural: label, icon, fields }) => {
      const pattern = fields[NUMBER]?.pattern ?? null;
      const [next, without] = pattern
        ? await Promise.all([nextNumber(context, { entity, pattern }), countUnnumbered(context, entity)])
        : [null, 0];
      return { entity, label, icon, pattern, setting: settings.get(entity) ?? null, next, without };
    }),
  );
}

export default defineModule({
  name: 'numbering',
  needs: ['permission-sets'],
  entities: [numberings],
  services: {
    numbering: { summary: 'Modules whose records can be numbered, and how they are', run: ({ context }) => listNumbered(context) },
  },
  jobs: { number_records: { run: (run) => numberUnnumbered(run, (run.params as { entity: string }).entity) } },
});
