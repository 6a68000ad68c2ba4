// Sending what a form holds: what is complained about goes beside its fields, anything else into a corner of the screen.

import { useState } from 'react';
import { useBusy } from '../busy.ts';
import { showError } from '../messages.ts';
import { complaintsIn, type Problems } from './problems.ts';

/** `read`: `problemsIn` for a form that has no place for what concerns no one field. */
export function useSubmission(read: (error: unknown) => Problems | null = complaintsIn) {
  const [problems, setProblems] = useState<Problems>({});
  const [busy, during] = useBusy((error) => {
    const found = read(error);
    setProblems(found ?? {});
    if (!found) showError(error);
  });
  return { problems, setProblems, busy, during };
}
