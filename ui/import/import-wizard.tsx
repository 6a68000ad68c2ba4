// An import in four steps: the file, its columns, a rehearsal that writes nothing, the import itself.

import { Stepper } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { CheckStep } from './check-step.tsx';
import { ColumnsStep } from './columns-step.tsx';
import { FileStep } from './file-step.tsx';
import classes from './import.module.css';
import { ResultStep } from './result-step.tsx';
import { useImport } from './use-import.ts';

export function ImportWizard({ entity, nouns }: { entity: EntityDescription | undefined; nouns: readonly EntityDescription[] }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const head = useRef<HTMLDivElement>(null);
  const { work, step, setStep, problem, setProblem, rehearsal, likely, setLikely, job, busy, ...imports } = useImport(entity);
  const shared = { busy, problem };

  // A new step begins at its top, for eyes and for the keyboard.
  useEffect(() => {
    if (step > 0) head.current?.focus();
  }, [step]);

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
          {...shared}
          entity={entity}
          nouns={nouns}
          onEntity={(name) => {
            setProblem(null);
            void navigate({ to: '/import/{-$entity}', params: { entity: name }, replace: true });
          }}
          onFile={(file) => void imports.chooseFile(file)}
        />
      )}
      {step === 1 && entity && work && (
        <ColumnsStep
          {...shared}
          {...work}
          entity={entity}
          onReading={(reading) => void imports.readAgain(reading)}
          onField={(at, field) => void imports.setField(at, field)}
          onChoices={imports.setChoices}
          onTake={(saved) => void imports.takeSaved(saved)}
          onBack={imports.beginAgain}
          onNext={() => void imports.rehearse()}
        />
      )}
      {step === 2 && entity && work && rehearsal && (
        <CheckStep
          {...shared}
          entity={entity}
          likely={likely}
          onLikely={setLikely}
          job={rehearsal}
          inspection={work.inspection}
          onBack={imports.giveUpRehearsal}
          onRun={imports.importAll}
        />
      )}
      {step === 3 && entity && job && <ResultStep job={job} entity={entity} onAgain={imports.beginAgain} />}
    </div>
  );
}
