// Import of a file into a noun.

import { useParams } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { ImportWizard } from '../import/import-wizard.tsx';
import { useSetup } from '../queries.ts';
import { PageMissing } from '../shell/page-error.tsx';
import { PageHead } from '../shell/page-head.tsx';

export function ImportScreen() {
  const { t } = useTranslation();
  const { entity: name } = useParams({ from: '/import/{-$entity}' });
  const { entities } = useSetup();
  const nouns = entities.filter((entity) => entity.can.import);
  const entity = nouns.find((candidate) => candidate.name === name);
  if (nouns.length === 0 || (name && !entity)) return <PageMissing />;
  return (
    <>
      <PageHead title={entity ? t('import.title', { noun: entity.plural }) : t('shell.import')} />
      <ImportWizard entity={entity} nouns={nouns} />
    </>
  );
}
