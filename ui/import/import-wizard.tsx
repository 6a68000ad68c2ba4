// An import in four steps: the file, its columns, a rehearsal that writes nothing, the import itself.

import { Stepper } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, ImportInspection, ImportReading } from '../../client/index.ts';
import { errorText, showError } from '../messages.ts';
import { keys, queryClient } from '../queries.ts';
import { client } from '../workspace.ts';
import { CheckStep } from './check-step.tsx';
import { type Choices, carriedOver, savedFor, suggested, toRequest, withSaved } from './choices.ts';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import classes from './import.module.css';
import type { Likely } from './likely-rows.tsx';
import { ResultStep } from './result-step.tsx';
import type { SavedMapping } from './saved-mappings.tsx';

/** What looks like a record that is there is made all the same, unless somebody says otherwise. */
const MADE: Likely = { mode: 'create' };

interface Work {
  readonly inspection: ImportInspection;
  readonly choices: Choices;
}

export function ImportWizard({ entity, nouns }: { entity: EntityDescription | undefined; nouns: readonly EntityDescription[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [work, setWork] = useState<Work | null>(null);
  const [step, setStep] = useState(0);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [rehearsal, setRehearsal] = useState<string | null>(null);
  const [likely, setLikely] = useState<Likely>(MADE);
  const [job, setJob] = useState<string | null>(null);
  const head = useRef<HTMLDivElement>(null);

  // A new step begins at its top, for eyes and for the keyboard.
  useEffect(() => {
    if (step > 0) head.current?.focus();
  }, [step]);

  const during = async (what: () => Promise<void>) => {
    setBusy(true);
    setProblem(null);
    try {
      await what();
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const chooseFile = (file: File) =>
    during(async () => {
      if (!entity) return;
      const inspection = await client.imports.inspect(file, file.name, entity.name);
      setWork({ inspection, choices: suggested(inspection) });
      setStep(1);
    });
  /** Another way of reading gives other columns: decisions about them begin anew. */
  const readAgain = (reading: ImportReading) =>
    during(async () => {
      if (!work) return;
      const { id } = work.inspection.file;
      const inspection = await client.imports.inspectAgain(id, { entity: work.inspection.entity, reading });
      setWork({ inspection, choices: suggested(inspection) });
    });
  /** Another field for a column: what it cannot take, and what its values may mean, is looked up again. */
  const setField = (at: number, field: string | null) =>
    during(async () => {
      if (!work) return;
      const { inspection, choices } = work;
      const columns = choices.columns.map((choice, index) =>
        index === at ? { ...choice, field, values: {}, createMissing: false } : choice,
      );
      setWork({ inspection, choices: { ...choices, columns } });
      const fields = Object.fromEntries(inspection.columns.map((column, index) => [column.name, columns[index]?.field ?? null]));
      const again = await client.imports.inspectAgain(inspection.file.id, {
        entity: inspection.entity,
        fields,
        reading: inspection.reading,
      });
      setWork((now) => now && { inspection: again, choices: carriedOver(now.choices, inspection, again) });
    });
  const takeSaved = ({ mapping, match }: SavedMapping) =>
    during(async () => {
      if (!work) return;
      const { inspection } = work;
      const fields = Object.fromEntries(inspection.columns.map((column) => [column.name, savedFor(column, mapping)?.field ?? null]));
      const again = await client.imports.inspectAgain(inspection.file.id, {
        entity: inspection.entity,
        fields,
        reading: inspection.reading,
      });
      setWork({ inspection: again, choices: withSaved(again, mapping, match) });
    });
  const start = (dryRun: boolean) =>
    during(async () => {
      if (!work) return;
      const { job: id } = await client.imports.start({
        ...toRequest(work.inspection, work.choices, dryRun),
        // A rehearsal tells what looks like something; what becomes of it is said after that.
        ...(dryRun ? {} : { likely }),
      });
      void queryClient.invalidateQueries({ queryKey: keys.jobs });
      if (dryRun) setLikely(MADE);
      if (dryRun) setRehearsal(id);
      else setJob(id);
      setStep(dryRun ? 2 : 3);
    });
  const again = () => {
    setWork(null);
    setRehearsal(null);
    setJob(null);
    setStep(0);
  };

  return (
    <div className={classes.wizard}>
      <div ref={head} tabIndex={-1} className={classes.steps}>
        <Stepper
          active={step}
          size="xs"
          wrap={false}
          iconSize={26}
          onStepClick={(next) => next < step && step < 3 && setStep(next)}
          allowNextStepsSelect={false}
        >
          <Stepper.Step label={t('import.step.file')} />
          <Stepper.Step label={t('import.step.columns')} />
          <Stepper.Step label={t('import.step.check')} />
          <Stepper.Step label={t('import.step.run')} />
        </Stepper>
      </div>
      {step === 0 && (
        <FileStep
          entity={entity}
          nouns={nouns}
          busy={busy}
          problem={problem}
          onEntity={(name) => {
            setProblem(null);
            void navigate({ to: '/import/{-$entity}', params: { entity: name }, replace: true });
          }}
          onFile={(file) => void chooseFile(file)}
        />
      )}
      {step === 1 && entity && work && (
        <ColumnsStep
          entity={entity}
          inspection={work.inspection}
          choices={work.choices}
          busy={busy}
          problem={problem}
          onReading={(reading) => void readAgain(reading)}
          onField={(at, field) => void setField(at, field)}
          onChoices={(choices) => setWork({ ...work, choices })}
          onTake={(saved) => void takeSaved(saved)}
          onBack={again}
          onNext={() => void start(true)}
        />
      )}
      {step === 2 && entity && work && rehearsal && (
        <CheckStep
          entity={entity}
          likely={likely}
          onLikely={setLikely}
          job={rehearsal}
          inspection={work.inspection}
          busy={busy}
          problem={problem}
          onBack={() => {
            client.jobs.cancel(rehearsal).catch(() => undefined);
            setStep(1);
          }}
          onRun={() => start(false).catch(showError)}
        />
      )}
      {step === 3 && entity && job && <ResultStep job={job} entity={entity} onAgain={again} />}
    </div>
  );
}
