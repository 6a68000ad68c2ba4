// An import from its file to its job: what was read, what was decided, what runs, and at which step one is.

import { useState } from 'react';
import type { EntityDescription, ImportColumn, ImportInspection, ImportReading } from '../../client/index.ts';
import { useBusy } from '../busy.ts';
import { errorText } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';
import { type Choices, carriedOver, savedFor, suggested, toRequest, withSaved } from './choices.ts';
import type { Likely } from './likely-rows.tsx';
import type { SavedMapping } from './saved-mappings.tsx';

/** What looks like a record that is there is made all the same, unless somebody says otherwise. */
const MADE: Likely = { mode: 'create' };

interface Work {
  readonly inspection: ImportInspection;
  readonly choices: Choices;
}

export function useImport(entity: EntityDescription | undefined) {
  const [work, setWork] = useState<Work | null>(null);
  const [step, setStep] = useState(0);
  const [problem, setProblem] = useState<string | null>(null);
  const [rehearsal, setRehearsal] = useState<string | null>(null);
  const [likely, setLikely] = useState<Likely>(MADE);
  const [job, setJob] = useState<string | null>(null);
  const [busy, run] = useBusy((error) => setProblem(errorText(error)));
  const during = (what: () => Promise<void>) => {
    setProblem(null);
    return run(what);
  };
  const withWork = (what: (work: Work) => Promise<void>) => during(async () => void (work && (await what(work))));

  return {
    ...{ work, step, setStep, problem, setProblem, rehearsal, likely, setLikely, job, busy },
    chooseFile: (file: File) =>
      during(async () => {
        if (!entity) return;
        const inspection = await client.imports.inspect(file, file.name, entity.name);
        setWork({ inspection, choices: suggested(inspection) });
        setStep(1);
      }),
    /** Another way of reading gives other columns: decisions about them begin anew. */
    readAgain: (reading: ImportReading) =>
      withWork(async ({ inspection }) => {
        const again = await client.imports.inspectAgain(inspection.file.id, { entity: inspection.entity, reading });
        setWork({ inspection: again, choices: suggested(again) });
      }),
    setChoices: (choices: Choices) => setWork((was) => was && { ...was, choices }),
    /** Another field for a column: what it cannot take, and what its values may mean, is looked up again. */
    setField: (at: number, field: string | null) =>
      withWork(async ({ inspection, choices }) => {
        const changed = { ...choices.columns[at]!, field, values: {}, createMissing: false };
        const columns = choices.columns.with(at, changed);
        setWork({ inspection, choices: { ...choices, columns } });
        const again = await lookAgain(inspection, (_, index) => columns[index]?.field ?? null);
        setWork((now) => now && { inspection: again, choices: carriedOver(now.choices, inspection, again) });
      }),
    takeSaved: ({ mapping, match }: SavedMapping) =>
      withWork(async ({ inspection }) => {
        const again = await lookAgain(inspection, (column) => savedFor(column, mapping)?.field ?? null);
        setWork({ inspection: again, choices: withSaved(again, mapping, match) });
      }),
    /** A rehearsal tells what looks like something; what becomes of it is said after that. */
    rehearse: () =>
      withWork(async ({ inspection, choices }) => {
        setRehearsal(await startJob(toRequest(inspection, choices, true)));
        setLikely(MADE);
        setStep(2);
      }),
    importAll: () =>
      withWork(async ({ inspection, choices }) => {
        setJob(await startJob({ ...toRequest(inspection, choices, false), likely }));
        setStep(3);
      }),
    /** From the rehearsal back to the columns. */
    giveUpRehearsal: () => {
      if (rehearsal) client.jobs.cancel(rehearsal).catch(() => undefined);
      setStep(1);
    },
    beginAgain: () => {
      setWork(null);
      setRehearsal(null);
      setJob(null);
      setStep(0);
    },
  };
}

/** The same file with these fields for its columns. */
function lookAgain(inspection: ImportInspection, fieldOf: (column: ImportColumn, index: number) => string | null) {
  const { file, entity, reading, columns } = inspection;
  const fields = Object.fromEntries(columns.map((column, index) => [column.name, fieldOf(column, index)]));
  return client.imports.inspectAgain(file.id, { entity, fields, reading });
}

async function startJob(request: Parameters<typeof client.imports.start>[0]): Promise<string> {
  const { job } = await client.imports.start(request);
  void queryClient.invalidateQueries({ queryKey: keys.jobs });
  return job;
}
