// Above the list of expenses: what waits, and one's own, a click away. Below it: the chosen ones are billed on.

import { Button } from '@mantine/core';
import { IconFileInvoice } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { EntityDescription, Reference } from '../../client/index.ts';
import { useBusy } from '../../ui/busy.ts';
import { showDone, showRefusal } from '../../ui/messages.ts';
import type { ChosenProps } from '../../ui/parts.ts';
import { keys, queryClient } from '../../ui/queries.ts';
import { Figures } from '../../ui/views/figures.tsx';
import { ALL, type Figure } from '../../ui/views/view.ts';
import { client } from '../../ui/workspace.ts';

/** Names are keys among the texts. */
const waiting: readonly Figure[] = [
  { name: 'expenses.toBillOn', kind: 'sum', field: 'net', filter: 'billable and invoice is empty and status != "draft"' },
  { name: 'expenses.toApprove', kind: 'sum', field: 'amount', filter: 'status = "draft"' },
  {
    name: 'expenses.toReimburse',
    kind: 'sum',
    field: 'amount',
    filter: 'paid_by = "employee" and reimbursed_on is empty and status != "draft"',
  },
  { name: 'expenses.mine', kind: 'sum', field: 'amount', filter: 'owner = me()' },
];

export function ExpenseFigures({ entity }: { entity: EntityDescription }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  return (
    <Figures
      entity={entity}
      figures={waiting.map((figure) => ({ ...figure, name: t(figure.name) }))}
      filter={undefined}
      q={undefined}
      asOf={undefined}
      onOpen={(filter) => void navigate({ to: '/$entity', params: { entity: entity.name }, search: { view: ALL, filter } })}
    />
  );
}

interface Billed {
  readonly invoices: readonly { readonly id: string; readonly account: Reference; readonly count: number }[];
  readonly left_out: number;
  readonly refused: readonly { readonly account: Reference; readonly message: string }[];
}

export function BillOn({ entity, target, onDone }: ChosenProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [busy, during] = useBusy();
  const bill = () =>
    during(async () => {
      const { invoices, left_out, refused } = await client.service<Billed>('bill_expenses', { ...target });
      for (const { account, message } of refused) showRefusal(account.title, message);
      if (left_out > 0) showRefusal(t('expenses.leftOut', { count: left_out }), t('expenses.leftOutWhy'));
      await queryClient.invalidateQueries({ queryKey: keys.entity(entity.name) });
      const [first] = invoices;
      if (!first) return;
      showDone(t('expenses.billed', { count: invoices.reduce((sum, { count }) => sum + count, 0), invoices: invoices.length }));
      onDone();
      if (invoices.length === 1) await navigate({ to: '/$entity/$id', params: { entity: 'invoices', id: first.id } });
    });
  if (!entity.can.update) return null;
  return (
    <Button
      size="compact-sm"
      variant="subtle"
      color="gray"
      loading={busy}
      leftSection={<IconFileInvoice size={15} />}
      onClick={() => void bill()}
    >
      {t('expenses.billOn')}
    </Button>
  );
}
