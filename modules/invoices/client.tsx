// Beside an invoice: who has sent it, and what was done for the customer in its month (row TT-24).

import { Anchor, List, Skeleton, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Reference } from '../../client/index.ts';
import { daysOf } from '../../schema/index.ts';
import { formatDate } from '../../ui/fields/format.ts';
import { currentLanguage } from '../../ui/i18n.ts';
import { errorText } from '../../ui/messages.ts';
import type { PanelProps } from '../../ui/parts.ts';
import { client } from '../../ui/workspace.ts';
import type { Seller } from './seller.ts';

const MOST = 200;

export function MonthOfInvoice({ record }: PanelProps) {
  const { t } = useTranslation();
  const account = (record.account as Reference | null)?.id ?? '';
  const { first, last } = daysOf('month', String(record.issued_on).slice(0, 7));
  const filter = `account = "${account}" and (due_on between "${first}" and "${last}" or date(starts_at) between "${first}" and "${last}")`;
  const query = { filter, fields: ['id', 'subject', 'type', 'due_on', 'starts_at'], sort: 'starts_at,due_on', limit: MOST };
  const { data, error } = useQuery({
    queryKey: ['activities', 'month', query],
    queryFn: ({ signal }) => client.records('activities').list(query, { signal }),
  });
  if (error) return <Text size="sm">{errorText(error)}</Text>;
  if (!data) return <Skeleton height={120} />;
  if (data.records.length === 0) return <Text size="sm">{t('invoicing.nothingDone')}</Text>;
  return (
    <List size="sm" spacing={6} listStyleType="none" aria-label={t('invoicing.month')}>
      {data.records.map(({ id, subject, due_on, starts_at }) => (
        <List.Item key={id}>
          <Anchor component={Link} to="/$entity/$id" params={{ entity: 'activities', id } as never} size="sm">
            {String(subject)}
          </Anchor>{' '}
          <Text span size="xs" c="dimmed">
            {formatDate(String(starts_at ?? due_on).slice(0, 10), currentLanguage())}
          </Text>
        </List.Item>
      ))}
    </List>
  );
}

export function SellerOfInvoice({ record }: PanelProps) {
  const { t } = useTranslation();
  const { data, error } = useQuery({
    queryKey: ['invoice_seller', record.id, record.version],
    queryFn: ({ signal }) => client.service<Seller>('invoice_seller', { invoice: record.id }, { signal }),
  });
  if (error) return <Text size="sm">{errorText(error)}</Text>;
  if (!data) return <Skeleton height={120} />;
  if (!data.name) return <Text size="sm">{t('invoicing.noSeller')}</Text>;
  const accounts = (data.bank_accounts as readonly { iban?: string; bic?: string }[] | null) ?? [];
  const facts = [
    [t('invoicing.businessId'), data.business_id],
    [t('invoicing.vatNumber'), data.vat_number],
    [t('invoicing.phone'), data.phone],
    [t('invoicing.email'), data.email],
    [t('invoicing.website'), data.website],
    ...accounts.map(({ iban, bic }) => [t('invoicing.bankAccount'), [iban, bic].filter(Boolean).join(' · ')]),
  ].filter(([, value]) => value);
  return (
    <Stack gap="sm">
      <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
        {String(data.address ?? data.name)}
      </Text>
      <Table layout="fixed" fz="sm" withRowBorders={false} verticalSpacing={4} horizontalSpacing={0} aria-label={t('invoicing.seller')}>
        <Table.Tbody>
          {facts.map(([label, value]) => (
            <Table.Tr key={`${label} ${value}`}>
              <Table.Th w={148} scope="row" fw={400} c="var(--k-quiet)">
                {String(label)}
              </Table.Th>
              <Table.Td style={{ overflowWrap: 'anywhere' }}>{String(value)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Stack>
  );
}
