// The browser parts of modules, one line each: what they know of forms that no formula can say, what stands above their lists. Fetched when
// such a form or list opens.

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ComponentType, lazy, type ReactNode } from 'react';
import type { BulkTarget, EntityDescription, Money, RecordValues, Reference, Values } from '../client/index.ts';
import { useLive } from './live.tsx';
import { queryClient } from './queries.ts';

/** What follows from the values of a form, as the server will say it once they are saved. */
export interface Derived {
  readonly values: Values;
  /** Names of fields nobody types, to be shown because they follow. */
  readonly shown: readonly string[];
  /** Of amounts that are about to be typed. */
  readonly currency?: string;
  /** What the record that was just chosen in a column of a row brings, e.g. a price; null: no more than fields of the same names. */
  readonly fill?: (row: Values, column: string) => Promise<Filled> | null;
  /** Sums that stand below rows, by their places. */
  readonly below?: readonly (Money | null)[];
  /** A screen to choose records for a column of new rows from. */
  readonly picker?: {
    readonly column: string;
    readonly show: (onPick: (chosen: Reference) => void, onClose: () => void) => ReactNode;
  };
  /** Whether a row belongs to the one above. */
  readonly isPart?: (row: Values) => boolean;
}

export interface Filled {
  readonly row: Values;
  /** Rows that come along. */
  readonly below?: readonly Values[];
}

export type Derive = (values: Values) => Derived;

interface Part {
  /** `subject`: id of the record that `subject` names. */
  prepare(subject: string | null, entity: string): Promise<Derive>;
}

interface Derivation {
  readonly load: () => Promise<Part>;
  /** Reference on which it depends, e.g. the customer of a document. */
  readonly subject: string;
}

const documents: Derivation = { load: () => import('../modules/documents/client.tsx'), subject: 'account' };

const derivations: Readonly<Record<string, Derivation>> = {
  quotes: documents,
  sales_orders: documents,
  purchase_orders: documents,
  invoices: documents,
};

const asTyped: Derive = (values) => ({ values, shown: [] });

/** Until the part is there, values are as they were typed. */
export function useDerive(entity: string, values: Values): Derive {
  const part = derivations[entity];
  const subject = part ? ((values[part.subject] as Reference | null | undefined)?.id ?? null) : null;
  const { data } = useQuery({
    queryKey: ['derive', entity, subject],
    queryFn: async () => ({ derive: await (await part!.load()).prepare(subject, entity) }),
    enabled: part !== undefined,
    placeholderData: keepPreviousData,
    staleTime: 5 * 60_000,
  });
  // What the sums lean on may change while a form is open: how tax is rounded, a rate.
  const askAgain = () => void queryClient.invalidateQueries({ queryKey: ['derive'] });
  useLive('document_settings', askAgain);
  useLive('tax_classes', askAgain);
  useLive('currencies', askAgain);
  return data?.derive ?? asTyped;
}

export interface PanelProps {
  readonly record: RecordValues;
}

interface Panel {
  /** Key of its heading among the texts. */
  readonly label: string;
  readonly Content: ComponentType<PanelProps>;
  /** Always in view, unless an administrator arranges it otherwise. */
  readonly beside?: true;
  /** Only for whoever sees this noun. */
  readonly of?: string;
}

/** Parts that modules add to the page of a record: tabs, or in view. */
export const panels: Readonly<Record<string, readonly Panel[]>> = {
  accounts: [
    {
      label: 'registers.ratings',
      beside: true,
      of: 'credit_ratings',
      Content: lazy(() => import('../modules/trade-registers/client.tsx').then((module) => ({ default: module.CreditRatings }))),
    },
  ],
  invoicing_plans: [
    {
      label: 'invoicing.coming',
      Content: lazy(() => import('../modules/invoicing-plans/client.tsx').then((module) => ({ default: module.ComingInvoices }))),
    },
  ],
  invoices: [
    {
      label: 'invoicing.seller',
      beside: true,
      Content: lazy(() => import('../modules/invoices/client.tsx').then((module) => ({ default: module.SellerOfInvoice }))),
    },
    {
      label: 'invoicing.month',
      Content: lazy(() => import('../modules/invoices/client.tsx').then((module) => ({ default: module.MonthOfInvoice }))),
    },
  ],
};

/** Keys of what is said before records go with which more is lost than their title tells (row TT-23). */
export const losses: Readonly<Record<string, string>> = {
  invoices: 'invoicing.rowsLost',
  purchase_invoices: 'invoicing.rowsLost',
};

/** Fields in which a new record begins as the last one of its maker did (row CS-116). */
export const remembered: Readonly<Record<string, readonly string[]>> = { invoicing_plans: ['every'] };

/** What stands above the list of a noun and does something with many of its records at once. */
export const aboveList: Readonly<Record<string, ComponentType<{ entity: EntityDescription }>>> = {
  bank_entries: lazy(() => import('../modules/bank/client.tsx').then((module) => ({ default: module.BankTools }))),
  expenses: lazy(() => import('../modules/expenses/client.tsx').then((module) => ({ default: module.ExpenseFigures }))),
};

export interface FormToolProps {
  readonly entity: EntityDescription;
  /** What the form shows. */
  readonly values: Values;
  set(name: string, value: unknown): void;
}

/** What stands above the form of a noun and helps to fill it in. */
export const aboveForm: Readonly<Record<string, ComponentType<FormToolProps>>> = {
  accounts: lazy(() => import('../modules/trade-registers/client.tsx').then((module) => ({ default: module.CompanyLookup }))),
  contracts: lazy(() => import('../modules/contracts/client.tsx').then((module) => ({ default: module.FromTemplate }))),
};

/** Widgets of dashboards that modules bring, by their kind. */
export const widgets = {
  companies: lazy(() => import('../modules/trade-registers/client.tsx').then((module) => ({ default: module.CompanySearch }))),
} as const;

export interface ChosenProps {
  readonly entity: EntityDescription;
  readonly target: BulkTarget;
  /** What was to be done is done; the rows are no longer chosen. */
  readonly onDone: () => void;
}

/** What else can be done with the rows one has chosen in a list. */
export const withChosen: Readonly<Record<string, ComponentType<ChosenProps>>> = {
  expenses: lazy(() => import('../modules/expenses/client.tsx').then((module) => ({ default: module.BillOn }))),
};
