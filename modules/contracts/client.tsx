// In the form of a contract, the chosen template is laid out at once: its own fields are filled in before anything is saved.

import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import type { Reference, Values } from '../../client/index.ts';
import { newRow } from '../../ui/form/lines-wire.ts';
import type { FormToolProps } from '../../ui/parts.ts';
import { client } from '../../ui/workspace.ts';
import { lastDay } from './term.ts';

/** Shows nothing of its own. What was typed already stays, as on the server. */
export function FromTemplate({ values, set }: FormToolProps) {
  const chosen = (values.template as Reference | null | undefined)?.id ?? null;
  // What is saved has a number, and its template has been laid out already.
  const laidOut = useRef(values.number ? chosen : null);
  const { data: template } = useQuery({
    queryKey: ['contract template', chosen],
    queryFn: async () => (await client.records('contract_templates').get(String(chosen))).record,
    enabled: chosen !== null && chosen !== laidOut.current,
  });
  useEffect(() => {
    if (!template || template.id === laidOut.current) return;
    laidOut.current = String(template.id);
    for (const [name, value] of Object.entries(givenBy(template, values))) set(name, value);
  }, [template, values, set]);
  return null;
}

function givenBy({ subject, type, content, months, reminder_days, fields }: Values, values: Values): Values {
  const ends_on = lastDay(values.starts_on as string | null, months as number | null);
  const wanted = Object.entries({ subject, type, content, ends_on });
  const rows = (fields as readonly Values[]).filter(({ corporate }) => Boolean(values.account) || !corporate);
  return {
    ...Object.fromEntries(wanted.filter(([name, value]) => value && !values[name])),
    ...(reminder_days === null ? {} : { reminder_days }),
    details: rows.map(({ label, kind, required }) => newRow({ label, kind, required })),
  };
}
