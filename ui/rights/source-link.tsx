// What a rule comes from, in words, with a way to the record that says so.

import { useTranslation } from 'react-i18next';
import type { RuleSource } from '../../client/index.ts';
import { useSetup } from '../queries.ts';
import { RecordLink } from '../shell/record-link.tsx';

export function SourceLink({ source }: { source: RuleSource }) {
  const { t } = useTranslation();
  const { entities } = useSetup();
  const { kind, record, role } = source;
  const words = t(`rights.source.${kind}`);
  const seen = record && entities.some(({ name, can }) => name === record.entity && can.view);
  return (
    <>
      {words}
      {record && ' '}
      {record && (seen ? <RecordLink {...record}>{record.title}</RecordLink> : record.title)}
      {role && ` (${t('rights.source.withRole', { role })})`}
    </>
  );
}
