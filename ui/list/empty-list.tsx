// A list with no rows: nothing there yet, nothing found, or it could not be read.

import { Button } from '@mantine/core';
import { IconAlertTriangle, IconFilterOff, IconHelpCircle, IconPlus, IconTableImport } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { EntityDescription } from '../../client/index.ts';
import { openHelp } from '../help/open.ts';
import { entityIcon } from '../icons.ts';
import { errorText } from '../messages.ts';
import { ButtonLink } from '../shell/button-link.tsx';
import { Notice } from '../shell/page-error.tsx';

type EmptyListProps = { entity: EntityDescription } & (
  | { kind: 'nothingYet' | 'nothingFound'; onClear: () => void }
  | { kind: 'failed'; error: unknown; onRetry: () => void }
);

export function EmptyList(props: EmptyListProps) {
  const { t } = useTranslation();
  const { entity } = props;
  if (props.kind === 'failed') {
    return (
      <Notice icon={<IconAlertTriangle size={28} stroke={1.5} />} title={t('errors.title')} text={errorText(props.error)}>
        <Button onClick={props.onRetry}>{t('errors.again')}</Button>
      </Notice>
    );
  }
  if (props.kind === 'nothingFound') {
    return (
      <Notice icon={<IconFilterOff size={28} stroke={1.5} />} title={t('list.nothingFound')} text={t('list.nothingFoundHint')}>
        <Button variant="default" onClick={props.onClear}>
          {t('list.showAll')}
        </Button>
      </Notice>
    );
  }
  const Icon = entityIcon(entity.icon);
  const hint = entity.can.create ? 'list.nothingYetHint' : 'list.nothingYetByItself';
  return (
    <Notice icon={<Icon size={32} stroke={1.3} />} title={t('list.nothingYet', { noun: entity.plural })} text={t(hint)}>
      {entity.can.create && (
        <ButtonLink to="/$entity/new" params={{ entity: entity.name }} leftSection={<IconPlus size={16} />}>
          {t('list.newOne', { noun: entity.label })}
        </ButtonLink>
      )}
      {entity.can.import && (
        <ButtonLink to="/import/{-$entity}" params={{ entity: entity.name }} variant="default" leftSection={<IconTableImport size={16} />}>
          {t('list.importFile')}
        </ButtonLink>
      )}
      <Button variant="subtle" color="gray" leftSection={<IconHelpCircle size={16} />} onClick={() => openHelp()}>
        {t('help.how')}
      </Button>
    </Notice>
  );
}
