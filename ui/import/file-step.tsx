// Which noun, and which file: chosen or dropped.

import { Alert, Button, FileButton, Loader, Select, Text } from '@mantine/core';
import { IconTableImport } from '@tabler/icons-react';
import { type DragEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import classes from './import.module.css';
import { SampleHelp } from './sample-help.tsx';

export interface FileStepProps {
  entity: EntityDescription | undefined;
  nouns: readonly EntityDescription[];
  busy: boolean;
  problem: string | null;
  onEntity: (name: string) => void;
  onFile: (file: File) => void;
}

export function FileStep({ entity, nouns, busy, problem, onEntity, onFile }: FileStepProps) {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const ready = entity !== undefined && !busy;
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file && ready) onFile(file);
  };
  return (
    <div className={classes.narrow}>
      <Select
        label={t('import.noun')}
        placeholder={t('import.chooseNoun')}
        data={nouns.map((noun) => ({ value: noun.name, label: noun.plural }))}
        value={entity?.name ?? null}
        onChange={(name) => name && onEntity(name)}
        searchable
        allowDeselect={false}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is the mouse's way; the button is everybody's */}
      <div
        className={classes.drop}
        data-over={over || undefined}
        data-off={!entity || undefined}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(ready);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {busy ? <Loader size={26} /> : <IconTableImport size={30} stroke={1.3} aria-hidden="true" />}
        <Text>{busy ? t('import.looking') : t('import.drop')}</Text>
        <Text size="xs" c="dimmed">
          {t('import.kinds')}
        </Text>
        <FileButton onChange={(file) => file && onFile(file)} accept=".csv,.txt,.tsv,.xlsx,text/csv" disabled={!ready}>
          {(button) => (
            <Button {...button} size="xs" disabled={!ready}>
              {t('import.chooseFile')}
            </Button>
          )}
        </FileButton>
      </div>
      {problem && (
        <Alert color="red" variant="light" role="alert">
          {problem}
        </Alert>
      )}
      {entity && <SampleHelp entity={entity} />}
    </div>
  );
}
