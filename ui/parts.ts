// The browser parts of modules, one line each: what they know of forms that no formula can say. Fetched when such a form opens.

import { useQuery } from '@tanstack/react-query';
import type { Values } from '../client/index.ts';

/** What follows from the values of a form, as the server will say it once they are saved. */
export interface Derived {
  readonly values: Values;
  /** Names of fields nobody types, to be shown because they follow. */
  readonly shown: readonly string[];
  /** Of amounts that are about to be typed. */
  readonly currency?: string;
}

export type Derive = (values: Values) => Derived;

const documents = () => import('../modules/documents/client.tsx');

const derivations: Readonly<Record<string, () => Promise<{ prepare(): Promise<Derive> }>>> = {
  quotes: documents,
  sales_orders: documents,
  invoices: documents,
};

const asTyped: Derive = (values) => ({ values, shown: [] });

/** Until the part is there, values are as they were typed. */
export function useDerive(entity: string): Derive {
  const part = derivations[entity];
  const { data } = useQuery({
    queryKey: ['derive', entity],
    queryFn: async () => ({ derive: await (await part!()).prepare() }),
    enabled: part !== undefined,
    staleTime: 5 * 60_000,
  });
  return data?.derive ?? asTyped;
}
