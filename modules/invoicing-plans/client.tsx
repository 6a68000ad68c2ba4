// The invoices a plan will make in the next 24 months, as it and its template are now.

import { Skeleton, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { formatDate, formatMoney } from '../../ui/fields/format.ts';
import { currentLanguage } from '../../ui/i18n.ts';
import { errorText } from '../../ui/messages.ts';
import type { PanelProps } from '../../ui/parts.ts';
import { client } from '../../ui/workspace.ts';
import type { Coming } from './preview.ts';

export function ComingInvoices({ record }: PanelProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['invoicing_preview', record.id, record.version],
    queryFn: () => client.service<readonly Coming[]>('invoicing_preview', { plan: record.id }),
  });
  if (error) return <Text size="sm">{errorText(error)}</Text>;
  if (!data) return <Skeleton height={120} />;
  if (data.length === 0) return <Text size="sm">{t('invoicing.none')}</Text>;
  const language = currentLanguage();
  return (
    <Table fz="sm" verticalSpacing={6} aria-label={t('invoicing.coming')}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t('invoicing.day')}</Table.Th>
          <Table.Th>{t('invoicing.period')}</Table.Th>
          <Table.Th ta="right">{t('invoicing.net')}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {data.map(({ from, to, on, net }) => (
          <Table.Tr key={from}>
            <Table.Td>{formatDate(on, language)}</Table.Td>
            <Table.Td>
              {formatDate(from, language)} – {formatDate(to, language)}
            </Table.Td>
            <Table.Td ta="right" style={{ whiteSpace: 'nowrap' }}>
              {formatMoney(net.amount, net.currency, language)}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
